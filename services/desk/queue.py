"""The agents' queue: views, counts and pages in the order of work (S3-24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import Department, Ticket, User
from models.lifecycle import ASKED_RANK, DONE_RANK, WAITING_RANK
from services.bounded import ids_among
from services.capped import CAP, capped_counts
from services.clock import now
from services.desk.queue_filters import COLUMNS as COMPARED
from services.desk.queue_filters import EVERYTHING, Filters
from services.language import N_, Words
from services.refusals import NotAllowed, NotFound
from services.shared import shared

PAGE = 50
LOOKED_THROUGH = 2_000
DUE_SOON = timedelta(hours=4)
COUNTED = ('mine', 'unassigned', 'due', 'held', 'asked', 'open')
IN_ORDER = ('mine', 'due', 'open')  # counted along the index, or PostgreSQL would read the table; the others are few
WORK = ('queue_rank', 'waiting_since', 'id')
ORDERS = {'due': ('next_deadline_at', 'id'), 'done': ('-queue_rank', '-waiting_since', '-id')}
COLUMNS = {
    'id': 'id',
    'number': 'number',
    'subject': 'subject',
    'status': 'status',
    'priority': 'priority',
    'channel': 'channel',
    'queue_rank': 'queue_rank',
    'waiting_since': 'waiting_since',
    'first_response_at': 'first_response_at',
    'first_response_due': 'first_response_due',
    'resolution_due': 'resolution_due',
    'next_deadline_at': 'next_deadline_at',
    'last_seq': 'last_seq',
    'updated_at': 'updated_at',
    'requester': 'requester__full_name',
    'organization': 'organization__name',
    'assignee_id': 'assignee_id',
    'assignee': 'assignee__full_name',
}

Row = dict[str, Any]
Position = tuple[Any, ...]  # of the last row of a page, by the columns of its order


@dataclass(frozen=True)
class Page:
    """Rows, and behind what the next page begins; `is_cut` when it is not full, and enough was looked through."""

    rows: Sequence[Row]
    next: Position | None
    is_cut: bool = False


async def page(actor: User, view: str, after: Position | None = None, filters: Filters = EVERYTHING) -> Page:
    """Up to `PAGE` tickets of a view (`mine`, `due`, …, `department-3`), behind `after`. Staff only.

    With `filters` no more than `LOOKED_THROUGH` tickets of the view are looked through.
    """
    check_staff(actor)
    who = actor.id if view == 'mine' else 0
    key = ('queue', view, who, after, filters, _minute() if view == 'due' else None)
    return await shared(key, ['queue'], lambda: _page(view, actor.id, after, filters))


async def counts(actor: User) -> dict[str, int]:
    """How many tickets each view of `COUNTED` holds, by view; `CAP + 1` stands for more than `CAP`."""
    check_staff(actor)
    everybodys = [view for view in COUNTED if view != 'mine']
    everyone, mine = (
        await shared(('queue counts', _minute()), ['queue'], lambda: _counts(everybodys, 0)),
        await shared(('queue counts', actor.id), ['queue'], lambda: _counts(['mine'], actor.id)),
    )
    return everyone | mine


async def departments(actor: User) -> list[Row]:
    """The departments with their open tickets: `{"id", "name", "is_active", "count"}`, in their order; the name as
    `Words`. One that takes no more tickets is there as long as it has some.
    """
    check_staff(actor)
    return await shared('queue departments', ['queue', 'catalog'], _departments)


def in_view(view: str, actor_id: int, filters: Filters = EVERYTHING) -> QuerySet[Ticket]:
    """The tickets of a view in its order, which an index gives as far as `filters` allow. `NotFound`: no such view."""
    return Ticket.filter(_filter(view, actor_id, filters)).order_by(*ORDERS.get(view, WORK))


def check_staff(actor: User) -> None:
    """`NotAllowed` for anybody but the people of the desk."""
    if not actor.is_staff:
        raise NotAllowed(N_('This page is for the people of the desk.'))


def _minute() -> int:
    """What is due soon changes by itself."""
    return int(now().timestamp() // 60)


def _filter(view: str, actor_id: int, filters: Filters) -> Q:
    """The part of a view, and of what narrows it, that an index serves."""
    if view == 'due':
        return Q(next_deadline_at__lte=now() + DUE_SOON)
    if view.startswith('department-') and view.removeprefix('department-').isdecimal():
        return Q(department_id=int(view.removeprefix('department-')[:9])) & _ranked(filters, 0, DONE_RANK)
    views = {
        'mine': (Q(assignee_id=actor_id), 0, DONE_RANK),
        'unassigned': (Q(assignee_id__isnull=True), 0, DONE_RANK),
        'held': (filters.leading(), WAITING_RANK, ASKED_RANK),
        'asked': (filters.leading(), ASKED_RANK, DONE_RANK),
        'open': (filters.leading(), 0, DONE_RANK),
        'done': (filters.leading(), DONE_RANK, DONE_RANK + 1),
    }
    if view not in views:
        raise NotFound
    whose, first, end = views[view]
    return whose & _ranked(filters, first, end)


def _ranked(filters: Filters, first: int, end: int) -> Q:
    first, end = filters.ranks(first, end)
    return Q(queue_rank__gte=first, queue_rank__lt=end)


async def _page(view: str, actor_id: int, after: Position | None, filters: Filters) -> Page:
    order = ORDERS.get(view, WORK)
    found = in_view(view, actor_id, filters)
    if after:
        found = found.filter(_behind(order, after))
    if filters.chosen():
        return await _narrowed(found, order, filters)
    rows = await found.limit(PAGE + 1).values(**COLUMNS)
    return Page(rows[:PAGE], _position(rows[PAGE - 1], order) if len(rows) > PAGE else None)


async def _narrowed(found: QuerySet[Ticket], order: Sequence[str], filters: Filters) -> Page:
    """One page of what `filters` leave of the first `LOOKED_THROUGH` tickets."""
    ids = await ids_among(found, LOOKED_THROUGH, (*_plain(order), *COMPARED), filters.conditions(), PAGE + 1)
    read = {row['id']: row for row in await Ticket.filter(id__in=ids[:PAGE]).values(**COLUMNS)}
    rows = [read[key] for key in ids[:PAGE] if key in read]
    if len(ids) > PAGE and rows:
        return Page(rows, _position(rows[-1], order))
    edge = await found.offset(LOOKED_THROUGH - 1).first().values(*_plain(order))
    return Page(rows, _position(edge, order) if edge else None, is_cut=edge is not None)


def _plain(order: Sequence[str]) -> list[str]:
    return [column.lstrip('-') for column in order]


def _position(row: Row, order: Sequence[str]) -> Position:
    return tuple(row[column] for column in _plain(order))


def _behind(order: Sequence[str], position: Position) -> Q:
    """What comes behind `position` in `order`."""
    column, further = order[0].lstrip('-'), 'lt' if order[0].startswith('-') else 'gt'
    behind = Q(**{f'{column}__{further}': position[0]})
    if len(order) == 1:
        return behind
    tied = Q(**{column: position[0]}) & _behind(order[1:], position[1:])
    return Q(**{f'{column}__{further}e': position[0]}) & (behind | tied)


async def _counts(views: Sequence[str], actor_id: int) -> dict[str, int]:
    queries = {view: in_view(view, actor_id) for view in views}
    return await capped_counts(
        {view: query if view in IN_ORDER else query.order_by() for view, query in queries.items()}
    )


async def _departments() -> list[Row]:
    counted = await get_connection('default').execute_query_dict(
        'SELECT d.id, (SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.department_id = d.id'  # noqa: S608
        f' AND t.queue_rank < {DONE_RANK} ORDER BY t.queue_rank, t.waiting_since, t.id LIMIT {CAP + 1}) c) AS count'
        ' FROM department d'
    )
    counts = {row['id']: row['count'] for row in counted}
    return [
        {'id': row.id, 'name': Words.of(row, 'name'), 'is_active': row.is_active, 'count': counts.get(row.id, 0)}
        for row in await Department.all().order_by('position', 'id')
        if row.is_active or counts.get(row.id)
    ]
