"""One ticket as one person sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tortoise.expressions import Q, RawSQL
from tortoise.queryset import QuerySet

from models import Attachment, Entry, Ticket, TicketUser, User, Watcher
from models.db.transaction import transaction
from models.entry import EntryKind
from models.lifecycle import Event, Role, Status
from services.accounts.own_account import person_topic
from services.announce import announce
from services.catalog.questions import questions_of
from services.change import SPOKEN
from services.desk.queue_marks import READING
from services.people.company_topics import TOPIC as COMPANIES
from services.refusals import NotFound
from services.shared import shared
from services.sla import promises
from services.sla.promises import Progress
from services.tickets import silence
from services.tickets.ending import Ending
from services.tickets.history import history_in, status_history
from services.tickets.merged import Merge, merge_of, open_events
from services.tickets.standing import standing

LATEST = 50
RELATED = 20
WRITTEN = SPOKEN | {EntryKind.INVESTIGATION, EntryKind.NOTE}
SHARED = 2.0  # seconds: rights can change without an event


@dataclass(frozen=True, eq=False)
class Line:
    """An entry with its author and its files, as it was read: equal to nothing but itself.

    `source` is the number of the merged ticket that it was written in.
    """

    entry: Entry
    attachments: Sequence[Attachment]
    source: str = ''

    @property
    def key(self) -> str:
        """Which of the rows of a thread it is."""
        return str(self.entry.id)


@dataclass(frozen=True)
class TicketView:
    """A ticket, the latest lines of its timeline (oldest first), and what this person may do now.

    `merge` is what it became part of; what was said in tickets that became part of it is among its lines. `related`
    are the tickets that it came from or was merged into, and those that came from it, as far as this person sees them;
    `questions` are those that its opener was asked; `ending` is how the ticket ends when nobody says anything;
    `seen_seq` is the last line that this person has read, None when the ticket was never open in front of him.
    """

    ticket: Ticket
    lines: Sequence[Line]
    has_earlier: bool
    merge: Merge | None
    copies: Sequence[Watcher]
    related: Sequence[Ticket]
    questions: Sequence[Mapping[str, Any]]
    progress: tuple[Progress, Progress]
    ending: Ending | None
    roles: frozenset[Role]
    allowed: frozenset[Event]
    seen_seq: int | None

    @property
    def timeline(self) -> list[Entry] | None:
        """All that happened to this ticket; None where earlier lines are not read."""
        return None if self.has_earlier else [line.entry for line in self.lines if not line.source]

    @property
    def has_incidents(self) -> bool:
        """Whether it may be about incidents: the link is a line too, so most tickets need not ask for them."""
        return self.has_earlier or any('incident' in line.entry.data for line in self.lines)

    @property
    def asked(self) -> Entry | None:
        """The question that this person is asked to answer (S0-14)."""
        if self.ticket.status != Status.WAITING_CUSTOMER or Event.COMMENT not in self.allowed:
            return None
        own = (line.entry for line in reversed(self.lines) if not line.source)
        return next((entry for entry in own if entry.kind == EntryKind.QUESTION), None)


async def find(actor: User, number: str) -> Ticket:
    """The ticket with this number in its stored form. `NotFound` when there is none, or none for this person."""
    return await _one(Ticket.visible_to(actor), number)


async def _one(found: QuerySet[Ticket], number: str) -> Ticket:
    related = ('requester', 'organization', 'department', 'assignee', 'item')
    ticket = await found.select_related(*related).get_or_none(number=number)
    if ticket is None:
        raise NotFound
    return ticket


async def first_words(actor: User, ticket: Ticket) -> str:
    """What a ticket was opened with."""
    first = await Entry.visible_to(actor).filter(ticket_id=ticket.id, kind=EntryKind.MESSAGE).order_by('seq').first()
    return first.body if first else ''


async def view(actor: User, number: str, latest: int = LATEST) -> TicketView:
    """All that the ticket's page shows now, read once for all views of one person. `NotFound` as `find`."""
    key = ('ticket', number, actor.id, latest)
    # every change of a ticket is one of the queue: the ticket's own topic has its id, which is not known yet
    # what its pages watch, and that the person has read it
    topics = ['queue', 'settings', 'catalog', COMPANIES, person_topic(actor.id), f'user:{actor.id}']
    return await shared(key, topics, lambda: _read(actor, number, latest), seconds=SHARED)


