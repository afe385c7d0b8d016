"""The agents' queue: views, counts and pages in the order of work (S3-24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import Q

from models import Ticket, User
from models.lifecycle import DONE_RANK, WAITING_RANK
from services.capped import CAP, capped_counts
from services.clock import now
from services.language import N_
from services.refusals import NotAllowed, NotFound
from services.shared import shared

PAGE = 50
DUE_SOON = timedelta(hours=4)
VIEWS = ('mine', 'unassigned', 'due', 'waiting', 'open')
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


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: the next page begins behind it."""

    rank: int
    since: datetime
    id: int


@dataclass(frozen=True)
class Page:
    rows: Sequence[Row]
    next: Cursor | None


async def page(actor: User, view: str, after: Cursor | None = None) -> Page:
    """Up to `PAGE` tickets of a view (`mine`, `due`, …, `department-3`), behind `after`. Staff only."""
    _check(actor)
    who = actor.id if view == 'mine' else 0
    key = ('queue', view, who, after, _minute() if view == 'due' else None)
    return await shared(key, ['queue'], lambda: _page(view, actor.id, after))


async def counts(actor: User) -> dict[str, int]:
    """How many tickets each view holds, by view; `CAP + 1` stands for more than `CAP`."""
    _check(actor)
    everyone, mine = (
        await shared(
            ('queue counts', _minute()), ['queue'], lambda: _counts([view for view in VIEWS if view != 'mine'], 0)
        ),
        await shared(('queue counts', actor.id), ['queue'], lambda: _counts(['mine'], actor.id)),
    )
    return everyone | mine


async def departments(actor: User) -> list[Row]:
    """Every department with its open tickets: `{"id", "name", "count"}`, in their order."""
    _check(actor)
    return await shared('queue departments', ['queue', 'catalog'], _departments)


def _minute() -> int:
    """What is due soon changes by itself."""
    return int(now().timestamp() // 60)


def _check(actor: User) -> None:
    if not actor.is_staff:
        raise NotAllowed(N_('This page is for the people of the desk.'))


def _filter(view: str, actor_id: int) -> Q:
    open_ones = Q(queue_rank__lt=DONE_RANK)
    if view.startswith('department-') and view.removeprefix('department-').isdecimal():
        return open_ones & Q(department_id=int(view.removeprefix('department-')[:9]))
    filters = {
        'mine': open_ones & Q(assignee_id=actor_id),
        'unassigned': open_ones & Q(assignee_id__isnull=True),
        'waiting': open_ones & Q(queue_rank__gte=WAITING_RANK),
        'due': Q(next_deadline_at__lte=now() + DUE_SOON),
        'open': open_ones,
    }
    if view not in filters:
        raise NotFound
    return filters[view]


async def _page(view: str, actor_id: int, after: Cursor | None) -> Page:
    found = Ticket.filter(_filter(view, actor_id))
    if view == 'due':
        found = found.order_by('next_deadline_at', 'id')
        if after:
            found = found.filter(next_deadline_at__gte=after.since).filter(
                Q(next_deadline_at__gt=after.since) | Q(id__gt=after.id)
            )
    else:
        found = found.order_by('queue_rank', 'waiting_since', 'id')
        if after:
            behind = Q(waiting_since__gt=after.since) | Q(waiting_since=after.since, id__gt=after.id)
            found = found.filter(queue_rank__gte=after.rank).filter(Q(queue_rank__gt=after.rank) | behind)
    rows = await found.limit(PAGE + 1).values(**COLUMNS)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    since = 'next_deadline_at' if view == 'due' else 'waiting_since'
    return Page(rows[:PAGE], Cursor(last['queue_rank'], last[since], last['id']) if last else None)


async def _counts(views: Sequence[str], actor_id: int) -> dict[str, int]:
    return await capped_counts({view: Ticket.filter(_filter(view, actor_id)) for view in views})


async def _departments() -> list[Row]:
    return await get_connection('default').execute_query_dict(
        'SELECT d.id, d.name, (SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.department_id = d.id'  # noqa: S608
        f' AND t.queue_rank < {DONE_RANK} LIMIT {CAP + 1}) c) AS count FROM department d ORDER BY d.position, d.id'
    )
