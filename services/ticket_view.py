"""One ticket as one person sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from models import Attachment, Entry, Ticket, TicketUser, User, Watcher
from models.db.transaction import transaction
from models.entry import EntryKind
from models.lifecycle import Event, Role, Status, events
from services import promises
from services.announce import announce
from services.history import history_in, status_history
from services.promises import Progress
from services.refusals import NotFound
from services.shared import shared
from services.standing import standing

LATEST = 50
SHARED = 2.0  # seconds: rights can change without an event


@dataclass(frozen=True, eq=False)
class Line:
    """An entry with its author and its files, as it was read: equal to nothing but itself."""

    entry: Entry
    attachments: Sequence[Attachment]


@dataclass(frozen=True)
class TicketView:
    """A ticket, the latest lines of its timeline (oldest first), and what this person may do now."""

    ticket: Ticket
    lines: Sequence[Line]
    copies: Sequence[str]
    progress: tuple[Progress, Progress]
    roles: frozenset[Role]
    allowed: frozenset[Event]

    @property
    def asked(self) -> Entry | None:
        """The question that this person is asked to answer (S0-14)."""
        if self.ticket.status != Status.WAITING_CUSTOMER or Event.COMMENT not in self.allowed:
            return None
        return next((line.entry for line in reversed(self.lines) if line.entry.kind == EntryKind.QUESTION), None)

    @property
    def has_earlier(self) -> bool:
        return bool(self.lines) and self.lines[0].entry.seq > 1


async def find(actor: User, number: str) -> Ticket:
    """The ticket with this number in its stored form. `NotFound` when there is none, or none for this person."""
    related = ('requester', 'organization', 'department', 'assignee', 'item')
    ticket = await Ticket.visible_to(actor).select_related(*related).get_or_none(number=number)
    if ticket is None:
        raise NotFound
    return ticket


async def view(actor: User, number: str, latest: int = LATEST) -> TicketView:
    """All that the ticket's page shows now, read once for all views of one person. `NotFound` as `find`."""
    key = ('ticket', number, actor.id, latest)
    # every change of a ticket is one of the queue: the ticket's own topic has its id, which is not known yet
    return await shared(key, ['queue'], lambda: _read(actor, number, latest), seconds=SHARED)


async def _read(actor: User, number: str, latest: int) -> TicketView:
    ticket = await find(actor, number)
    found = Entry.visible_to(actor).filter(ticket_id=ticket.id).order_by('-seq').limit(latest)
    entries = list(reversed(await found.select_related('author', 'author__organization')))
    files: dict[int, list[Attachment]] = {}
    for attachment in await Attachment.filter(entry_id__in=[entry.id for entry in entries]).order_by('id'):
        files.setdefault(attachment.entry_id or 0, []).append(attachment)
    copies = [watcher.email for watcher in await Watcher.filter(ticket_id=ticket.id).order_by('id')]
    is_whole = bool(entries) and entries[0].seq == 1
    history = history_in(ticket, entries) if is_whole else await status_history(ticket)
    roles = await standing(actor, ticket)
    lines = [Line(entry, files.get(entry.id, ())) for entry in entries]
    progress = await promises.progress(ticket, history)
    return TicketView(ticket, lines, copies, progress, roles, events(ticket.status, roles))


async def seen(actor: User, ticket: Ticket) -> None:
    """Remember that the person has read the ticket so far, once from all his views; the others show it as read."""
    await shared(('seen', actor.id, ticket.id), [f'ticket:{ticket.id}'], lambda: _see(actor, ticket))


async def _see(actor: User, ticket: Ticket) -> None:
    row = TicketUser(user_id=actor.id, ticket_id=ticket.id, seen_seq=ticket.last_seq)
    async with transaction():
        await TicketUser.bulk_create([row], on_conflict=['user_id', 'ticket_id'], update_fields=['seen_seq'])
        await announce([f'user:{actor.id}'])
