"""Two accounts of one person become one: nothing of it is lost, and the old login leads nowhere."""

import inspect
from datetime import timedelta
from uuid import uuid4

import pytest
from tortoise.models import Model

import models
from models import (
    AuditLog,
    Department,
    Draft,
    Entry,
    Ticket,
    TicketUser,
    Token,
    User,
    Watcher,
)
from models.user import UserRole
from services.accounts import recovery, sessions, sign_in
from services.clock import now
from services.desk import phone
from services.desk.phone import Caller, PhoneTicket
from services.people import merging_people, person_access
from services.people.person_references import REFERENCES, Fate
from services.refusals import Invalid, NotAllowed, NotFound
from services.search import search, search_index
from services.tickets import assignment, copies, ticket_view
from tests.support.world import Person, World


def _tables() -> list[type[Model]]:
    found = [one for _name, one in inspect.getmembers(models, inspect.isclass) if issubclass(one, Model)]
    return [one for one in found if one._meta.db_table]


@pytest.mark.usefixtures('db')
async def test_every_reference_to_a_person_has_its_fate() -> None:
    known = {
        (model, name)
        for model in _tables()
        for name in (*model._meta.fk_fields, *model._meta.o2o_fields, *model._meta.m2m_fields)
        if model._meta.fields_map[name].related_model is User  # type: ignore[attr-defined]
        and not (model is User and name == 'departments')  # the other end of Department.members
    }
    assert known == set(REFERENCES)
    assert len(known) > 20


async def _twin(world: World, **columns: object) -> Person:
    """Lucía has come a second time, by her private address."""
    values = {'email': 'lu@home.example', 'full_name': 'Lucía H.', 'role': UserRole.CUSTOMER, 'verified_at': now()}
    return Person(await User.create(**values | {'created_at': now()} | columns))


async def test_everything_of_the_one_becomes_the_others(world: World) -> None:
    admin, lucia = world.admin.user, world.lucia.user
    twin = await _twin(world, phone='+593 4 555 0100')
    own = await twin.opens('Desde casa', copy_to='ivan@mirador.example')
    both = await world.lucia.opens('Del hotel', copy_to=f'{twin.user.email}, {lucia.email}')
    copied = await world.ivan.opens('De Iván', copy_to=twin.user.email)
    twice = await world.elena.opens('De Elena', copy_to=f'{twin.user.email} {lucia.email}')
    await Watcher.filter(ticket_id=twice.id, email=lucia.email).update(can_reply=False)
    await Draft.create(user=twin.user, key='new:printer', content={'subject': 'Nuevo'}, updated_at=now())
    await Draft.create(user=lucia, key='new:vpn', content={'subject': 'Viejo'}, updated_at=now() - timedelta(days=1))
    await Draft.create(user=twin.user, key='new:vpn', content={'subject': 'Reciente'}, updated_at=now())
    await TicketUser.create(user=twin.user, ticket=both, seen_seq=2)
    await TicketUser.create(user=lucia, ticket=both, seen_seq=1)
    token = await sessions.open_session(twin.user, '127.0.0.1', 'x')
    await recovery.new_link(twin.user, timedelta(hours=1))
    told = await merging_people.preview(admin, twin.user.id, lucia.id)
    assert (told.tickets, told.lines, told.drafts, told.sessions, told.changes_company) == (1, 1, 2, 1, False)
    assert await twin.sees(own), 'a preview changes nothing'
    await merging_people.merge(admin, twin.user.id, lucia.id)
    for (model, field), fate in REFERENCES.items():
        if fate != Fate.STAYS:
            assert not await model.filter(**{field: twin.user.id}).exists(), (model, field)
    for ticket in (own, both, copied, twice):
        assert await world.lucia.sees(ticket)
    assert await Watcher.filter(email=twin.user.email).count() == 0
    assert sorted(await Watcher.filter(email=lucia.email).values_list('ticket_id', 'can_reply')) == [
        (copied.id, True),
        (twice.id, True),
    ]
    assert (await Entry.filter(ticket_id=own.id).order_by('seq').first()).author_id == lucia.id  # type: ignore[union-attr]
    drafts = dict(await Draft.filter(user=lucia).values_list('key', 'content'))
    assert drafts == {'new:printer': {'subject': 'Nuevo'}, 'new:vpn': {'subject': 'Reciente'}}
    assert (await TicketUser.get(user=lucia, ticket=both)).seen_seq == 2
    assert await sessions.actor_of(token) is None
    old, kept = await User.get(id=twin.user.id), await User.get(id=lucia.id)
    assert (old.is_active, old.merged_into_id, old.password_hash) == (False, kept.id, None)
    assert kept.phone == '+593 4 555 0100'
    entry = await AuditLog.get(action='person_merged')
    assert (entry.subject, entry.before['email'], entry.after['tickets']) == (lucia.email, twin.user.email, 1)


