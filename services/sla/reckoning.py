"""Open tickets whose promises change: what that would do to them, and doing it, never to a clock that has ended.

In pieces, each a timer with its effect, so that a desk with many tickets goes on meanwhile.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import Entry, Ticket
from models.business_time import Calendar
from models.clock import DONE
from models.entry import EntryKind
from models.lifecycle import DONE_RANK
from models.priority import Target
from services.announce import announce
from services.clock import now
from services.sla.promises import set_due
from services.tickets.history import history_in

PIECE = 100  # tickets

Dues = tuple[datetime | None, datetime | None, datetime | None]
Terms = Callable[[Ticket], Awaitable[tuple[Target, Calendar] | None]]  # None: this ticket stays as it is


@dataclass(frozen=True)
class Effect:
    """How many open tickets would get other due instants, and how many of them would be late that are not."""

    touched: int = 0
    late: int = 0


def open_among(meant: Q) -> QuerySet[Ticket]:
    """Those of the tickets meant whose clocks can run."""
    return Ticket.filter(meant, queue_rank__lt=DONE_RANK)


async def effect(meant: Q, terms: Terms) -> Effect:
    """What `terms` would do to the open tickets meant."""
    touched = late = after = 0
    present = now()
    while ids := await _ids(meant, after):
        async for ticket, was in _anew(Ticket.filter(id__in=ids), terms):
            touched += was != _dues(ticket)
            late += _is_late(ticket.next_deadline_at, present) and not _is_late(was[2], present)
        after = ids[-1]
    return Effect(touched, late)


async def piece(meant: Q, terms: Terms, after: int, **columns: Any) -> int | None:
    """Store the next ones after the id `after`, with `columns`. The last id; None: there were none.

    Part of the transaction around.
    """
    ids = await _ids(meant, after)
    topics = {'queue'}
    async for ticket, was in _anew(Ticket.filter(id__in=ids).select_for_update(), terms):
        if columns or was != _dues(ticket):
            ticket.update_from_dict(columns)
            await ticket.save(update_fields=['first_response_due', 'resolution_due', 'next_deadline_at', *columns])
            topics |= {f'ticket:{ticket.id}', f'user:{ticket.requester_id}'}
            if ticket.organization_id:
                topics.add(f'company:{ticket.organization_id}')
    await announce(topics)
    return ids[-1] if ids else None


async def _ids(meant: Q, after: int) -> list[int]:
    return [one.id for one in await open_among(meant).filter(id__gt=after).order_by('id').limit(PIECE).only('id')]


async def _anew(tickets: QuerySet[Ticket], terms: Terms) -> AsyncIterator[tuple[Ticket, Dues]]:
    """Each ticket with its new due instants, unsaved, and the old ones."""
    rows = [one for one in await tickets.order_by('id') if one.status not in DONE]
    told = defaultdict(list)
    for entry in await Entry.filter(ticket_id__in=[one.id for one in rows], kind=EntryKind.STATUS).order_by('seq'):
        told[entry.ticket_id].append(entry)
    for ticket in rows:
        was = _dues(ticket)
        if found := await terms(ticket):
            set_due(ticket, history_in(ticket, told[ticket.id]), *found)
            yield ticket, was


def _dues(ticket: Ticket) -> Dues:
    return ticket.first_response_due, ticket.resolution_due, ticket.next_deadline_at


def _is_late(deadline: datetime | None, present: datetime) -> bool:
    return deadline is not None and deadline < present
