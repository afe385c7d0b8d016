"""When a ticket came into which status, read from its timeline."""

from collections.abc import Iterable

from models import Entry, Ticket
from models.clock import History
from models.entry import EntryKind
from models.lifecycle import Status


async def status_history(ticket: Ticket) -> History:
    """Instants and statuses, oldest first."""
    return history_in(ticket, await Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS).order_by('seq'))


def history_in(ticket: Ticket, entries: Iterable[Entry]) -> History:
    """The same, from entries at hand: all of the ticket's that tell a status."""
    changes = [(entry.created_at, Status(entry.data['new'])) for entry in entries if entry.kind == EntryKind.STATUS]
    return [(ticket.created_at, Status.NEW), *changes]
