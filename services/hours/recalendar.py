"""A calendar has changed: the running clocks of the open tickets on it are reckoned anew, never one that has ended.

In pieces, each a timer with its effect, so that a desk with many tickets goes on meanwhile.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import BusinessCalendar, Entry, Ticket
from models.business_time import Calendar
from models.clock import DONE
from models.entry import EntryKind
from services import timers
from services.announce import announce
from services.clock import now
from services.hours.opening_hours import calendar_from
from services.sla import sla
from services.sla.promises import set_due
from services.tickets.history import history_in

KIND = 'calendar'
PIECE = 100  # tickets

Dues = tuple[datetime | None, datetime | None, datetime | None]


@dataclass(frozen=True)
class Effect:
    """How many open tickets would get other due instants, and how many of them would be late that are not."""

    touched: int = 0
    late: int = 0


async def begin(calendar_id: int) -> None:
    """Reckon the tickets on this calendar anew, soon. Part of the transaction around."""
    await timers.arm(KIND, calendar_id, now())


async def effect(calendar_id: int, calendar: Calendar) -> Effect:
    """What it would do to the open tickets if the hours were those of `calendar`."""
    touched = late = after = 0
    present = now()
    while ids := await _ids(calendar_id, after):
        async for ticket, was in _anew(Ticket.filter(id__in=ids), calendar):
            touched += was != _dues(ticket)
            late += _is_late(ticket.next_deadline_at, present) and not _is_late(was[2], present)
        after = ids[-1]
    return Effect(touched, late)


@timers.effect(KIND)
async def _piece(calendar_id: int, after: int) -> None:
    """The next tickets after the id `after`; the rest is the next timer."""
    row = await BusinessCalendar.get_or_none(id=calendar_id)
    ids = await _ids(calendar_id, after) if row else []
    if row is None or not ids:
        return
    topics = {'queue'}
    async for ticket, was in _anew(Ticket.filter(id__in=ids).select_for_update(), calendar_from(row)):
        if was != _dues(ticket):
            await ticket.save(update_fields=['first_response_due', 'resolution_due', 'next_deadline_at'])
            topics |= {f'ticket:{ticket.id}', f'user:{ticket.requester_id}'}
            if ticket.organization_id:
                topics.add(f'company:{ticket.organization_id}')
    await announce(topics)
    await timers.arm(KIND, calendar_id, now(), step=ids[-1])


async def _ids(calendar_id: int, after: int) -> list[int]:
    """Open tickets whose clocks run on the calendar: by the contract of their company, or by their department."""
    contracted = Q(organization__calendar_id=calendar_id)
    usual = Q(organization__calendar_id__isnull=True, department__calendar_id=calendar_id)
    found = Ticket.filter(contracted | usual, id__gt=after, is_closed=False).exclude(status__in=list(DONE))
    return [one.id for one in await found.order_by('id').limit(PIECE).only('id')]


async def _anew(tickets: QuerySet[Ticket], calendar: Calendar) -> AsyncIterator[tuple[Ticket, Dues]]:
    """Each ticket with its new due instants, unsaved, and the old ones."""
    rows = [one for one in await tickets.order_by('id') if one.status not in DONE]
    told = defaultdict(list)
    for entry in await Entry.filter(ticket_id__in=[one.id for one in rows], kind=EntryKind.STATUS).order_by('seq'):
        told[entry.ticket_id].append(entry)
    for ticket in rows:
        was = _dues(ticket)
        target = (await sla.targets_of(ticket.sla_version_id))[ticket.priority]
        set_due(ticket, history_in(ticket, told[ticket.id]), target, calendar)
        if ticket.first_response_at:
            ticket.first_response_due = was[0]  # that clock has ended
        yield ticket, was


def _dues(ticket: Ticket) -> Dues:
    return ticket.first_response_due, ticket.resolution_due, ticket.next_deadline_at


def _is_late(deadline: datetime | None, present: datetime) -> bool:
    return deadline is not None and deadline < present
