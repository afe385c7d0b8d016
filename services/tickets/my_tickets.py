"""A customer's own tickets, and his company's where it shares them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.connection import get_connection
from tortoise.expressions import Q

from models import Ticket, User, Watcher
from models.entry import Visibility
from models.lifecycle import Status
from services.capped import capped_counts
from services.incidents.incident_unread import unread
from services.refusals import NotFound

PAGE = 25
MOST = 150  # tickets of a tab that are counted
TABS = ('open', 'yours', 'resolved', 'closed', 'all', 'copied')
YOUR_TURN = (Status.WAITING_CUSTOMER, Status.RESOLVED)
COLUMNS = {
    'id': 'id',
    'number': 'number',
    'subject': 'subject',
    'preview': 'preview',
    'status': 'status',
    'close_reason': 'close_reason',
    'last_seq': 'last_seq',
    'updated_at': 'updated_at',
    'requester_id': 'requester_id',
    'requester': 'requester__full_name',
    'assignee': 'assignee__full_name',
    'acknowledged_at': 'acknowledged_at',
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: the next page begins behind it."""

    updated_at: datetime
    id: int


@dataclass(frozen=True)
class Page:
    rows: Sequence[Row]
    next: Cursor | None


async def page(actor: User, tab: str = 'open', *, company: bool = False, after: Cursor | None = None) -> Page:
    """Up to `PAGE` tickets of a tab, the last changed first; `unread` tells whether there is news (S0-22, S3-21).

    With `company` those of colleagues too, if the company shares its tickets (S3-23). Those that the person is only in
    copy of come by their age: one's copies have no index by their last change.
    """
    if tab == 'copied':
        rows = await _copied(actor, after)
    elif tab == 'all':  # each half has its index
        rows = [*await _found(actor, 'open', company, after), *await _found(actor, 'closed', company, after)]
        rows.sort(key=lambda row: (row['updated_at'], row['id']), reverse=True)
    else:
        rows = await _found(actor, tab, company, after)
    shown = rows[:PAGE]
    ids = [row['id'] for row in shown]
    news = await _unread(actor, ids) | set(await unread(actor, ids))
    for row in shown:
        row['unread'] = row['id'] in news
    last = shown[-1] if len(rows) > PAGE else None
    return Page(shown, Cursor(last['updated_at'], last['id']) if last else None)


async def counts(actor: User, *, company: bool = False) -> dict[str, int]:
    """How many tickets each tab holds; `MOST + 1` stands for more than `MOST`."""
    # in order, so that PostgreSQL walks the index as far as it counts
    queries = {tab: _scope(actor, company).filter(_filter(tab)).order_by('-updated_at', '-id') for tab in TABS[:4]}
    queries['copied'] = Watcher.filter(user_id=actor.id)
    found = await capped_counts(queries, MOST)
    return found | {'all': min(found['open'] + found['closed'], MOST + 1)}


async def _found(actor: User, tab: str, company: bool, after: Cursor | None) -> list[Row]:
    found = _scope(actor, company).filter(_filter(tab)).order_by('-updated_at', '-id')
    if after:
        behind = Q(updated_at__lt=after.updated_at) | Q(id__lt=after.id)
        found = found.filter(updated_at__lte=after.updated_at).filter(behind)
    rows: list[Row] = await found.limit(PAGE + 1).values(**COLUMNS)
    return rows


async def _copied(actor: User, after: Cursor | None) -> list[Row]:
    copies = Watcher.filter(user_id=actor.id, **({'ticket_id__lt': after.id} if after else {}))
    ids = await copies.order_by('-ticket_id').limit(PAGE + 1).values_list('ticket_id', flat=True)
    found = Ticket.visible_to(actor).filter(id__in=list(ids)).order_by('-id')
    rows: list[Row] = await found.values(**COLUMNS)
    return rows


def _scope(actor: User, company: bool) -> Any:
    found = Ticket.visible_to(actor)
    if company and actor.organization_id:
        return found.filter(organization_id=actor.organization_id)
    return found.filter(requester_id=actor.id)


def _filter(tab: str) -> Q:
    filters = {
        'open': Q(is_closed=False),
        'yours': Q(is_closed=False, status__in=YOUR_TURN),
        'resolved': Q(is_closed=False, status=Status.RESOLVED),
        'closed': Q(is_closed=True),
    }
    if tab not in filters:
        raise NotFound
    return filters[tab]


async def _unread(actor: User, ids: Sequence[int]) -> set[int]:
    """Which of these tickets have public lines that the person has not seen: a note of the desk is no news to him."""
    if not ids:
        return set()
    rows = await get_connection('default').execute_query_dict(
        'SELECT t.id FROM ticket t LEFT JOIN ticket_user u'  # noqa: S608 - numbers of ours alone
        f' ON u.ticket_id = t.id AND u.user_id = {actor.id:d} WHERE t.id IN ({", ".join(map(str, ids))})'
        ' AND EXISTS (SELECT 1 FROM entry e WHERE e.ticket_id = t.id AND e.seq > COALESCE(u.seen_seq, 0)'
        f" AND e.visibility = '{Visibility.PUBLIC}')"
    )
    return {row['id'] for row in rows}