async def test_the_merged_login_leads_nowhere_and_its_address_to_the_kept_person(world: World) -> None:
    admin, twin = world.admin.user, await _twin(world)
    own = await twin.opens('La impresora violeta')
    await search_index.catch_up()
    await merging_people.merge(admin, twin.user.id, world.lucia.user.id)
    with pytest.raises(Invalid):
        await sign_in.sign_in(twin.user.email, 'mesa-viva-demo', '127.0.0.1', 'x')
    await recovery.ask_link(twin.user.email, '127.0.0.1')
    assert not await Token.exists()
    with pytest.raises(NotFound):
        await person_access.activate(admin, twin.user.id)
    ticket = await world.ivan.opens('Otra')
    assert await copies.add_copies(world.ivan.user, ticket, twin.user.email) == [world.lucia.user.email]
    assert await copies.add_copies(world.ivan.user, ticket, world.lucia.user.email) == []
    call = PhoneTicket('Por teléfono', 'Llama', 'printer', str(uuid4()))
    called = await phone.open_by_phone(world.marta.user, Caller(name='L', contact=twin.user.email), call)
    assert called.requester_id == world.lucia.user.id
    (group,) = await search.search(world.lucia.user, 'violeta', ('ticket',))
    assert [hit.id for hit in group.hits] == [own.id]
    assert await search.search(world.marta.user, twin.user.email, ('person',)) == []
    (found,) = await search.search(world.marta.user, 'Lucía violeta', ('ticket',))
    assert [hit.id for hit in found.hits] == [own.id]


async def test_agents_are_merged_with_their_work(world: World) -> None:
    admin = world.admin.user
    other = await User.create(email='m2@mesa.example', full_name='Marta R.', role=UserRole.AGENT, created_at=now())
    await world.systems.members.add(other)
    await world.sales.members.add(other)
    ticket = await world.lucia.opens('No imprime')
    await assignment.take(other, ticket)
    first = await _twin(world, role=UserRole.AGENT)
    await merging_people.merge(admin, first.user.id, other.id)
    await merging_people.merge(admin, other.id, world.marta.user.id)
    assert (await Ticket.get(id=ticket.id)).assignee_id == world.marta.user.id
    assert (await User.get(id=first.user.id)).merged_into_id == world.marta.user.id
    departments = await Department.filter(members=world.marta.user.id).order_by('id').values_list('id', flat=True)
    assert list(departments) == [world.systems.id, world.sales.id]
    assert (await ticket_view.find(world.marta.user, ticket.number)).assignee.full_name == 'Marta Ruiz'  # type: ignore[union-attr]


async def test_what_cannot_be_merged(world: World) -> None:
    admin, lucia, ivan = world.admin.user, world.lucia.user, world.ivan.user
    second = await User.create(
        email='b@mesa.example', full_name='Berta', role=UserRole.ADMIN, verified_at=now(), created_at=now()
    )
    await person_access.deactivate(admin, world.pablo.user.id)
    for old, kept in (
        (lucia, lucia),
        (admin, second),
        (world.marta.user, lucia),
        (lucia, world.marta.user),
        (world.marta.user, world.ana.user),
        (ivan, world.pablo.user),
    ):
        for verb in (merging_people.preview, merging_people.merge):
            with pytest.raises(NotAllowed):
                await verb(admin, old.id, kept.id)
    with pytest.raises(NotFound):
        await merging_people.merge(admin, 777, lucia.id)
    await merging_people.merge(admin, world.pablo.user.id, world.elena.user.id)
    with pytest.raises(NotAllowed):
        await merging_people.merge(admin, world.pablo.user.id, lucia.id)
    for person in (world.lucia, world.marta, world.ana):
        for verb in (merging_people.preview, merging_people.merge):
            with pytest.raises(NotAllowed):
                await verb(person.user, ivan.id, lucia.id)
    assert await User.filter(merged_into_id__isnull=False).count() == 1
