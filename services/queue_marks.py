"""What a row of the queue says to one person alone: whether there is news for him, and who else is there."""

from collections.abc import Sequence

from tortoise.expressions import Q

from models import TicketUser, User
from services.clock import now
from services.queue import Row


async def marked(actor: User, rows: Sequence[Row]) -> list[Row]:
    """The rows with `unread`, and `here`: the names of the others who have the ticket open.

    Unread is what has lines that he has not seen, of the tickets that are his or that he has read before.
    """
    if not rows:
        return []
    concerned = Q(user_id=actor.id) | Q(present_until__gt=now())
    found = TicketUser.filter(concerned, ticket_id__in=[row['id'] for row in rows]).order_by('user__full_name')
    seen: dict[int, int] = {}
    here: dict[int, tuple[str, ...]] = {}
    for ticket, user, seq, name in await found.values_list('ticket_id', 'user_id', 'seen_seq', 'user__full_name'):
        if user == actor.id:
            seen[ticket] = seq
        else:
            here[ticket] = (*here.get(ticket, ()), name)
    return [
        row
        | {
            'unread': bool(seen.get(row['id']) or row['assignee_id'] == actor.id)
            and row['last_seq'] > seen.get(row['id'], 0),
            'here': here.get(row['id'], ()),
        }
        for row in rows
    ]
