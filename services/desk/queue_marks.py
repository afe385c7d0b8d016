"""What a row of the queue says to one person alone: whether there is news for him, and who else is there."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from models import TicketUser, User
from models.user import STAFF
from services.clock import now
from services.desk.queue import Row
from services.shared import shared

PRESENCE = 'presence'  # announced when somebody of the desk comes to a ticket or leaves it
READING = 'reading'  # announced when somebody of the desk has read one
Mark = tuple[int, int, int, datetime | None, str]  # ticket, person, how far he has read it, until when he is there, who


async def marked(actor: User, rows: Sequence[Row]) -> list[Row]:
    """The rows with `unread`, and `here`: the names of the others who have the ticket open.

    Unread is what has lines that he has not seen, of the tickets that are his or that he has read before.
    """
    if not rows:
        return []
    ids = tuple(row['id'] for row in rows)
    marks = await shared(('queue marks', ids), ['queue', PRESENCE, READING], lambda: _marks(ids))
    at = now()
    return [row | _mark(actor, row, marks.get(row['id'], ()), at) for row in rows]


def _mark(actor: User, row: Row, marks: Sequence[Mark], at: datetime) -> Row:
    seen = next((seq for _ticket, user, seq, _until, _name in marks if user == actor.id), 0)
    here = tuple(name for _ticket, user, _seq, until, name in marks if until and until > at and user != actor.id)
    is_concerned = bool(seen) or row['assignee_id'] == actor.id
    return {'unread': is_concerned and row['last_seq'] > seen, 'here': here}


async def _marks(ids: Sequence[int]) -> Mapping[int, Sequence[Mark]]:
    """What the whole desk has read of these tickets, and who is there, by ticket: one query for all who look."""
    found = TicketUser.filter(ticket_id__in=ids, user__role__in=list(STAFF)).order_by('user__full_name')
    columns = ('ticket_id', 'user_id', 'seen_seq', 'present_until', 'user__full_name')
    marks: dict[int, list[Mark]] = {}
    for mark in await found.values_list(*columns):
        marks.setdefault(mark[0], []).append(mark)
    return marks
