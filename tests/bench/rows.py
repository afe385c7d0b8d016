"""Many tickets, fast: written past the verbs, with the columns that the verbs would have derived."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, islice

from tortoise.connection import get_connection

from models import CatalogItem, Department, Ticket, User
from models.db.connect import dialect
from models.lifecycle import CloseReason, Status, queue_rank
from models.priority import Impact, Urgency, priority
from models.ticket_number import format_number
from models.user import UserRole
from services.clock import now
from services.search import search_index

FIRST = 500_000  # far from the numbers that the verbs give
AT_ONCE = 2_000
STATUSES = (Status.NEW, *[Status.OPEN] * 3, Status.WAITING_CUSTOMER, Status.WAITING_INTERNAL, Status.RESOLVED)


@dataclass(frozen=True)
class _Desk:
    items: Sequence[CatalogItem]
    customers: Sequence[User]
    agents: Sequence[User]
    departments: Sequence[Department]


async def fill(tickets: int, *, closed: float = 0.3, searchable: bool = True) -> None:
    """Write so many tickets of everybody, in every state, of every department; this share of them is closed.

    That the search finds them too costs a millisecond each.
    """
    desk = _Desk(
        await CatalogItem.exclude(kind='redirect').order_by('id'),
        await User.filter(role=UserRole.CUSTOMER).order_by('id'),
        await User.filter(role=UserRole.AGENT).order_by('id'),
        await Department.all().order_by('id'),
    )
    first = FIRST + await Ticket.filter(subject__startswith='Fila ').count()
    made = _tickets(desk, first, closed)
    copies, rest = divmod(tickets, AT_ONCE)
    await Ticket.bulk_create(islice(made, rest))
    if copies:
        await Ticket.bulk_create(islice(made, AT_ONCE))
        await _copy(copies - 1)
    if searchable:
        await search_index.catch_up()
    if dialect() == 'postgres':
        await get_connection('default').execute_script('VACUUM ANALYZE')  # as autovacuum does after a while


async def _copy(times: int) -> None:
    """Write the latest `AT_ONCE` tickets again, so many times, under other numbers."""
    latest = await Ticket.all().order_by('-id').first()
    assert latest is not None
    columns = ', '.join(f'"{name}"' for name in sorted(Ticket._meta.db_fields - {'id', 'number'}))
    for time in range(times):
        await get_connection('default').execute_query(
            f"INSERT INTO ticket (number, {columns}) SELECT number || '-{time}', {columns} FROM ticket"
            f' WHERE id > {latest.id - AT_ONCE} AND id <= {latest.id} ORDER BY id'
        )


def _tickets(desk: _Desk, first: int, closed: float) -> Iterator[Ticket]:
    """Each of the lists is walked at its own pace, so that all combinations come."""
    present, levels = now(), [(impact, urgency) for impact in Impact for urgency in Urgency]
    for n in count(first):
        status = Status.CLOSED if n * 7919 % 1000 < 1000 * closed else STATUSES[n % len(STATUSES)]
        impact, urgency = levels[n // 10 % len(levels)]
        level, is_answered = priority(impact, urgency), n // 7 % 2 == 1
        is_closed, is_done = status == Status.CLOSED, status in (Status.RESOLVED, Status.CLOSED)
        changed = present - timedelta(minutes=n * 7919 % 500_000)
        requester = desk.customers[n // 11 % len(desk.customers)]
        assignee = None if status == Status.NEW else desk.agents[n // 3 % len(desk.agents)]
        item = desk.items[n // 13 % len(desk.items)]
        deadline = None if is_done or status == Status.WAITING_CUSTOMER else changed + timedelta(days=2)
        yield Ticket(
            number=format_number(n),
            kind=item.kind,
            item_id=item.id,
            subject=f'Fila {n}',
            requester_id=requester.id,
            organization_id=requester.organization_id,
            department_id=desk.departments[n // 17 % len(desk.departments)].id,
            assignee_id=assignee.id if assignee else None,
            status=status,
            close_reason=CloseReason.CONFIRMED if is_closed else None,
            impact=impact,
            urgency=urgency,
            priority=level,
            created_at=changed - timedelta(days=1),
            updated_at=changed,
            first_response_at=changed if is_answered else None,
            resolved_at=changed if is_done else None,
            closed_at=changed if is_closed else None,
            first_response_due=deadline,
            resolution_due=deadline,
            next_deadline_at=deadline,
            is_answered=is_answered,
            waiting_since=changed,
            queue_rank=queue_rank(status, level, is_answered=is_answered),
            is_closed=is_closed,
            preview='Marta: estamos en ello.',
            last_seq=1,
        )
