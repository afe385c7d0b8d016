"""Departments as an admin keeps them: names, hours, people, order; one that is closed down leaves nothing behind."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models import AuditLog, BusinessCalendar, CatalogItem, Department, SlaPolicy, Ticket
from models.priority import Impact, Urgency
from services import clock, timers
from services.catalog import catalog_shelf
from services.departments import cost_notices, department_closing, department_desk, departments
from services.departments.cost_notices import CostText
from services.departments.department_desk import ALWAYS, DepartmentForm
from services.desk import queue
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.tickets import closing, ticket_view
from tests.support.world import Person, World

GUAYAQUIL = ZoneInfo('America/Guayaquil')
LOW = {'urgency': Urgency.CAN_WAIT, 'impact': Impact.PERSON}  # 3 h and 48 h of the desk's time


async def _form(world: World, **changes: object) -> DepartmentForm:
    week = await BusinessCalendar.get(name='Semana')
    form = DepartmentForm({'es': 'Redes', 'en': 'Networks'}, str(week.id), members=(world.diego.user.id,))
    return replace(form, **changes)  # type: ignore[arg-type]


@pytest.mark.rule('S3-14')
async def test_a_department_is_made_and_changed(world: World) -> None:
    admin = world.admin.user
    policy = await SlaPolicy.create(name='Oro', created_at=clock.now())
    form = await _form(world, inbound_address='redes@mesa.example', sla_policy=str(policy.id))
    row = await department_desk.save(admin, form)
    kept = await department_desk.stored(admin, row.id)
    assert (kept.value, kept.name) == (form, admin.full_name)
    shown = (await departments.public())[-1]
    assert (shown.name.into('en'), shown.name.into('es')) == ('Networks', 'Redes')
    hidden = replace(form, is_public=False, name={'es': 'Redes y enlaces'}, members=())
    await department_desk.save(admin, hidden, form, row.id)
    assert row.id not in [one.id for one in await departments.public()]
    assert await row.members.all().count() == 0
    with pytest.raises(Overtaken):
        await department_desk.save(admin, form, form, row.id)
    entry = await AuditLog.filter(action='department_saved').order_by('-id').first()
    assert entry
    assert (entry.before['name'], entry.after['name']) == ({'es': 'Redes', 'en': 'Networks'}, {'es': 'Redes y enlaces'})


async def test_what_cannot_be_is_refused_at_its_field(world: World) -> None:
    for changes, fields in (
        ({'name': {'en': 'Networks'}}, {'name.es'}),
        ({'name': {'es': 'Redes', 'en': 'x' * 200}}, {'name.en'}),
        ({'name': {'es': 'Sistemas'}}, {'name.es'}),
        ({'calendar': '77'}, {'calendar'}),
        ({'calendar': ''}, {'calendar'}),
        ({'sla_policy': '77'}, {'sla_policy'}),
        ({'inbound_address': 'redes'}, {'inbound_address'}),
    ):
        with pytest.raises(Invalid) as refused:
            await department_desk.save(world.admin.user, await _form(world, **changes))
        assert set(refused.value.problems) == fields
    assert await Department.all().count() == 2


async def test_customers_work_nowhere(world: World) -> None:
    row = await department_desk.save(world.admin.user, await _form(world, members=(world.lucia.user.id,)))
    assert await row.members.all().count() == 0


@pytest.mark.rule('S3-15')
async def test_round_the_clock_is_one_choice_and_its_tickets_follow(world: World) -> None:
    admin = world.admin.user
    saturday = datetime(2026, 11, 21, 12, tzinfo=GUAYAQUIL)
    with clock.freeze(saturday):
        ticket = await world.lucia.opens('Consulta', **LOW)
        kept = await department_desk.stored(admin, world.systems.id)
        await department_desk.save(admin, replace(kept.value, calendar=ALWAYS), kept.value, world.systems.id)
        await department_desk.save(admin, await _form(world, calendar=ALWAYS))
        await timers.fire_due()
    assert await BusinessCalendar.filter(name__startswith='24×7').count() == 1
    assert (await Ticket.get(id=ticket.id)).first_response_due == saturday.replace(hour=15)


async def test_departments_stand_in_the_order_that_the_admin_gives_them(world: World) -> None:
    third = await department_desk.save(world.admin.user, await _form(world))
    await department_desk.move(world.admin.user, third.id, -1)
    assert [one.name.text for one in await departments.public()] == ['Sistemas', 'Redes', 'Comercial']
    with pytest.raises(NotFound):
        await department_desk.move(world.admin.user, 77, -1)


async def test_who_goes_on_with_a_department_that_is_closed_down(world: World) -> None:
    admin = world.admin.user
    open_one, done = await world.lucia.opens('Abierto'), await world.lucia.opens('Cerrado')
    await world.lucia.closes(done)
    for heir in (None, world.systems.id, 77):
        with pytest.raises(Invalid) as refused:
            await department_closing.close_down(admin, world.systems.id, heir)
        assert set(refused.value.problems) == {'heir'}
    await department_closing.close_down(admin, world.systems.id, world.sales.id)
    await timers.fire_due()
    assert (await Ticket.get(id=open_one.id)).department_id == world.sales.id
    assert (await Ticket.get(id=done.id)).department_id == world.systems.id
    assert not await CatalogItem.filter(department_id=world.systems.id).exists()
    assert [one['name'].text for one in await queue.departments(world.marta.user)] == ['Comercial']
    assert (await world.lucia.opens('Otra')).department_id == world.sales.id
    with pytest.raises(NotAllowed):
        await department_closing.close_down(admin, world.sales.id)
    await department_closing.reopen(admin, world.systems.id)
    assert [one.name.text for one in await departments.public()] == ['Comercial', 'Sistemas']


async def test_what_was_done_comes_back_to_the_heir(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(department_closing, 'PIECE', 2)
    admin, tickets = world.admin.user, [await world.lucia.opens(f'Ticket {n}') for n in range(8)]
    rejected, reopened, followed, *_open = tickets
    await world.marta.resolves(rejected)
    for ticket in (reopened, followed):
        await world.lucia.closes(ticket)
    await world.diego.takes(tickets[-1])
    third = await department_desk.save(admin, await _form(world))
    await department_closing.close_down(admin, world.systems.id, third.id)
    await department_closing.close_down(admin, third.id, world.sales.id)
    await timers.fire_due()
    assert await Ticket.filter(department_id=world.sales.id, assignee_id=None).count() == 5
    await world.lucia.rejects(rejected)
    await world.lucia.reopens(reopened)
    new = await closing.follow_up(world.lucia.user, followed, 'Otra vez.')
    for ticket in (rejected, reopened, new):
        found = await Ticket.get(id=ticket.id)
        assert (found.department_id, found.assignee_id) == (world.sales.id, None)
    await department_closing.reopen(admin, world.systems.id)
    await world.lucia.closes(reopened)
    await world.lucia.reopens(reopened)
    assert (await Ticket.get(id=reopened.id)).department_id == world.sales.id
    assert (await closing.follow_up(world.lucia.user, followed, 'Y otra.')).department_id == world.systems.id


async def test_a_type_that_is_not_shown_needs_an_heir_too(world: World) -> None:
    third = await department_desk.save(world.admin.user, await _form(world))
    await CatalogItem.filter(slug='quote').update(is_active=False, department_id=third.id)
    with pytest.raises(Invalid):
        await department_closing.close_down(world.admin.user, third.id)
    await department_closing.close_down(world.admin.user, third.id, world.sales.id)
    quote = await catalog_shelf.read('quote')
    assert quote.value.department == world.sales.id
    with pytest.raises(Invalid):
        await catalog_shelf.save(world.admin.user, 'quote', replace(quote.value, department=third.id))


async def test_an_open_ticket_shows_at_once_what_an_admin_renames(world: World) -> None:
    ticket = await world.lucia.opens('Abierto')
    assert (await ticket_view.view(world.lucia.user, ticket.number)).ticket.item.title == 'Impresora'
    item = (await catalog_shelf.read('printer')).value
    texts = {**item.texts, 'title': {'es': 'Impresoras'}}
    await catalog_shelf.save(world.admin.user, 'printer', replace(item, texts=texts))
    assert (await ticket_view.view(world.lucia.user, ticket.number)).ticket.item.title == 'Impresoras'


Verb = Callable[[Person, World], Awaitable[object]]
VERBS: dict[str, Verb] = {
    'list': lambda who, _: department_desk.all_of(who.user),
    'people': lambda who, _: department_desk.staff(who.user),
    'read': lambda who, world: department_desk.stored(who.user, world.systems.id),
    'save': lambda who, _: department_desk.save(who.user, DepartmentForm({'es': 'Mía'}, '1')),
    'move': lambda who, world: department_desk.move(who.user, world.systems.id, 1),
    'close down': lambda who, world: department_closing.close_down(who.user, world.systems.id, world.sales.id),
    'reopen': lambda who, world: department_closing.reopen(who.user, world.systems.id),
    'read the notice of cost': lambda who, world: cost_notices.stored(who.user, world.systems.id),
    'see its versions': lambda who, world: cost_notices.versions(who.user, world.systems.id),
    'save the notice of cost': lambda who, world: cost_notices.save(who.user, world.systems.id, CostText({'es': '1'})),
}


@pytest.mark.parametrize('verb', VERBS.values(), ids=VERBS.keys())
async def test_only_an_admin_keeps_departments(world: World, verb: Verb) -> None:
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await verb(person, world)
    assert not await AuditLog.exists()
