"""Escalating a ticket: only what is urgent, and one level after the other (S1-11, S1-12, S1-13)."""

from datetime import timedelta

import pytest

from models import Entry, EscalationPath, EscalationStep, Organization, Ticket
from models.entry import EntryKind
from services import bus
from services.clock import freeze, now
from services.escalation import escalating
from services.escalation.escalating import Walk
from services.escalation.first_call import FirstCall
from services.refusals import Invalid, NotAllowed, NotFound
from services.settings import save
from services.tickets import closing
from tests.support.world import Person, World

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
async def desk(world: World) -> World:
    """Lucía's company has a table of two levels; the regional number is known."""
    path = await EscalationPath.create(name='Ecuador', countries=['EC'])
    await EscalationStep.create(path=path, level=1, role='Líder', phone='+593 2 555 0101', wait_minutes=30)
    await EscalationStep.create(path=path, level=2, role='Gerencia', email='gerencia@mesa.example', wait_minutes=60)
    await save(world.admin.user, FirstCall(phone='+593 2 555 0100'))
    bus.publish(['settings'])
    return world


async def opened(person: Person, ticket: Ticket, level: int) -> None:
    await escalating.escalate(person.user, ticket, level, 'No se factura.', is_urgent=True)


async def refused(person: Person, ticket: Ticket, level: int) -> str:
    count = await Entry.filter(ticket_id=ticket.id).count()
    with pytest.raises(NotAllowed) as refusal:
        await opened(person, ticket, level)
    assert await Entry.filter(ticket_id=ticket.id).count() == count
    return refusal.value.text.into('en')


async def walk(person: Person, ticket: Ticket) -> Walk:
    return await escalating.walk(person.user, ticket)


@pytest.mark.rule('S1-11', 'S1-13')
async def test_a_level_opens_once_the_one_before_is_exhausted(desk: World) -> None:
    ticket, start = await desk.lucia.opens('No se puede facturar'), now()
    with freeze(start):
        assert 'the next one is Service desk' in await refused(desk.lucia, ticket, 1)
        await opened(desk.lucia, ticket, 0)
        assert 'Write down first what came of Service desk' in await refused(desk.ivan, ticket, 1)
        await escalating.record(desk.lucia.user, ticket, 0, 'no_answer')
        await opened(desk.ivan, ticket, 1)  # the regional number has no time of its own
        await escalating.record(desk.marta.user, ticket, 1, 'not_solved', 'Lo está viendo.')
        assert 'Líder still has time' in await refused(desk.lucia, ticket, 2)
    with freeze(start + HALF_AN_HOUR - timedelta(seconds=1)):
        assert 'still has time' in await refused(desk.lucia, ticket, 2)
    with freeze(start + HALF_AN_HOUR):
        await opened(desk.lucia, ticket, 2)
        assert 'no level above' in await refused(desk.lucia, ticket, 3)


@pytest.mark.rule('S1-13')
async def test_its_time_alone_does_not_exhaust_a_level(desk: World) -> None:
    ticket, start = await desk.lucia.opens('No se puede facturar'), now()
    with freeze(start):
        await opened(desk.lucia, ticket, 0)
    with freeze(start + timedelta(days=1)):
        assert 'Write down first' in await refused(desk.lucia, ticket, 1)
        with pytest.raises(NotAllowed):
            await escalating.record(desk.lucia.user, ticket, 1, 'no_answer')
        await escalating.record(desk.lucia.user, ticket, 0, 'no_answer')
        with pytest.raises(NotAllowed):
            await escalating.record(desk.lucia.user, ticket, 0, 'solved')
        with pytest.raises(Invalid):
            await escalating.record(desk.lucia.user, ticket, 0, 'who knows')


