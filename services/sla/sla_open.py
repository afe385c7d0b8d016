"""The open tickets of a policy: what other targets would do to them, and doing it."""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q

from models import Entry, SlaPolicy, SlaVersion, Ticket, User
from models.clock import DONE
from models.db.transaction import transaction
from models.entry import EntryKind
from services.announce import announce
from services.clock import now
from services.people.contracts import calendar_for
from services.settings import check_admin
from services.sla.promises import set_due
from services.sla.sla import Targets
from services.tickets.history import history_in

BATCH = 500

Dues = tuple[datetime | None, datetime | None, datetime | None]


@dataclass(frozen=True)
class Effect:
    """How many open tickets get other due instants, and how many of them would be late that are not."""

    touched: int
    late: int


async def effect(actor: User, policy_id: int | None, targets: Targets) -> Effect:
    """What `targets` would do to the open tickets of a policy; None: the desk's own before its first save."""
    await check_admin(actor)
    touched = late = 0
    present = now()
    async for ticket, was in _anew(policy_id, targets):
        touched += was != _dues(ticket)
        late += _is_late(ticket.next_deadline_at, present) and not _is_late(was[2], present)
    return Effect(touched, late)


async def apply(version: SlaVersion, targets: Targets) -> int:
    """Promise the open tickets of the policy this version, with its `targets`; how many there are."""
    topics, count = {'queue'}, 0
    async with transaction():
        async for ticket, _was in _anew(version.policy_id, targets, lock=True):
            ticket.sla_version_id = version.id
            columns = ['first_response_due', 'resolution_due', 'next_deadline_at', 'sla_version_id']
            await ticket.save(update_fields=columns)
            topics |= {f'ticket:{ticket.id}', f'user:{ticket.requester_id}'}
            count += 1
        await announce(topics)
    return count


async def _anew(policy_id: int | None, targets: Targets, *, lock: bool = False) -> AsyncIterator[tuple[Ticket, Dues]]:
    """Each open ticket of a policy with its new due instants, and the old ones; nothing is saved."""
    meant = Q(sla_version__policy_id=policy_id) if policy_id else Q(sla_version_id=None)
    if policy_id and await SlaPolicy.exists(id=policy_id, is_default=True):
        meant |= Q(sla_version_id=None)
    ids = await Ticket.filter(meant).exclude(status__in=list(DONE)).order_by('id').values_list('id', flat=True)
    for first in range(0, len(ids), BATCH):
        rows = Ticket.filter(id__in=ids[first : first + BATCH]).exclude(status__in=list(DONE)).order_by('id')
        tickets = await (rows.select_for_update() if lock else rows)
        told = defaultdict(list)
        for entry in await Entry.filter(ticket_id__in=ids[first : first + BATCH], kind=EntryKind.STATUS).order_by(
            'seq'
        ):
            told[entry.ticket_id].append(entry)
        for ticket in tickets:
            was = _dues(ticket)
            calendar = await calendar_for(ticket.department_id, ticket.organization_id)
            set_due(ticket, history_in(ticket, told[ticket.id]), targets[ticket.priority], calendar)
            yield ticket, was


def _dues(ticket: Ticket) -> Dues:
    return ticket.first_response_due, ticket.resolution_due, ticket.next_deadline_at


def _is_late(deadline: datetime | None, present: datetime) -> bool:
    return deadline is not None and deadline < present