async def _read(actor: User, number: str, latest: int) -> TicketView:
    seen = f'(SELECT seen_seq FROM ticket_user WHERE ticket_id = "ticket"."id" AND user_id = {actor.id:d})'  # noqa: S608
    ticket = await _one(Ticket.visible_to(actor).annotate(seen=RawSQL(seen)), number)
    linked = await _linked(ticket)
    lines, has_earlier = await _lines(actor, ticket, latest, linked)
    copies = await Watcher.filter(ticket_id=ticket.id).order_by('id')
    own = [line.entry for line in lines if not line.source]
    history = await status_history(ticket) if has_earlier else history_in(ticket, own)
    roles = await standing(actor, ticket)
    merge = await merge_of(ticket)
    progress = await promises.progress(ticket, history)
    allowed = open_events(ticket, merge, actor.id, roles)
    related, questions = await _seen_by(actor, linked), await questions_of(ticket)
    ending = await silence.ending_of(ticket)
    return TicketView(
        ticket,
        lines,
        has_earlier,
        merge,
        copies,
        related,
        questions,
        progress,
        ending,
        roles,
        allowed,
        seen_seq=ticket.seen or None,  # type: ignore[attr-defined]  # annotated above
    )


async def _lines(actor: User, ticket: Ticket, latest: int, linked: Sequence[Ticket]) -> tuple[list[Line], bool]:
    """The latest lines, oldest first, and whether there are earlier ones."""
    found = Entry.visible_to(actor).filter(ticket_id=ticket.id).order_by('-seq')
    merged = {one.id: one.number for one in linked if one.merged_into_id == ticket.id}
    if len(linked) == RELATED:  # there may be more, whose words are read too
        merged = dict(await Ticket.filter(merged_into_id=ticket.id).values_list('id', 'number'))
    if merged:
        either = Q(ticket_id=ticket.id) | Q(ticket_id__in=list(merged), kind__in=list(WRITTEN))
        found = Entry.visible_to(actor).filter(either).order_by('-created_at', '-id')
    entries = await found.limit(latest + 1).select_related('author', 'author__organization')
    shown = list(reversed(entries[:latest]))
    files = await files_of(shown)
    lines = [Line(one, files.get(one.origin_id or one.id, ()), merged.get(one.ticket_id, '')) for one in shown]
    return lines, len(entries) > latest


async def _linked(ticket: Ticket) -> list[Ticket]:
    linked = Q(parent_id=ticket.id) | Q(merged_into_id=ticket.id)
    if before := [one for one in (ticket.parent_id, ticket.merged_into_id) if one]:
        linked |= Q(id__in=before)
    return await Ticket.filter(linked).order_by('id').limit(RELATED)


async def _seen_by(actor: User, tickets: list[Ticket]) -> list[Ticket]:
    if not tickets or actor.is_staff:
        return tickets
    return await Ticket.visible_to(actor).filter(id__in=[one.id for one in tickets]).order_by('id')


async def files_of(entries: Sequence[Entry]) -> dict[int, list[Attachment]]:
    """The files of each line; one that was split off has those of its origin."""
    files: dict[int, list[Attachment]] = {}
    ids = [entry.origin_id or entry.id for entry in entries]
    for attachment in await Attachment.filter(entry_id__in=ids).order_by('id'):
        files.setdefault(attachment.entry_id or 0, []).append(attachment)
    return files


async def seen(actor: User, ticket: Ticket, update: int = 0) -> None:
    """Remember that the person has read the ticket so far, once from all his views; the others show it as read.

    `update` is the id of the last update of an incident that he read in it.
    """
    key = ('seen', actor.id, ticket.id, update)
    await shared(key, [f'ticket:{ticket.id}'], lambda: _see(actor, ticket, update))


async def _see(actor: User, ticket: Ticket, update: int) -> None:
    row = TicketUser(user_id=actor.id, ticket_id=ticket.id, seen_seq=ticket.last_seq, seen_update=update)
    columns = ['seen_seq', 'seen_update'] if update else ['seen_seq']
    async with transaction():
        await TicketUser.bulk_create([row], on_conflict=['user_id', 'ticket_id'], update_fields=columns)
        await announce([f'user:{actor.id}', *([READING] if actor.is_staff else [])])