@pytest.mark.rule('S1-12')
async def test_it_asks_for_a_reason_and_whether_it_is_urgent(desk: World) -> None:
    ticket = await desk.lucia.opens('No se puede facturar')
    for reason, is_urgent, missing in (
        ('', True, {'text'}),
        ('Sí.', False, {'urgent'}),
        (' ', False, {'text', 'urgent'}),
    ):
        with pytest.raises(Invalid) as invalid:
            await escalating.escalate(desk.lucia.user, ticket, 0, reason, is_urgent=is_urgent)
        assert set(invalid.value.problems) == missing
    await opened(desk.lucia, ticket, 0)
    line = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.ESCALATION).get()
    assert (line.body, line.author_id) == ('No se factura.', desk.lucia.user.id)


@pytest.mark.rule('S1-13')
async def test_the_timeline_tells_each_step_who_and_what_came_of_it(desk: World) -> None:
    ticket = await desk.lucia.opens('No se puede facturar')
    await opened(desk.lucia, ticket, 0)
    await escalating.record(desk.marta.user, ticket, 0, 'solved')
    lines = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.ESCALATION).order_by('seq')
    assert [(one.data['level'], one.data.get('outcome'), one.author_id) for one in lines] == [
        (0, None, desk.lucia.user.id),
        (0, 'solved', desk.marta.user.id),
    ]
    assert (await walk(desk.marta, ticket)).current is None  # the next emergency begins with the first number again
    assert 'the next one is Service desk' in await refused(desk.lucia, ticket, 1)
    await opened(desk.lucia, ticket, 0)


@pytest.mark.rule('S1-11', 'S1-15')
async def test_a_customer_reads_how_to_reach_a_level_in_its_turn(desk: World) -> None:
    ticket = await desk.lucia.opens('No se puede facturar')
    assert [one.level.phones for one in (await walk(desk.marta, ticket)).rungs] == [
        ('+593 2 555 0100',),
        ('+593 2 555 0101',),
        (),
    ]
    numbers = [one.level.phones for one in (await walk(desk.lucia, ticket)).rungs]
    assert numbers == [('+593 2 555 0100',), (), ()]
    await opened(desk.lucia, ticket, 0)
    await escalating.record(desk.lucia.user, ticket, 0, 'no_answer')
    await opened(desk.lucia, ticket, 1)
    reached = [(one.level.phones, one.level.mail) for one in (await walk(desk.lucia, ticket)).rungs]
    assert reached == [(('+593 2 555 0100',), ''), (('+593 2 555 0101',), ''), ((), '')]


@pytest.mark.rule('S1-14')
async def test_levels_with_placeholders_are_not_there_yet_and_the_first_number_always_is(desk: World) -> None:
    await EscalationStep.filter(level=2).update(phone='+00 000 000 0000')
    bus.publish(['settings'])
    ticket = await desk.lucia.opens('No se puede facturar')
    assert [one.level.number for one in (await walk(desk.marta, ticket)).rungs] == [0]
    await opened(desk.lucia, ticket, 0)
    await escalating.record(desk.lucia.user, ticket, 0, 'no_answer')
    assert 'no level above' in await refused(desk.lucia, ticket, 1)


async def test_who_does_not_see_the_ticket_or_only_reads_it_does_not_escalate_it(desk: World) -> None:
    ticket = await desk.lucia.opens('No se puede facturar', copy_to='elena@ondu.example')
    for person, refusal in ((desk.pablo, NotFound), (desk.elena, NotAllowed)):
        with pytest.raises(refusal):
            await opened(person, ticket, 0)
    await closing.close_by_requester(desk.lucia.user, ticket)
    with pytest.raises(NotAllowed):
        await opened(desk.lucia, ticket, 0)


async def test_another_table_of_the_company_is_walked_on_at_its_next_level(desk: World) -> None:
    ticket = await desk.lucia.opens('No se puede facturar')
    await opened(desk.lucia, ticket, 0)
    path = await EscalationPath.create(name='Hotel Mirador')
    await EscalationStep.create(path=path, level=1, role='Guardia', phone='+593 2 555 0199')
    await Organization.filter(id=ticket.organization_id).update(escalation_path_id=path.id)
    bus.publish(['settings', 'companies'])
    following = (await walk(desk.marta, ticket)).following
    assert following is not None
    assert following.phones == ('+593 2 555 0199',)
