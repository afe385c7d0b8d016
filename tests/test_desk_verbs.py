"""What the desk does with a ticket besides talking: priority, transfer, codes."""

from datetime import UTC, datetime, timedelta

import pytest

from models import Entry, Ticket
from models.entry import EntryKind, Visibility
from models.lifecycle import Status
from models.priority import Impact, Priority, Urgency
from models.ticket import ResolutionCode
from services import clock
from services.refusals import Invalid, NotAllowed
from services.tickets import resolution
from tests.support.world import World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 10:00 in Guayaquil
STOPPED, DEGRADED, CAN_WAIT = Urgency


async def reread(ticket: Ticket) -> Ticket:
    return await Ticket.get(id=ticket.id)


async def lines(ticket: Ticket, kind: EntryKind) -> list[Entry]:
    return await Entry.filter(ticket_id=ticket.id, kind=kind).order_by('seq')


async def in_work(world: World) -> Ticket:
    """A ticket of Lucía that Marta has."""
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.takes(ticket)
    return ticket


# -- priority


@pytest.mark.rule('S2-10')
async def test_urgency_or_impact_recompute_the_priority_and_its_deadlines(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        assert (await reread(ticket)).priority == Priority.LOW
        await world.marta.prioritises(ticket, STOPPED, Impact.AREA, 'No puede facturar nadie.')
    high = await reread(ticket)
    assert high.priority == Priority.HIGH
    assert high.resolution_due == MONDAY + timedelta(hours=8)
    assert high.first_response_due == MONDAY + timedelta(hours=1)
    assert high.queue_rank < (await reread(await world.lucia.opens('Otra'))).queue_rank
    (line,) = await lines(ticket, EntryKind.FIELD)
    assert line.body == 'No puede facturar nadie.'
    assert (line.data['old']['priority'], line.data['new']['priority'], line.data['overrides']) == (
        'low',
        'high',
        False,
    )


@pytest.mark.rule('S2-10')
async def test_a_priority_other_than_the_matrix_says_is_explicit_and_has_a_reason(world: World) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid) as refused:
        await world.marta.prioritises(ticket, DEGRADED, Impact.PERSON, ' ', 'critical')
    assert list(refused.value.problems) == ['text']
    await world.marta.prioritises(ticket, DEGRADED, Impact.PERSON, 'Es el gerente de la cadena.', 'critical')
    told = await reread(ticket)
    assert (told.priority, told.urgency, told.impact) == (Priority.CRITICAL, Urgency.DEGRADED, Impact.PERSON)
    assert (await lines(ticket, EntryKind.FIELD))[0].data['overrides'] is True
    await world.marta.prioritises(ticket, DEGRADED, Impact.AREA)  # without it, the matrix counts again
    assert (await reread(ticket)).priority == Priority.MEDIUM


@pytest.mark.parametrize(
    ('urgency', 'impact', 'to', 'field'),
    [
        ('ayer', 'person', None, 'urgency'),
        ('stopped', 'nadie', None, 'impact'),
        ('stopped', 'person', 'ya', 'priority'),
        ('degraded', 'person', None, 'urgency'),  # as it is
    ],
)
async def test_a_priority_that_cannot_be_is_refused_at_its_field(
    world: World, urgency: str, impact: str, to: str | None, field: str
) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid) as refused:
        await world.marta.prioritises(ticket, urgency, impact, to=to)
    assert list(refused.value.problems) == [field]
    assert await lines(ticket, EntryKind.FIELD) == []


# -- transfer


@pytest.mark.rule('S2-11')
async def test_a_ticket_leaves_for_another_department_with_the_time_it_has_used(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        due = (await reread(ticket)).resolution_due
    with clock.freeze(MONDAY + timedelta(hours=3)):
        await world.marta.transfers(ticket, world.sales, 'Pide una cotización.')
    moved = await reread(ticket)
    assert (moved.department_id, moved.assignee_id, moved.status) == (world.sales.id, None, Status.OPEN)
    assert (moved.created_at, moved.resolution_due) == (MONDAY, due)
    (line,) = await lines(ticket, EntryKind.FIELD)
    assert line.data == {'field': 'department', 'old': 'Sistemas', 'new': 'Comercial'}
    (note,) = await lines(ticket, EntryKind.NOTE)
    assert (note.body, note.visibility) == ('Pide una cotización.', Visibility.INTERNAL)
    with pytest.raises(NotAllowed):  # it is not hers any more
        await world.marta.replies(ticket)


async def test_who_works_in_both_departments_keeps_the_ticket(world: World) -> None:
    await world.sales.members.add(world.marta.user)
    ticket = await in_work(world)
    await world.diego.transfers(ticket, world.sales)
    assert (await reread(ticket)).assignee_id == world.marta.user.id


async def test_a_transfer_leads_to_another_department_that_there_is(world: World) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid):
        await world.marta.transfers(ticket, world.systems)
    world.sales.id = 9999
    with pytest.raises(Invalid):
        await world.marta.transfers(ticket, world.sales)


# -- solution


async def test_a_solution_says_how_it_was_solved(world: World) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid) as refused:
        await resolution.resolve(world.marta.user, ticket, 'Listo.', code='magia')
    assert list(refused.value.problems) == ['code']
    await resolution.resolve(world.marta.user, ticket, 'Listo.', code=ResolutionCode.WORKAROUND)
    assert (await reread(ticket)).resolution_code == ResolutionCode.WORKAROUND
    await world.lucia.rejects(ticket)
    assert (await reread(ticket)).resolution_code is None


async def test_two_agents_resolve_at_once_and_the_other_is_told_who(world: World) -> None:
    ticket = await in_work(world)
    await world.marta.resolves(ticket)
    with pytest.raises(NotAllowed) as refused:
        await world.diego.resolves(ticket)
    assert refused.value.text.params['name'] == 'Marta Ruiz'
    await world.lucia.confirms(ticket)
    with pytest.raises(NotAllowed) as refused:
        await world.diego.replies(ticket)
    assert refused.value.text.params['name'] == 'Lucía Herrera'
