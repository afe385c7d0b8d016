"""What happened to a person's tickets since he looked: the latest public line of others in each, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.connection import get_connection

from models import Department, Entry, IncidentUpdate, Ticket, TicketUser, User
from models.db.transaction import transaction
from models.entry import Visibility
from models.lifecycle import DONE_RANK, Status, queue_rank
from models.priority import Priority
from services.announce import announce
from services.change import SPOKEN
from services.desk.queue_marks import READING
from services.incidents.incident_unread import unread
from services.shared import shared

MOST = 20
WITHIN = 50  # of each kind of ticket, the newest are looked at: work and answer do not grow with the tickets
STALE = 30.0  # seconds: rights can change without an event


@dataclass(frozen=True)
class News:
    """What tells most of what a person has not read in a ticket: a line with its author, or an incident's update.

    `update` is the id of the last update that he has not read, 0 for none.
    """

    ticket: Ticket
    said: Entry | IncidentUpdate
    update: int = 0

    @property
    def at(self) -> datetime:
        return self.said.created_at


async def topics(actor: User) -> list[str]:
    """After which events to look again."""
    own = [f'user:{actor.id}', *(f'department:{id_}' for id_ in await _departments(actor))]
    return [*own, 'catalog'] if actor.is_staff else own  # where he works may change


async def news(actor: User) -> list[News]:
    """Of each ticket with news what tells most, the newest first; `MOST` and one at most.

    For customers in their own tickets, those they are in copy of, and those of their company that they have opened,
    with what was told of the incidents that these are about; for the desk what customers say in those assigned to
    `actor`, and in the unassigned of his departments.
    """
    return await shared(
        ('bell', actor.id, actor.role, actor.organization_id), await topics(actor), lambda: _news(actor), seconds=STALE
    )


async def mark_all(actor: User) -> None:
    """All that the bell tells now is read."""
    told = await _news(actor)
    if not told:
        return
    async with transaction():
        for column, values in (
            ('seen_seq', {one.ticket.id: one.ticket.last_seq for one in told}),
            ('seen_update', {one.ticket.id: one.update for one in told if one.update}),
        ):
            rows = [TicketUser(user_id=actor.id, ticket_id=id_, **{column: value}) for id_, value in values.items()]
            await TicketUser.bulk_create(rows, on_conflict=['user_id', 'ticket_id'], update_fields=[column])
        await announce([f'user:{actor.id}', *([READING] if actor.is_staff else [])])


async def _departments(actor: User) -> Sequence[int]:
    if not actor.is_staff:
        return ()
    found = Department.filter(members=actor.id).order_by('id').values_list('id', flat=True)
    return await shared(('departments of', actor.id), ['catalog'], lambda: _list(found), seconds=STALE)


async def _list(query: Any) -> list[int]:
    return list(await query)


async def _news(actor: User) -> list[News]:
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
    entries = await Entry.filter(id__in=newest).select_related('author', 'ticket') if newest else []
    updates = await unread(actor, candidates)
    found = {
        one.ticket_id: News(one.ticket, one, updates[one.ticket_id].id if one.ticket_id in updates else 0)
        for one in entries
    }
    for ticket in await Ticket.filter(id__in=list(updates)) if updates else []:
        update, said = updates[ticket.id], found.get(ticket.id)
        if said is None or said.at < update.created_at:
            found[ticket.id] = News(ticket, update, update.id)
    return sorted(found.values(), key=lambda one: (one.at, one.said.id), reverse=True)[: MOST + 1]


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
