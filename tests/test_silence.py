"""Silence: what waits for the customer is reminded of and ended, at the instant that he was told, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models import BusinessCalendar, Entry, IncidentTicket, MailOut, Ticket, Timer
from models.business_time import Calendar
from models.entry import EntryKind
from models.incident import JoinedBy
from models.lifecycle import CloseReason, Status
from services import clock, settings, silence, silence_ends, timers
from services.clock import now
from services.ending import End
from services.silence import half_way
from services.silence_rules import Silence
from tests.support.incidents import fails
from tests.support.waiting import until
from tests.support.world import World

BOGOTA = ZoneInfo('America/Bogota')
COLOMBIA = [[[480, 1080]]] * 5 + [[], []]
HOLIDAYS = {'2026-12-08': [], '2026-12-25': [], '2027-01-01': [], '2027-01-11': []}
SECOND = timedelta(seconds=1)
assert silence_ends  # its effects are what is tested


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BOGOTA)


ASKED = at(11, 23, 10)  # a Monday
REMINDED = at(11, 24, 18)
CLOSES = at(11, 25, 18)


@pytest.fixture(autouse=True)
async def colombia(world: World) -> World:
    await BusinessCalendar.all().update(time_zone='America/Bogota', weekly=COLOMBIA, exceptions=HOLIDAYS)
    world.lucia.user.time_zone = 'America/Bogota'
    await world.lucia.user.save()
    return world


async def asked(world: World, when: datetime = ASKED, **form: Any) -> Ticket:
    with clock.freeze(when - timedelta(minutes=5)):
        ticket = await world.lucia.opens('No imprime', **form)
    with clock.freeze(when):
        await world.marta.asks(ticket)
    return ticket


async def solved(world: World, when: datetime = ASKED) -> Ticket:
    with clock.freeze(when - timedelta(minutes=5)):
        ticket = await world.lucia.opens('No imprime')
    with clock.freeze(when):
        await world.marta.resolves(ticket)
    return ticket


async def passes(until_: datetime) -> None:
    """Time passes until then, and each timer fires at its instant."""
    while timer := await Timer.filter(fire_at__lte=until_).order_by('fire_at').first():
        await starts_again(timer.fire_at)


async def starts_again(instant: datetime) -> None:
    """The desk was off until then, and fires at once what it has missed."""
    with clock.freeze(instant):
        await timers.fire_due()


async def state(ticket: Ticket) -> tuple[Status, CloseReason | None]:
    row = await Ticket.get(id=ticket.id)
    return row.status, row.close_reason


async def mails(ticket: Ticket, template: str) -> list[MailOut]:
    return await MailOut.filter(ticket_id=ticket.id, template=template).order_by('id')


async def rules(world: World, **changed: Any) -> None:
    await settings.save(world.admin.user, Silence(**changed))


CLOSED = (Status.CLOSED, CloseReason.NO_CONTACT)
WAITING = (Status.WAITING_CUSTOMER, None)


@pytest.mark.rule('S4-9')
@pytest.mark.parametrize(('when', 'closes'), [(ASKED, CLOSES), (at(12, 4, 16), at(12, 9, 18))])
async def test_a_question_is_closed_at_the_end_of_the_second_business_day(
    world: World, when: datetime, closes: datetime
) -> None:
    ticket = await asked(world, when)
    await passes(closes - SECOND)
    assert await state(ticket) == WAITING
    await passes(closes)
    assert await state(ticket) == CLOSED
    await passes(closes + timedelta(days=30))
    assert len(await mails(ticket, 'no_contact')) == 1
    assert not await Timer.exists(subject=ticket.id)


@pytest.mark.rule('S0-28')
async def test_the_customer_is_told_the_instant_with_the_question_half_way_and_after(world: World) -> None:
    ticket = await asked(world)
    [question] = await mails(ticket, 'question')
    assert 'miércoles, 25 de noviembre de 2026, 18:00' in question.body
    await passes(REMINDED - SECOND)
    assert await mails(ticket, 'reminder') == []
    await passes(REMINDED)
    [reminder] = await mails(ticket, 'reminder')
    assert 'miércoles, 25 de noviembre de 2026, 18:00' in reminder.body
    assert (reminder.to_address, reminder.is_automated) == ('lucia@mirador.example', True)
    assert (await Ticket.get(id=ticket.id)).contact_attempts == 1
    await passes(CLOSES)
    assert [mail.to_address for mail in await mails(ticket, 'no_contact')] == ['lucia@mirador.example']


@pytest.mark.rule('S4-9')
async def test_an_answer_a_second_before_cancels_and_a_new_question_counts_anew(world: World) -> None:
    ticket, other = await asked(world), await asked(world)
    with clock.freeze(CLOSES - SECOND):
        await world.lucia.comments(ticket)
    with clock.freeze(at(11, 24, 12)):
        await world.marta.asks(other, '¿Y la otra?')
    await passes(CLOSES)
    assert await state(ticket) == (Status.OPEN, None)
    assert await state(other) == WAITING
    await passes(at(11, 26, 18))
    assert await state(ticket) == (Status.OPEN, None)
    assert await state(other) == CLOSED


@pytest.mark.rule('S4-9')
async def test_the_ninth_attempt_of_the_same_day_closes_at_once(world: World) -> None:
    ticket = await asked(world)
    with clock.freeze(at(11, 23, 15)):
        for _ in range(8):
            await world.marta.calls(ticket)
        assert await state(ticket) == WAITING
        await world.marta.calls(ticket)
    assert await state(ticket) == CLOSED
    await passes(CLOSES)
    assert len(await mails(ticket, 'no_contact')) == 1


@pytest.mark.rule('S4-9')
async def test_in_mode_all_both_the_days_and_the_attempts_are_waited_for(world: World) -> None:
    await rules(world, auto_close_mode='all', max_attempts=3)
    early, late = await asked(world), await asked(world)
    with clock.freeze(at(11, 23, 15)):
        for _ in range(3):
            await world.marta.calls(early)
    assert await state(early) == WAITING
    assert 'si no logramos contactarte' in (await mails(early, 'question'))[0].body
    await passes(CLOSES - SECOND)
    assert await state(early) == WAITING
    await passes(CLOSES)
    assert await state(early) == CLOSED
    assert await state(late) == WAITING  # one attempt only, which was the reminder
    with clock.freeze(at(11, 27, 9)):
        await world.marta.calls(late)
        assert await state(late) == WAITING
        await world.marta.calls(late)
    assert await state(late) == CLOSED


@pytest.mark.rule('S4-9')
async def test_critical_tickets_and_those_of_incidents_are_left_to_a_person(world: World) -> None:
    critical = await asked(world, urgency='stopped', impact='company')
    linked = await asked(world)
    incident = await fails(world.marta.user)
    await IncidentTicket.create(incident=incident, ticket_id=linked.id, joined_by=JoinedBy.AGENT, joined_at=now())
    with clock.freeze(ASKED):
        await world.marta.asks(linked, '¿Desde cuándo?')
    await passes(CLOSES)
    assert [await state(critical), await state(linked)] == [WAITING, WAITING]
    assert (await mails(critical, 'question'))[0].body.count('18:00') == 0
    with clock.freeze(CLOSES):
        await world.marta.prioritises(critical, 'can_wait', 'person')  # from now on it counts
    await passes(at(11, 27, 18) - SECOND)
    assert await state(critical) == WAITING
    await passes(at(11, 27, 18))
    assert await state(critical) == CLOSED
    assert await state(linked) == WAITING


@pytest.mark.rule('S4-9')
async def test_one_that_becomes_critical_is_no_longer_ended_by_silence(world: World) -> None:
    ticket = await asked(world)
    with clock.freeze(at(11, 24, 9)):
        await world.marta.prioritises(ticket, 'stopped', 'company')
    await passes(CLOSES)
    assert await state(ticket) == WAITING


@pytest.mark.rule('S0-28')
async def test_a_desk_that_was_off_reminds_late_and_gives_one_business_day_more(world: World) -> None:
    ticket = await asked(world)
    await starts_again(at(11, 26, 9))  # after both instants
    assert await state(ticket) == WAITING
    [reminder] = await mails(ticket, 'reminder')
    assert 'viernes, 27 de noviembre de 2026, 18:00' in reminder.body
    await passes(at(11, 27, 18) - SECOND)
    assert await state(ticket) == WAITING
    await passes(at(11, 27, 18))
    assert await state(ticket) == CLOSED


@pytest.mark.rule('S0-28')
async def test_silence_may_mean_solved_instead_and_then_confirmed(world: World) -> None:
    await rules(world, result='resolved')
    ticket = await asked(world)
    assert 'lo damos por resuelto' in (await mails(ticket, 'question'))[0].body
    await passes(CLOSES)
    assert await state(ticket) == (Status.RESOLVED, None)
    assert await Entry.exists(ticket_id=ticket.id, kind=EntryKind.SOLUTION)
    [mail] = await mails(ticket, 'taken_as_solved')
    assert 'lunes, 30 de noviembre de 2026, 18:00' in mail.body  # Thursday, Friday, Monday
    await passes(at(11, 30, 18))
    assert await state(ticket) == (Status.CLOSED, CloseReason.AUTO_CONFIRMED)


@pytest.mark.rule('S0-28')
async def test_a_solution_that_nobody_speaks_of_is_confirmed_after_the_days_of_the_setting(world: World) -> None:
    ticket = await solved(world)
    assert 'jueves, 26 de noviembre de 2026, 18:00' in (await mails(ticket, 'solution'))[0].body
    await passes(at(11, 25, 18))
    assert len(await mails(ticket, 'reminder')) == 1
    await passes(at(11, 26, 18) - SECOND)
    assert (await state(ticket))[0] == Status.RESOLVED
    await passes(at(11, 26, 18))
    assert await state(ticket) == (Status.CLOSED, CloseReason.AUTO_CONFIRMED)
    assert len(await mails(ticket, 'taken_as_confirmed')) == 1
    await rules(world, confirm_days=1)
    quick = await solved(world)
    await passes(at(11, 24, 18))
    assert (await state(quick))[1] == CloseReason.AUTO_CONFIRMED


async def test_a_solution_is_not_confirmed_while_it_is_the_desks_turn(world: World) -> None:
    ticket = await solved(world)
    with clock.freeze(at(11, 24, 9)):
        await world.lucia.comments(ticket, 'Falta una cosa.')
    await passes(at(11, 30, 18))
    assert (await state(ticket))[0] == Status.RESOLVED
    with clock.freeze(at(12, 1, 9)):
        await world.marta.replies(ticket, 'Hecho también.')
    await passes(at(12, 4, 18))
    assert await state(ticket) == (Status.CLOSED, CloseReason.AUTO_CONFIRMED)


@pytest.mark.rule('S4-9')
async def test_the_days_are_a_setting_that_holds_from_the_next_question_on(world: World) -> None:
    told = await asked(world)
    await rules(world, auto_close_days=1)
    quick = await asked(world)
    await passes(at(11, 24, 18))
    assert [await state(told), await state(quick)] == [WAITING, CLOSED]


async def test_what_somebody_sees_is_when_and_how_it_ends(world: World) -> None:
    ticket = await asked(world)
    found = await silence.ending_of(await Ticket.get(id=ticket.id))
    assert found is not None
    assert (found.at, found.end) == (CLOSES.astimezone(UTC), End.CLOSED)


def test_half_way_is_the_end_of_the_day_in_the_middle() -> None:
    calendar = Calendar('America/Bogota', (((480, 1080),),) * 5 + ((), ()), {date(2026, 12, 8): ()})
    halves = [half_way(calendar, ASKED, days) for days in (1, 2, 3, 4)]
    assert halves == [at(11, 24, 9), REMINDED, CLOSES, CLOSES]


@asynccontextmanager
async def sweeping(number: int) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(number):
            tasks.create_task(timers.run(stop))
        yield
        stop.set()


@pytest.mark.rule('S4-9')
async def test_several_sweepers_send_one_mail(world: World) -> None:
    tickets = [await asked(world) for _ in range(5)]
    await passes(REMINDED)

    async def closed() -> bool:
        return await Ticket.filter(is_closed=True).count() == len(tickets)

    with clock.freeze(CLOSES):
        async with sweeping(4):
            await until(closed)
    assert sorted([mail.ticket_id for mail in await MailOut.filter(template='no_contact')]) == [t.id for t in tickets]
