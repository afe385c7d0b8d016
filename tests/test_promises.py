"""When a ticket is due: on its department's calendar, by its priority, without the time we wait for the customer."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import BusinessCalendar, Department, Entry, Ticket
from models.business_time import Calendar
from models.clock import pauses_of, resolution_due, resolution_used
from models.entry import EntryKind
from models.lifecycle import Status
from models.priority import TARGETS, Impact, Priority, Urgency
from services import clock
from services.sla.promises import Progress, progress
from services.tickets.history import status_history
from tests.support.world import ROUND_THE_CLOCK, World

BOGOTA = ZoneInfo('America/Bogota')
GUAYAQUIL = ZoneInfo('America/Guayaquil')
COLOMBIA = [[[480, 1080]]] * 5 + [[], []]
HOLIDAYS = {'2026-12-08': [], '2026-12-25': [], '2027-01-01': [], '2027-01-11': []}
CALENDAR = Calendar('America/Bogota', (((480, 1080),),) * 5 + ((), ()))
LOW = {'urgency': Urgency.CAN_WAIT, 'impact': Impact.PERSON}  # 3 h and 48 h of the desk's time


def bogota(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BOGOTA)


def guayaquil(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=GUAYAQUIL)


@pytest.fixture
async def colombia(world: World) -> World:
    await BusinessCalendar.all().update(time_zone='America/Bogota', weekly=COLOMBIA, exceptions=HOLIDAYS)
    return world


async def reread(ticket: Ticket) -> Ticket:
    return await Ticket.get(id=ticket.id)


@pytest.mark.rule('S4-12')
@pytest.mark.parametrize(
    ('created', 'due'),
    [
        (bogota(12, 4, 17), bogota(12, 7, 10)),  # Friday evening goes on on Monday
        (bogota(11, 21, 12), bogota(11, 23, 11)),  # Saturday begins on Monday
    ],
)
async def test_the_first_response_is_due_within_three_open_hours(
    colombia: World, created: datetime, due: datetime
) -> None:
    with clock.freeze(created):
        ticket = await colombia.lucia.opens('Consulta', **LOW)
    ticket = await reread(ticket)
    assert ticket.first_response_due == due
    assert ticket.next_deadline_at == due


@pytest.mark.rule('S0-11')
async def test_three_hours_on_the_desk_of_guayaquil(world: World) -> None:
    with clock.freeze(guayaquil(23, 17)):
        ticket = await world.lucia.opens('Consulta', **LOW)
    assert (await reread(ticket)).first_response_due == guayaquil(24, 10, 30)


@pytest.mark.rule('S4-10')
@pytest.mark.parametrize(
    ('created', 'due'),
    [(bogota(11, 23, 8), bogota(11, 27, 16)), (bogota(12, 4, 17), bogota(12, 14, 15))],
)
async def test_the_solution_is_due_within_48_open_hours(colombia: World, created: datetime, due: datetime) -> None:
    with clock.freeze(created):
        ticket = await colombia.lucia.opens('Consulta', **LOW)
    assert (await reread(ticket)).resolution_due == due


@pytest.mark.rule('S4-10')
async def test_waiting_for_the_customer_does_not_count(colombia: World) -> None:
    with clock.freeze(bogota(11, 23, 8)):
        ticket = await colombia.lucia.opens('Consulta', **LOW)
    with clock.freeze(bogota(11, 23, 10)):
        await colombia.marta.asks(ticket)
    paused = await reread(ticket)
    assert paused.resolution_due is None
    assert paused.next_deadline_at is None
    with clock.freeze(bogota(11, 25, 9)):
        await colombia.lucia.comments(ticket)
    resumed = await reread(ticket)
    assert resumed.resolution_due == bogota(12, 1, 15)
    assert resumed.next_deadline_at == resumed.resolution_due


@pytest.mark.rule('S4-12')
async def test_the_first_response_is_met_by_a_person_and_by_nothing_else(world: World) -> None:
    with clock.freeze(guayaquil(23, 10)):
        ticket = await world.lucia.opens('Consulta', **LOW)
        await world.marta.takes(ticket)
        await world.marta.notes(ticket)
        assert (await reread(ticket)).next_deadline_at == guayaquil(23, 13)
    with clock.freeze(guayaquil(23, 11)):
        await world.marta.replies(ticket)
    ticket = await reread(ticket)
    assert ticket.first_response_at == guayaquil(23, 11)
    assert ticket.first_response_due == guayaquil(23, 13)  # stays for who wants to see it
    assert ticket.next_deadline_at == ticket.resolution_due


@pytest.mark.rule('S4-12')
async def test_in_analysis_stops_the_clock(world: World) -> None:
    with clock.freeze(guayaquil(23, 10)):
        ticket = await world.lucia.opens('Consulta', **LOW)
        await world.marta.acknowledges(ticket)
    ticket = await reread(ticket)
    assert (ticket.first_response_at, ticket.assignee_id) == (guayaquil(23, 10), world.marta.user.id)


@pytest.mark.rule('S0-32')
async def test_a_rejected_solution_goes_on_where_the_clock_stood(world: World) -> None:
    with clock.freeze(guayaquil(23, 9)):
        ticket = await world.lucia.opens('Consulta', **LOW)
    due = (await reread(ticket)).resolution_due
    assert due is not None
    with clock.freeze(guayaquil(23, 11)):
        await world.marta.resolves(ticket)
    resolved = await reread(ticket)
    assert (resolved.resolution_due, resolved.next_deadline_at) == (due, None)
    with clock.freeze(guayaquil(24, 11)):  # one working day of 9 h 30 later
        await world.lucia.rejects(ticket)
    again = await reread(ticket)
    assert again.resolution_due == due + timedelta(days=1)
    assert again.next_deadline_at == again.resolution_due


async def test_nothing_is_due_in_a_closed_ticket(world: World) -> None:
    ticket = await world.lucia.opens('Consulta')
    await world.marta.resolves(ticket)
    await world.lucia.confirms(ticket)
    assert (await reread(ticket)).next_deadline_at is None


async def test_a_critical_ticket_runs_on_the_clock_on_the_wall(world: World) -> None:
    saturday = guayaquil(21, 12)
    with clock.freeze(saturday):
        ticket = await world.lucia.opens('Todo caído', urgency=Urgency.STOPPED, impact=Impact.COMPANY)
    ticket = await reread(ticket)
    assert ticket.priority == Priority.CRITICAL
    assert ticket.first_response_due == saturday + timedelta(minutes=30)
    assert ticket.resolution_due == saturday + timedelta(hours=4)


@pytest.mark.rule('S3-15')
async def test_the_same_saturday_starts_at_once_round_the_clock_and_on_monday_elsewhere(world: World) -> None:
    day_and_night = await BusinessCalendar.create(name='24×7', time_zone='America/Guayaquil', weekly=ROUND_THE_CLOCK)
    await Department.filter(id=world.sales.id).update(calendar_id=day_and_night.id)
    with clock.freeze(guayaquil(21, 12)):
        here = await world.lucia.opens('Consulta', **LOW)
        there = await world.lucia.opens('Consulta', item='quote', **LOW)
    assert (await reread(here)).first_response_due == guayaquil(23, 12)
    assert (await reread(there)).first_response_due == guayaquil(21, 15)


async def test_progress_tells_used_and_promised_time(world: World) -> None:
    with clock.freeze(guayaquil(23, 9)):
        ticket = await world.lucia.opens('Consulta', **LOW)
    with clock.freeze(guayaquil(23, 9, 38)):
        await world.marta.replies(ticket)
    with clock.freeze(guayaquil(24, 10)):
        ticket = await reread(ticket)
        changes = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS)
        history = [(ticket.created_at, Status.NEW), *((e.created_at, Status(e.data['new'])) for e in changes)]
        answer, solution = await progress(ticket, history)
    assert (answer.used, answer.promised, answer.clock) == (timedelta(minutes=38), timedelta(hours=3), 'business')
    assert (solution.used, solution.promised) == (timedelta(hours=10, minutes=30), timedelta(hours=48))


@pytest.mark.parametrize(
    ('opened', 'answered'), [(guayaquil(23, 9), guayaquil(23, 11)), (guayaquil(20, 17), guayaquil(23, 9))]
)
async def test_an_answer_is_measured_by_what_was_promised_when_it_came(
    world: World, opened: datetime, answered: datetime
) -> None:
    async def told() -> Progress:
        row = await reread(ticket)
        return (await progress(row, await status_history(row)))[0]

    with clock.freeze(opened):
        ticket = await world.lucia.opens('Consulta', **LOW)
    with clock.freeze(answered):
        await world.marta.replies(ticket)
        before = await told()
        await world.marta.prioritises(ticket, Urgency.STOPPED, Impact.COMPANY)
        assert (await reread(ticket)).priority == Priority.CRITICAL
        assert await told() == before == Progress(before.used, timedelta(hours=3), 'business')


async def test_an_answer_keeps_its_promise_when_no_target_says_it_any_more(world: World) -> None:
    with clock.freeze(guayaquil(23, 9)):
        ticket = await world.lucia.opens('Consulta', **LOW)
    with clock.freeze(guayaquil(23, 11)):
        await world.marta.replies(ticket)
    ticket = await reread(ticket)
    ticket.first_response_due = guayaquil(23, 10)
    answer, _solution = await progress(ticket, await status_history(ticket))
    assert answer == Progress(timedelta(hours=2), timedelta(hours=1), 'business')


def test_pauses_are_read_from_the_history() -> None:
    new, asked, answered, resolved, rejected, closed = (bogota(11, 23, hour) for hour in (8, 9, 10, 11, 12, 13))
    history = [(new, Status.NEW), (asked, Status.WAITING_CUSTOMER), (answered, Status.OPEN)]
    assert pauses_of(history[:1]) == []
    assert pauses_of(history[:2]) == [(asked, None)]
    assert pauses_of(history) == [(asked, answered)]
    history += [(resolved, Status.RESOLVED), (rejected, Status.OPEN)]
    assert pauses_of(history) == [(asked, answered), (resolved, rejected)]
    assert pauses_of([*history[:2], (closed, Status.CLOSED)]) == [(asked, closed)]


def test_used_time_is_what_the_due_instant_leaves() -> None:
    target = TARGETS[Priority.MEDIUM]
    new, asked, answered = bogota(11, 23, 8), bogota(11, 23, 10), bogota(11, 24, 9)
    history = [(new, Status.NEW), (asked, Status.WAITING_CUSTOMER), (answered, Status.OPEN)]
    due = resolution_due(CALENDAR, target, new, history)
    assert due is not None
    assert resolution_used(CALENDAR, new, history, due.astimezone(UTC)) == target.resolution
    done = [*history, (bogota(11, 24, 10), Status.RESOLVED), (bogota(11, 26, 10), Status.CLOSED)]
    assert resolution_used(CALENDAR, new, done, bogota(12, 1, 10)) == timedelta(hours=3)
