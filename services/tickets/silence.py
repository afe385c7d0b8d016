"""Silence ends what waits for the customer: his answer (S0-28, S4-9), or his word about a solution.

Two timers for each ticket that waits, armed in the transaction of the change that makes it wait: one tells the
customer half-way, one ends it. A day is a business day: that of the question does not count, and the last one ends when
the desk closes. What somebody was told stays: neither other settings nor another department move it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from models import Entry, IncidentTicket, Ticket, Timer
from models.business_time import Calendar, business_day_end, due, elapsed
from models.entry import EntryKind
from models.lifecycle import Event, Status
from models.priority import Priority
from services import timers
from services.people.contracts import calendar_for
from services.settings import load
from services.tickets.ending import End, Ending
from services.tickets.silence_rules import Silence

REMINDER, END = 0, 1  # steps of a timer
LATE = timedelta(hours=1)
KIND = {Status.WAITING_CUSTOMER: 'silence', Status.RESOLVED: 'confirmation'}
# after which a ticket that goes on waiting may begin or cease to be one that silence ends
TURNS = {
    Status.WAITING_CUSTOMER: frozenset({Event.PRIORITISE, Event.LINK, Event.UNLINK}),
    Status.RESOLVED: frozenset({Event.COMMENT, Event.REPLY}),
}


async def follow(ticket: Ticket, was: Status, events: Collection[Event], at: datetime) -> Ending | None:
    """Arm and disarm after a change at `at` that found the ticket in `was`; how silence ends it, where that matters."""
    has_moved = was != ticket.status
    if has_moved and was in KIND:
        await timers.disarm(KIND[was], ticket.id)
    if ticket.status not in KIND:
        return None
    begins = has_moved or Event.ASK in events
    if not begins and TURNS[ticket.status].isdisjoint(events):
        return await ending_of(ticket) if Event.REMIND in events else None
    if not await _ends(ticket):
        await timers.disarm(KIND[ticket.status], ticket.id)
        return None
    if begins or not await Timer.exists(kind=KIND[ticket.status], subject=ticket.id):
        await _arm(ticket, at)
    return await ending_of(ticket)


async def ending_of(ticket: Ticket) -> Ending | None:
    """When silence ends a ticket, and how; None when it does not."""
    if ticket.status not in KIND:
        return None
    timer = await Timer.get_or_none(kind=KIND[ticket.status], subject=ticket.id, step=END)
    if timer is None:
        return None
    if ticket.status == Status.RESOLVED:
        return Ending(timer.fire_at, End.CONFIRMED)
    policy = await load(Silence)
    return Ending(timer.fire_at, End.IF_UNREACHED if policy.auto_close_mode == 'all' else End(policy.result))


async def is_over(ticket: Ticket) -> bool:
    """Whether the days in which a question could be answered are over, and silence may end the ticket."""
    armed = Timer.filter(kind=KIND[Status.WAITING_CUSTOMER], subject=ticket.id, step=END)
    return await _ends(ticket) and not await armed.exists()


async def is_late(ticket: Ticket, at: datetime) -> bool:
    """Whether a reminder at `at` comes later than it should, because nobody was there to send it."""
    waits = Entry.filter(ticket_id=ticket.id, kind__in=[EntryKind.QUESTION, EntryKind.STATUS]).order_by('-seq')
    since = await waits.first()
    if since is None:
        return False
    calendar = await calendar_for(ticket.department_id, ticket.organization_id)
    return at > half_way(calendar, since.created_at, await _days(ticket)) + LATE


async def put_off(ticket: Ticket, at: datetime) -> None:
    """End it a business day after `at` at the earliest: the customer shall have a day after his reminder."""
    calendar = await calendar_for(ticket.department_id, ticket.organization_id)
    ends = business_day_end(calendar, at, 1)
    ending = await ending_of(ticket)
    if ending and ending.at < ends:
        await timers.arm(KIND[ticket.status], ticket.id, ends, END)


async def count_anew(at: datetime) -> None:
    """Count for all tickets that wait from `at` on, as at the end of a made-up past."""
    for ticket in await Ticket.filter(status__in=list(KIND)):
        if await Timer.exists(kind=KIND[ticket.status], subject=ticket.id):
            await _arm(ticket, at)


def half_way(calendar: Calendar, since: datetime, days: int) -> datetime:
    """When the customer is reminded: at the end of the day in the middle; of a single day in its middle."""
    if days > 1:
        return business_day_end(calendar, since, (days + 1) // 2)
    half = elapsed(calendar, since, business_day_end(calendar, since, days)) / 2
    return due(calendar, since, half) or since


async def _arm(ticket: Ticket, at: datetime) -> None:
    calendar, days = await calendar_for(ticket.department_id, ticket.organization_id), await _days(ticket)
    await timers.arm(KIND[ticket.status], ticket.id, half_way(calendar, at, days), REMINDER)
    await timers.arm(KIND[ticket.status], ticket.id, business_day_end(calendar, at, days), END)


async def _ends(ticket: Ticket) -> bool:
    """Whether silence may end the ticket at all. A critical one and one of an incident are left to a person, and a
    solution is not confirmed while it is the desk's turn to answer.
    """
    if ticket.status == Status.RESOLVED:
        return ticket.is_answered
    return ticket.priority != Priority.CRITICAL and not await IncidentTicket.exists(ticket_id=ticket.id)


async def _days(ticket: Ticket) -> int:
    policy = await load(Silence)
    return policy.confirm_days if ticket.status == Status.RESOLVED else policy.auto_close_days
