"""What somebody with a guest link reads and writes: the public conversation of that one ticket, and nothing else.

A guest is a `Watcher` without a user. There is no account behind it: no link can ever open more than its ticket.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import Attachment, Entry, Ticket
from models.entry import EntryKind, Visibility
from models.lifecycle import Event, Role, permits
from services import brakes
from services.brakes import Pace
from services.change import change
from services.language import N_
from services.refusals import NotAllowed, NotFound
from services.tickets import ticket_view
from services.tickets.conversation import check_text
from services.tickets.guest_links import by_proof
from services.tickets.ticket_view import Line

REPLIES = Pace('guest', burst=10, seconds=30)
READ = (
    EntryKind.MESSAGE,
    EntryKind.QUESTION,
    EntryKind.SOLUTION,
    EntryKind.REJECTION,
    EntryKind.STATUS,
)


@dataclass(frozen=True)
class GuestView:
    """The ticket and the latest lines that a guest reads, oldest first."""

    email: str
    ticket: Ticket
    lines: Sequence[Line]
    has_earlier: bool
    may_reply: bool


async def view(proof: str, latest: int = ticket_view.LATEST) -> GuestView:
    """What the link shows now. `NotFound` when it is none, or has ended."""
    watcher = await by_proof(proof)
    ticket = watcher.ticket
    found = _read(ticket).order_by('-seq').limit(latest + 1)
    entries = await found.select_related('author', 'author__organization')
    shown = list(reversed(entries[:latest]))
    files = await ticket_view.files_of(shown)
    lines = [Line(entry, files.get(entry.origin_id or entry.id, ())) for entry in shown]
    may_reply = watcher.can_reply and permits(Event.COMMENT, ticket.status, {Role.WATCHER})
    return GuestView(watcher.email, ticket, lines, len(entries) > latest, may_reply)


async def reply(proof: str, text: str) -> Entry:
    """Write into the ticket under the guest's address.

    `NotFound` as `view`, `NotAllowed` when he may only read, `TooMany`.
    """
    watcher = await by_proof(proof)
    check_text(text, N_('Write your message first'))
    await brakes.attempt((REPLIES, str(watcher.id)))
    async with change(None, watcher.ticket, Event.COMMENT) as this:
        watcher = await by_proof(proof)  # as it is now that nobody else changes the ticket
        if not watcher.can_reply:
            raise NotAllowed(N_('You can read this ticket, and not write in it.'))
        return await this.say(EntryKind.MESSAGE, text.strip(), author_label=watcher.email)


async def attachment(proof: str, attachment_id: int) -> Attachment:
    """A file of what the link shows. `NotFound` otherwise."""
    ticket = (await by_proof(proof)).ticket
    found = await Attachment.get_or_none(id=attachment_id, entry_id__isnull=False)
    if found is None:
        raise NotFound
    its_line = Q(id=found.entry_id) | Q(origin_id=found.entry_id)
    if not await _read(ticket).filter(its_line).exists():
        raise NotFound
    return found


def _read(ticket: Ticket) -> QuerySet[Entry]:
    return Entry.filter(ticket_id=ticket.id, visibility=Visibility.PUBLIC, kind__in=list(READ))
