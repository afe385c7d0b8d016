"""What a row of the queue says to one person alone: whether there is news for him, and who else is there."""

from collections.abc import Sequence

from tortoise.connection import get_connection

from models import TicketUser, User
from services.clock import now
from services.queue import Row


async def marked(actor: User, rows: Sequence[Row]) -> list[Row]:
    """The rows with `unread`, and `here`: the names of the others who have the ticket open."""
    if not rows:
        return []
    ids = [row['id'] for row in rows]
    unread = await _unread(actor, ids)
    there = TicketUser.filter(ticket_id__in=ids, present_until__gt=now()).exclude(user_id=actor.id)
    here: dict[int, tuple[str, ...]] = {}
    for ticket_id, name in await there.order_by('user__full_name').values_list('ticket_id', 'user__full_name'):
        here[ticket_id] = (*here.get(ticket_id, ()), name)
    return [row | {'unread': row['id'] in unread, 'here': here.get(row['id'], ())} for row in rows]


async def _unread(actor: User, ids: Sequence[int]) -> set[int]:
    """Which of these are his, or were read by him, and have lines of others since."""
    rows = await get_connection('default').execute_query_dict(
        'SELECT t.id FROM ticket t LEFT JOIN ticket_user u'  # noqa: S608 - numbers of ours alone
        f' ON u.ticket_id = t.id AND u.user_id = {actor.id:d} WHERE t.id IN ({", ".join(map(str, ids))})'
        f' AND (u.seen_seq > 0 OR t.assignee_id = {actor.id:d})'
        ' AND EXISTS (SELECT 1 FROM entry e WHERE e.ticket_id = t.id AND e.seq > COALESCE(u.seen_seq, 0)'
        f' AND (e.author_id IS NULL OR e.author_id <> {actor.id:d}))'
    )
    return {row['id'] for row in rows}
