"""The department for what is urgent only: who gets in, what it costs, and who pays (S3-13, S3-16, S3-25)."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import BusinessCalendar, CatalogItem, Department, Entry, MailOut, Ticket, User
from models.db.transaction import transaction
from models.entry import EntryKind
from models.priority import Priority, Urgency
from services import clock
from services.announce import announce
from services.departments import cost_notices, cost_waiving, departments
from services.departments.cost_notices import CostText
from services.desk import phone
from services.desk.phone import Caller, PhoneTicket
from services.hours.closed_day_calls import ClosedDayCalls
from services.refusals import Invalid, NotAllowed, Overtaken
from services.settings import save
from tests.support.world import ROUND_THE_CLOCK, World

URGENT = {'is_urgent': 'yes', 'urgent_reason': 'Nadie puede facturar.'}


@pytest.fixture
async def guard(world: World) -> Department:
    """Soporte 24 Horas, for its type `emergency` and open to the type for all the rest, `other`."""
    always = await BusinessCalendar.create(name='24×7', time_zone='America/Guayaquil', weekly=ROUND_THE_CLOCK)
    async with transaction():
        guard = await Department.create(name='Soporte 24 Horas', calendar=always, is_urgent_only=True, position=9)
        await guard.members.add(world.marta.user)
        for slug, department, is_generic in (('emergency', guard, False), ('other', world.systems, True)):
            await CatalogItem.create(
                slug=slug, kind='incident', title=slug, icon='zap', department=department, is_generic=is_generic
            )
        await announce({'catalog'})
    return guard


async def _notice(world: World, guard: Department, text: str = 'Cuesta 40 USD por hora.') -> str:
    await cost_notices.save(world.admin.user, guard.id, CostText({'es': text}))
    notice = await cost_notices.in_force(guard.id)
    assert notice
    return str(notice.id)


async def _refused(problem: Callable[[], Awaitable[object]]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        await problem()
    assert not await Ticket.exists()
    return {name: text.into('es') for name, text in refused.value.problems.items()}


async def _lines(ticket: Ticket, person: User) -> list[tuple[object, str]]:
    seen = Entry.visible_to(person).filter(ticket_id=ticket.id, kind=EntryKind.FIELD).order_by('seq')
    return [(entry.data.get('new', entry.data['field']), entry.body) for entry in await seen]


@pytest.mark.rule('S3-13')
async def test_a_type_that_leaves_it_open_lets_its_opener_choose(world: World, guard: Department) -> None:
    assert (await world.lucia.opens('Lo de siempre', item='other')).department_id == world.systems.id
    chosen = await world.lucia.opens('Una factura', item='other', department=str(world.sales.id))
    assert chosen.department_id == world.sales.id
    settled = await world.lucia.opens('Impresora', department=str(world.sales.id))
    assert settled.department_id == world.systems.id  # the type says where it goes
    for wrong in ('77', 'x', str(guard.id + 1)):
        with pytest.raises(Invalid) as refused:
            await world.lucia.opens('Una factura', item='other', department=wrong)
        assert set(refused.value.problems) == {'department'}


@pytest.mark.rule('S3-16')
async def test_the_urgent_department_takes_what_is_urgent_with_a_reason(world: World, guard: Department) -> None:
    async def sends(**form: str) -> Ticket:
        return await world.lucia.opens('No factura', item='emergency', **form)

    assert set(await _refused(sends)) == {'is_urgent'}
    assert set(await _refused(lambda: sends(is_urgent='yes', urgent_reason=' '))) == {'urgent_reason'}
    offers = await _refused(lambda: sends(is_urgent='no'))
    assert set(offers) == {'department'}
    assert 'Sistemas' in offers['department']
    assert set(await _refused(lambda: sends(is_urgent='no', department=str(guard.id)))) == {'department'}
    urgent = await sends(**URGENT, urgency=Urgency.CAN_WAIT)
    assert (urgent.department_id, urgent.urgency) == (guard.id, Urgency.STOPPED)
    assert await _lines(urgent, world.lucia.user) == [('urgent', 'Nadie puede facturar.')]
    elsewhere = await sends(is_urgent='no', department=str(world.systems.id))
    assert elsewhere.department_id == world.systems.id
    assert await _lines(elsewhere, world.lucia.user) == []


@pytest.mark.rule('S3-16')
async def test_nobody_comes_in_by_the_type_for_all_the_rest(world: World, guard: Department) -> None:
    async def sends(**form: str) -> Ticket:
        return await world.lucia.opens('Todo mal', item='other', department=str(guard.id), **form)

    assert set(await _refused(sends)) == {'is_urgent'}
    assert set(await _refused(lambda: sends(is_urgent='no'))) == {'department'}
    assert (await sends(**URGENT)).department_id == guard.id


@pytest.mark.rule('S3-16')
async def test_who_is_moved_out_of_it_is_told_and_pays_nothing(world: World, guard: Department) -> None:
    notice = await _notice(world, guard)
    ticket = await world.lucia.opens('No factura', item='emergency', **URGENT, accepted_notice=notice)
    await world.ana.transfers(ticket, world.systems)
    moved = await Ticket.get(id=ticket.id)
    assert moved.department_id == world.systems.id
    assert moved.cost_accepted_at
    assert moved.cost_waived_at
    mail = await MailOut.get(ticket_id=ticket.id, template='moved')
    assert mail.to_address == 'lucia@mirador.example'
    assert 'Sistemas' in mail.body
    await world.ana.transfers(ticket, world.sales)
    assert await MailOut.filter(ticket_id=ticket.id, template='moved').count() == 1


@pytest.mark.rule('S3-25')
async def test_the_cost_is_accepted_before_it_is_sent(world: World, guard: Department) -> None:
    first = await _notice(world, guard)

    async def sends(**form: str) -> Ticket:
        return await world.lucia.opens('No factura', item='emergency', **URGENT, **form)

    assert set(await _refused(sends)) == {'accepted_notice'}
    second = await _notice(world, guard, 'Cuesta 50 USD por hora.')
    assert first != second
    assert set(await _refused(lambda: sends(accepted_notice=first))) == {'accepted_notice'}
    ticket = await Ticket.get(id=(await sends(accepted_notice=second)).id).select_related('cost_notice')
    assert ticket.cost_notice
    assert (ticket.cost_notice.version, ticket.cost_notice.texts) == (2, {'es': 'Cuesta 50 USD por hora.'})
    assert ticket.cost_accepted_at
    told = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.FIELD, author_id=world.lucia.user.id).order_by('seq')
    assert told[-1].data == {'field': 'cost', 'new': 'accepted', 'version': 2}
    await cost_notices.save(world.admin.user, guard.id, CostText({}))
    assert (await sends()).cost_accepted_at is None


@pytest.mark.rule('S3-25')
async def test_a_serious_fault_of_ours_costs_nothing_and_can_be_taken_back(world: World, guard: Department) -> None:
    notice = await _notice(world, guard)
    ticket = await world.lucia.opens('No factura', item='emergency', **URGENT, accepted_notice=notice)
    with pytest.raises(NotAllowed):
        await cost_waiving.charge(world.marta.user, ticket, 'No fue nuestro.')
    await cost_waiving.waive(world.marta.user, ticket, 'Se cayó nuestro enlace.')
    assert (await Ticket.get(id=ticket.id)).cost_waived_at
    with pytest.raises(NotAllowed):
        await cost_waiving.waive(world.marta.user, ticket)
    with pytest.raises(Invalid):
        await cost_waiving.charge(world.marta.user, ticket, ' ')
    await cost_waiving.charge(world.marta.user, ticket, 'Fue el cable del cliente.')
    assert (await Ticket.get(id=ticket.id)).cost_waived_at is None
    for person in (world.lucia, world.ivan, world.marta):
        assert (await _lines(ticket, person.user))[-2:] == [
            ('waived', 'Se cayó nuestro enlace.'),
            ('accepted', 'Fue el cable del cliente.'),
        ]
    with pytest.raises(NotAllowed):
        await cost_waiving.waive(world.marta.user, await world.lucia.opens('Sin costo'))


@pytest.mark.rule('S3-25')
async def test_by_phone_the_agent_reads_the_notice(world: World, guard: Department) -> None:
    notice = await _notice(world, guard)
    caller = Caller(world.lucia.user.id)

    async def calls(key: str, **form: str) -> Ticket:
        told = PhoneTicket('No factura', 'Desde las 8.', 'emergency', key, **form)
        return await phone.open_by_phone(world.marta.user, caller, told)

    assert set(await _refused(lambda: calls('a'))) == {'is_urgent'}
    assert set(await _refused(lambda: calls('b', **URGENT))) == {'accepted_notice'}
    ticket = await calls('c', **URGENT, accepted_notice=notice)
    assert (ticket.department_id, ticket.cost_notice_id) == (guard.id, int(notice))


async def test_a_notice_has_versions_and_one_admin_at_a_time(world: World, guard: Department) -> None:
    admin = world.admin.user
    await _notice(world, guard)
    started = (await cost_notices.stored(admin, guard.id)).value
    await cost_notices.save(admin, guard.id, CostText({'es': 'Cuesta 40 USD por hora.', 'en': ''}), started)
    assert len(await cost_notices.versions(admin, guard.id)) == 1  # the same says nothing new
    await cost_notices.save(admin, guard.id, CostText({'es': 'Cuesta 50.', 'en': 'It costs 50.'}), started)
    with pytest.raises(Overtaken):
        await cost_notices.save(admin, guard.id, CostText({'es': 'Cuesta 60.'}), started)
    newest, _oldest = await cost_notices.versions(admin, guard.id)
    assert newest.version == 2
    assert cost_notices.words_of(newest).into('en') == 'It costs 50.'
    assert cost_notices.words_of(newest).into('pt') == 'Cuesta 50.'
    with pytest.raises(Invalid):
        await cost_notices.save(admin, guard.id, CostText({'es': 'x' * 3000}))


async def test_a_department_is_called_as_its_reader_speaks(world: World, guard: Department) -> None:
    guard.translations = {'en': {'name': '24-hour support'}}
    await guard.save()
    async with transaction():
        await announce({'catalog'})
    shown = {one.id: one for one in await departments.public()}[guard.id]
    assert (shown.name.into('en'), shown.name.into('es'), shown.is_urgent_only) == (
        '24-hour support',
        'Soporte 24 Horas',
        True,
    )
    ticket = await world.lucia.opens('No factura', item='emergency', **URGENT)
    await world.ana.transfers(ticket, world.systems)
    line = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.FIELD).order_by('-seq').first()
    assert line
    assert (line.data['old'], line.data['old_in']) == ('Soporte 24 Horas', {'en': '24-hour support'})


async def test_a_department_that_is_closed_down_takes_nothing(world: World, guard: Department) -> None:
    await Department.filter(id=world.sales.id).update(is_active=False)
    async with transaction():
        await announce({'catalog'})
    assert world.sales.id not in [one.id for one in await departments.public()]
    ticket = await world.lucia.opens('Impresora')
    with pytest.raises(Invalid):
        await world.ana.transfers(ticket, world.sales)
    with pytest.raises(Invalid):
        await world.lucia.opens('Una factura', item='other', department=str(world.sales.id))


@pytest.mark.rule('S4-14')
async def test_by_phone_on_a_saturday_only_what_cannot_wait(world: World) -> None:
    caller, saturday = Caller(world.lucia.user.id), datetime(2026, 11, 21, 12, tzinfo=ZoneInfo('America/Guayaquil'))

    async def calls(key: str, **form: str) -> Ticket:
        told = PhoneTicket('No factura', 'Hay un huésped en recepción.', 'printer', key, **form)
        return await phone.open_by_phone(world.marta.user, caller, told)

    with clock.freeze(saturday):
        assert (await calls('a', closed_day='total')).priority != Priority.CRITICAL  # nobody asked why
        await save(world.admin.user, ClosedDayCalls(needs_reason=True))
        for reason in ('', 'whatever'):
            with pytest.raises(Invalid) as refused:
                await calls(f'b{reason}', closed_day=reason)
            assert set(refused.value.problems) == {'closed_day'}
        ticket = await calls('c', closed_day='cannot_invoice')
        waits = await world.lucia.opens('Por el portal', urgency=Urgency.CAN_WAIT)
    assert ticket.priority == Priority.CRITICAL  # its clock is that of the wall
    assert ticket.first_response_due == saturday + timedelta(minutes=30)
    assert waits.first_response_due == saturday + timedelta(days=2)
    with clock.freeze(saturday - timedelta(days=1)):
        await calls('d')
