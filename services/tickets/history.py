"""When a ticket came into which status, and by whom, read from its timeline."""

from collections.abc import Iterable

from models import Entry, Ticket, User
from models.clock import History
from models.entry import EntryKind
from models.lifecycle import Status
from services.language import N_
from services.refusals import NotAllowed


async def status_history(ticket: Ticket) -> History:
    """Instants and statuses, oldest first."""
    return history_in(ticket, await Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS).order_by('seq'))


def history_in(ticket: Ticket, entries: Iterable[Entry]) -> History:
    """The same, from entries at hand: all of the ticket's that tell a status."""
    changes = [(entry.created_at, Status(entry.data['new'])) for entry in entries if entry.kind == EntryKind.STATUS]
    return [(ticket.created_at, Status.NEW), *changes]


async def tell_who_ended(ticket: Ticket, actor: User | None) -> None:
    """`NotAllowed` with the name of who was faster, when it was somebody else."""
    changes = Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS).order_by('-seq')
    ending = await changes.select_related('author').first()
    if ending is None or ending.author is None or ending.author == actor:
        return
    name = ending.author.full_name
    if ticket.status == Status.RESOLVED:
        raise NotAllowed(N_('%(name)s has already solved this ticket.', name=name))
    raise NotAllowed(N_('%(name)s has already closed this ticket.', name=name))
