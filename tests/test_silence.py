"""Silence: a question is reminded of and ended, at the instant that its customer was told, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from models import IncidentTicket, MailOut, Ticket, Timer
from models.business_time import Calendar
from models.incident import JoinedBy
from models.lifecycle import CloseReason, Status
from services import clock, timers
from services.clock import now
from services.tickets import silence
from services.tickets.ending import End
from services.tickets.silence import half_way
from tests.support.incidents import fails
from tests.support.silence import (
    ASKED,
    CLOSES,
    REMINDED,
    SECOND,
    asked,
    at,
    in_colombia,
    mails,
    passes,
    rules,
    starts_again,
    state,
)
from tests.support.waiting import until
from tests.support.world import World

CLOSED = (Status.CLOSED, CloseReason.NO_CONTACT)
WAITING = (Status.WAITING_CUSTOMER, None)


@pytest.fixture(autouse=True)
async def _colombia(world: World) -> None:
    await in_colombia(world)


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


@pytest.mark.rule('S4-9', '1.6-d')
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
