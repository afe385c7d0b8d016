"""What happened to a person's tickets since he looked: the latest public line of others in each, newest first."""

from collections.abc import Sequence
from typing import Any

from tortoise.connection import get_connection

from models import Department, Entry, TicketUser, User
from models.db.transaction import transaction
from models.entry import Visibility
from models.lifecycle import DONE_RANK, Status, queue_rank
from models.priority import Priority
from services.announce import announce
from services.change import SPOKEN
from services.queue_marks import READING
from services.shared import shared

MOST = 20
WITHIN = 50  # of each kind of ticket, the newest are looked at: work and answer do not grow with the tickets
STALE = 30.0  # seconds: rights can change without an event


async def topics(actor: User) -> list[str]:
    """After which events to look again."""
    return [f'user:{actor.id}', *(f'department:{id_}' for id_ in await _departments(actor))]


async def news(actor: User) -> list[Entry]:
    """Of each ticket with news the line that tells most, with author and ticket; `MOST` and one at most.

    For customers in their own tickets, those they are in copy of, and those of their company that they have opened; for
    the desk what customers say in those assigned to `actor`, and in the unassigned of his departments.
    """
    return await shared(
        ('bell', actor.id, actor.role, actor.organization_id), await topics(actor), lambda: _news(actor), seconds=STALE
    )


async def mark_all(actor: User) -> None:
    """All that the bell tells now is read."""
    told = await _news(actor)
    rows = [TicketUser(user_id=actor.id, ticket_id=one.ticket_id, seen_seq=one.ticket.last_seq) for one in told]
    if not rows:
        return
    async with transaction():
        await TicketUser.bulk_create(rows, on_conflict=['user_id', 'ticket_id'], update_fields=['seen_seq'])
        await announce([f'user:{actor.id}', *([READING] if actor.is_staff else [])])


async def _departments(actor: User) -> Sequence[int]:
    if not actor.is_staff:
        return ()
    found = Department.filter(members=actor.id).order_by('id').values_list('id', flat=True)
    return await shared(('departments of', actor.id), ['catalog'], lambda: _list(found), seconds=STALE)


async def _list(query: Any) -> list[int]:
    return list(await query)


async def _news(actor: User) -> list[Entry]:
    candidates = _of_desk(actor, await _departments(actor)) if actor.is_staff else _of_customer(actor)
    by_customers = "AND (p.role IS NULL OR p.role = 'customer')" if actor.is_staff else ''
    spoken = ', '.join(f"'{kind}'" for kind in sorted(SPOKEN))
    # Numbers of ours alone stand in it. What was said counts more than what happened around it.
    rows = await get_connection('default').execute_query_dict(
        'SELECT (SELECT e.id FROM entry e LEFT JOIN "user" p ON p.id = e.author_id'  # noqa: S608
        ' WHERE e.ticket_id = c.id AND e.seq > COALESCE(u.seen_seq, 0)'
        f" AND e.visibility = '{Visibility.PUBLIC}' AND (e.author_id IS NULL OR e.author_id <> {actor.id:d})"
        f' {by_customers} ORDER BY CASE WHEN e.kind IN ({spoken}) THEN 0 ELSE 1 END, e.seq DESC LIMIT 1) AS entry_id'
        f' FROM ({candidates}) c LEFT JOIN ticket_user u ON u.ticket_id = c.id AND u.user_id = {actor.id:d}'
    )
    newest = sorted({row['entry_id'] for row in rows} - {None}, reverse=True)[: MOST + 1]
    if not newest:
        return []
    return list(await Entry.filter(id__in=newest).order_by('-id').select_related('author', 'ticket'))


def _of_customer(actor: User) -> str:
    """Each part reads at most `WITHIN` rows of an index; the company's tickets count once he has opened them."""
    own = [
        f'SELECT id FROM ticket WHERE requester_id = {actor.id:d} AND is_closed = {value}'  # noqa: S608
        ' ORDER BY updated_at DESC, id DESC'
        for value in ('FALSE', 'TRUE')
    ]
    in_copy = f'SELECT ticket_id AS id FROM watcher WHERE user_id = {actor.id:d} ORDER BY ticket_id DESC'  # noqa: S608
    parts = [*own, in_copy]
    if actor.organization_id:
        parts.append(
            f'SELECT r.ticket_id AS id FROM (SELECT ticket_id FROM ticket_user WHERE user_id = {actor.id:d}'  # noqa: S608
            f' ORDER BY ticket_id DESC LIMIT {WITHIN}) r JOIN ticket o ON o.id = r.ticket_id'
            ' JOIN organization s ON s.id = o.organization_id AND s.shares_tickets = TRUE'
            f' WHERE o.organization_id = {actor.organization_id:d}'
        )
    return _union(parts)


def _of_desk(actor: User, departments: Sequence[int]) -> str:
    assigned = f'SELECT id FROM ticket WHERE assignee_id = {actor.id:d} AND queue_rank'  # noqa: S608
    parts = [
        f'{assigned} < {DONE_RANK} ORDER BY queue_rank, waiting_since',
        f'{assigned} = {DONE_RANK} ORDER BY waiting_since DESC',
    ]
    mine = ', '.join(map(str, departments))
    for priority in Priority if departments else ():
        rank = queue_rank(Status.NEW, priority, is_answered=False)
        parts.append(
            'SELECT f.id FROM (SELECT id, department_id FROM ticket WHERE assignee_id IS NULL'  # noqa: S608
            f' AND queue_rank = {rank} ORDER BY assignee_id DESC, queue_rank DESC, waiting_since DESC, id DESC'
            f' LIMIT {WITHIN}) f WHERE f.department_id IN ({mine})'
        )
    return _union(parts)


def _union(parts: Sequence[str]) -> str:
    return ' UNION ALL '.join(f'SELECT id FROM ({part} LIMIT {WITHIN}) p{number}' for number, part in enumerate(parts))  # noqa: S608
