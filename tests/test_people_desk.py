"""People as an admin keeps them: looked for, changed, put out and taken back; the desk always has an admin."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from models import AuditLog, Department, Entry, MailOut, Organization, Session, Ticket, Token, User
from models.entry import EntryKind
from models.user import UserRole
from services import bus
from services.accounts import recovery, registration, sessions, waiting
from services.accounts.invitations import invite
from services.accounts.sign_in import sign_in
from services.clock import now
from services.people import people_directory, person_access, person_form
from services.people.people_directory import NO_COMPANY, Wanted
from services.people.person_form import PersonForm
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.search import search_index
from services.tickets import my_tickets
from tests.support.registering import HOME, PASSWORD, ROSA, form, token_mailed
from tests.support.world import Person, World


async def _names(world: World, **wanted: str) -> list[str]:
    page = await people_directory.page(world.admin.user, Wanted.of(wanted))
    return [person.first_name for person in page.people]


async def _changed(world: World, person: Person, **changes: object) -> None:
    kept = await person_form.stored(world.admin.user, person.user.id)
    form = replace(kept.value, **changes)  # type: ignore[arg-type]
    await person_form.save(world.admin.user, form, kept.value, person.user.id)


async def test_people_are_found_by_words_role_state_and_company(world: World) -> None:
    admin = world.admin.user
    mirador = await Organization.get(name='Hotel Mirador')
    await search_index.catch_up()
    await _changed(world, world.ivan, phone='+593 4 555 0141')
    await User.filter(id=world.marta.user.id).update(password_hash='x')
    await invite(admin, 'nora@andes.example', 'Nora Ñandú', UserRole.CUSTOMER, None)
    await person_access.deactivate(admin, world.diego.user.id)
    assert await _names(world, company=str(mirador.id)) == ['Iván', 'Lucía']
    assert await _names(world, text='lucia') == ['Lucía']
    assert await _names(world, text='0141') == ['Iván']
    assert await _names(world, text='nandu', state='new') == ['Nora']
    assert await _names(world, state='disabled') == ['Diego']
    assert await _names(world, role='agent', state='active') == ['Marta']
    assert await _names(world, text='lucia', role='agent') == []
    assert await _names(world, role='customer', company=NO_COMPANY) == ['Nora']
    assert 'Diego' in await _names(world, role='king', company='x')
    assert await people_directory.count(admin, Wanted(role='lead')) == 1
    await User.bulk_create(
        [User(email=f'm{n}@x.example', full_name=f'Marta {n}', created_at=now()) for n in range(600)]
    )
    await search_index.catch_up()
    assert await _names(world, text='marta', role='agent') == ['Marta']
    assert await people_directory.count(admin, Wanted(text='mart')) == 601
    assert await _names(world, text='marta mesa') == ['Marta']
    assert await _names(world, text="marta d'arco") == []


async def test_a_long_list_comes_in_pages(world: World) -> None:
    await User.bulk_create(
        [User(email=f'p{n}@x.example', full_name=f'Persona {n % 7}', created_at=now()) for n in range(120)]
    )
    found: list[int] = []
    after = None
    while True:
        page = await people_directory.page(world.admin.user, Wanted(), after)
        found += [person.id for person in page.people]
        after = page.next
        if after is None:
            break
    assert sorted(found) == sorted(await User.all().values_list('id', flat=True))  # type: ignore[type-var]
    assert len(found) == len(set(found))


@pytest.mark.rule('S3-23')
async def test_who_moves_to_another_company_reads_what_that_one_shares(world: World) -> None:
    of_lucia, of_ivan = await world.lucia.opens('Del hotel'), await world.ivan.opens('De Iván')
    andes = await Organization.create(name='Clínica Andes', shares_tickets=True, created_at=now())
    heard: list[str] = []
    for topic in (f'person:{world.ivan.user.id}', f'company:{andes.id}', f'company:{world.ivan.user.organization_id}'):
        bus.watch([topic], lambda topic=topic: heard.append(topic))  # type: ignore[misc]
    await _changed(world, world.ivan, organization=str(andes.id))
    assert len(heard) == 3
    ivan = Person(await User.get(id=world.ivan.user.id))
    assert not await ivan.sees(of_lucia)
    assert await ivan.sees(of_ivan)
    assert await world.lucia.sees(of_ivan)  # it stays a ticket of the hotel
    assert (await ivan.opens('De la clínica')).organization_id == andes.id
    assert [row['subject'] for row in (await my_tickets.page(ivan.user, company=True)).rows] == ['De la clínica']
    entry = await AuditLog.filter(action='person_saved').order_by('-id').first()
    assert entry
    assert (entry.before['organization'], entry.after['organization']) == ('Hotel Mirador', 'Clínica Andes')


async def test_another_role_signs_out_and_who_leaves_the_desk_gives_back(world: World) -> None:
    ticket, solved = await world.lucia.opens('Abierto'), await world.lucia.opens('Resuelto')
    for one in (ticket, solved):
        await world.marta.takes(one)
    await world.marta.resolves(solved)
    token = await sessions.open_session(world.marta.user, '127.0.0.1', 'x')
    await _changed(world, world.marta, role='lead')
    assert await sessions.actor_of(token) is None
    assert await Department.filter(members=world.marta.user.id).exists()
    assert (await Ticket.get(id=ticket.id)).assignee_id == world.marta.user.id
    await _changed(world, world.marta, role='customer', departments=())
    assert (await Ticket.get(id=ticket.id)).assignee_id is None
    assert (await Ticket.get(id=solved.id)).assignee_id == world.marta.user.id
    assert not await Department.filter(members=world.marta.user.id).exists()


async def test_what_cannot_be_is_refused_at_its_field(world: World) -> None:
    admin = world.admin.user
    mirador = str(world.lucia.user.organization_id)
    for person, changes, fields in (
        (world.lucia, {'full_name': ' '}, {'full_name'}),
        (world.lucia, {'phone': 'llámame'}, {'phone'}),
        (world.lucia, {'role': 'king'}, {'role'}),
        (world.lucia, {'organization': '99'}, {'organization'}),
        (world.lucia, {'departments': (world.systems.id,)}, {'departments'}),
        (world.lucia, {'role': 'agent'}, {'organization'}),
        (world.marta, {'organization': mirador}, {'organization'}),
        (world.marta, {'is_group': True}, {'is_group'}),
        (world.admin, {'role': 'lead'}, {'role'}),
    ):
        with pytest.raises(Invalid) as refused:
            await _changed(world, person, **changes)
        assert set(refused.value.problems) == fields, changes
    kept = await person_form.stored(admin, world.lucia.user.id)
    with pytest.raises(Overtaken):
        await person_form.save(admin, kept.value, PersonForm('Otra'), world.lucia.user.id)
    with pytest.raises(NotFound):
        await person_form.stored(admin, 777)


async def test_the_desk_always_has_an_admin(world: World) -> None:
    second = await User.create(
        email='b@mesa.example', full_name='Berta', role=UserRole.ADMIN, verified_at=now(), created_at=now()
    )
    with pytest.raises(NotAllowed):
        await person_access.deactivate(world.admin.user, world.admin.user.id)
    await person_access.deactivate(second, world.admin.user.id)
    kept = PersonForm('Berta', role='admin')
    with pytest.raises(NotAllowed):  # put out, he can do nothing any more
        await person_form.save(world.admin.user, replace(kept, role='agent'), kept, second.id)
    assert await User.filter(role=UserRole.ADMIN, is_active=True).count() == 1


async def test_who_is_put_out_is_out_everywhere_and_his_tickets_are_nobodys(world: World) -> None:
    admin, diego = world.admin.user, world.diego.user
    ticket = await world.lucia.opens('No imprime')
    await world.diego.takes(ticket)
    token = await sessions.open_session(diego, '127.0.0.1', 'x')
    await person_access.send_link(admin, diego.id)
    assert await MailOut.filter(to_address=diego.email, template='recovery').exists()
    assert await person_access.deactivate(admin, diego.id) == 1
    assert await sessions.actor_of(token) is None
    assert not await Session.filter(user=diego).exists()
    assert not await Token.filter(user=diego).exists()
    assert (await Ticket.get(id=ticket.id)).assignee_id is None
    line = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.ASSIGN).order_by('-seq').first()
    assert line
    assert line.data == {'old': diego.id, 'new': None}
    with pytest.raises(NotAllowed):
        await person_access.send_link(admin, diego.id)
    await person_access.activate(admin, diego.id)
    assert await _names(world, role='agent') == ['Diego', 'Marta']


async def test_sessions_are_ended_by_an_admin(world: World) -> None:
    token = await sessions.open_session(world.lucia.user, '127.0.0.1', 'x')
    await person_access.end_sessions(world.admin.user, world.lucia.user.id)
    assert await sessions.actor_of(token) is None


async def test_who_waits_for_approval_is_approved_not_activated(world: World) -> None:
    waiting = await User.create(
        email='w@x.example',
        full_name='W',
        verified_at=now(),
        is_active=False,
        wanted_company='X',
        password_hash='x',
        created_at=now(),
    )
    assert people_directory.state_of(waiting) == 'waiting'
    assert await _names(world, state='waiting') == ['W']
    with pytest.raises(NotAllowed):
        await person_access.activate(world.admin.user, waiting.id)


async def test_who_is_put_out_is_not_let_in_by_approving_the_company_he_once_named(world: World) -> None:
    lucia = world.lucia.user
    await User.filter(id=lucia.id).update(wanted_company='Otra')
    await person_access.deactivate(world.admin.user, lucia.id)
    await lucia.refresh_from_db()
    assert people_directory.state_of(lucia) == 'disabled'
    assert await registration.pending(world.admin.user) == []
    with pytest.raises(NotFound):
        await registration.approve(world.admin.user, lucia, None)
    await person_access.activate(world.admin.user, lucia.id)


async def test_who_comes_to_the_desk_unconfirmed_chooses_the_password_anew(world: World) -> None:
    key = await registration.register(form(password='de un desconocido'), 'es', HOME)
    verify, rosa = await token_mailed(), await User.get(email=ROSA)
    await _changed(world, Person(rosa), role=UserRole.AGENT)
    with pytest.raises(NotFound):
        await registration.confirm(verify, HOME)
    with pytest.raises(NotFound):
        await waiting.enter(key, HOME, '')
    await person_access.send_link(world.admin.user, rosa.id)
    await recovery.use(await token_mailed(door='reset'), PASSWORD)
    assert await sign_in(ROSA, PASSWORD, HOME, '')


FORM = PersonForm('X')
Verb = Callable[[Person, World], Awaitable[object]]
VERBS: dict[str, Verb] = {
    'list': lambda who, _: people_directory.page(who.user, Wanted()),
    'count': lambda who, _: people_directory.count(who.user, Wanted()),
    'companies': lambda who, _: people_directory.companies(who.user),
    'find': lambda who, world: people_directory.find(who.user, world.lucia.user.id),
    'read': lambda who, world: person_form.stored(who.user, world.lucia.user.id),
    'save': lambda who, world: person_form.save(who.user, FORM, FORM, world.lucia.user.id),
    'deactivate': lambda who, world: person_access.deactivate(who.user, world.pablo.user.id),
    'activate': lambda who, world: person_access.activate(who.user, world.pablo.user.id),
    'mail a link': lambda who, world: person_access.send_link(who.user, world.pablo.user.id),
    'end sessions': lambda who, world: person_access.end_sessions(who.user, world.pablo.user.id),
}


@pytest.mark.parametrize('verb', VERBS.values(), ids=VERBS.keys())
async def test_only_an_admin_keeps_people(world: World, verb: Verb) -> None:
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await verb(person, world)
    assert not await AuditLog.exists()
