"""One change: a transaction, its timeline entries, the mails it causes, and one publication after the commit."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from models import Entry, Ticket, User
from models.clock import DONE
from models.db.transaction import transaction
from models.entry import EntryKind, Visibility
from models.lifecycle import TABLE, CloseReason, Event, Role, Status, permits, queue_rank
from models.ticket import Channel
from services import notices
from services.announce import announce
from services.clock import now
from services.language import N_
from services.people import group_mailboxes
from services.refusals import NotAllowed, NotFound, SignedOut
from services.search import search_index
from services.sla import promises
from services.tickets import moving, silence
from services.tickets.barred import check_not_barred
from services.tickets.ending import Ending
from services.tickets.history import history_in, status_history, tell_who_ended
from services.tickets.merged import check_not_merged
from services.tickets.onlookers import onlookers
from services.tickets.standing import standing

PREVIEW = 160
SOLVES_ITSELF = frozenset({Event.RESOLVE, Event.SILENCE_RESOLVE})  # at the end of an incident, or by silence
SPOKEN = frozenset({EntryKind.MESSAGE, EntryKind.QUESTION, EntryKind.SOLUTION, EntryKind.REJECTION})

_current: ContextVar['Change | None'] = ContextVar('change', default=None)


class Change:
    """What one verb does to one ticket, while its transaction is open."""

    def __init__(self, actor: User | None, ticket: Ticket, roles: frozenset[Role]) -> None:
        self.actor = actor
        self.ticket = ticket
        self.roles = roles
        self.now: datetime = now()
        self.events: list[Event] = []
        self.entries: list[Entry] = []
        self._read = self._columns()
        self._status = ticket.status
        self._promised = self._promise_depends_on()
        self._seq = ticket.last_seq
        self._whose = _whose(ticket)
        self.ending: Ending | None = None  # how silence ends the ticket, where this change has to do with it

    @property
    def by_desk(self) -> bool:
        """Whether the desk is speaking; its people are customers in tickets of their own."""
        is_staff = self.actor.is_staff if self.actor else any(event in SOLVES_ITSELF for event in self.events)
        return is_staff and Role.REQUESTER not in self.roles

    def happens(self, event: Event) -> None:
        """Let `event` move the ticket. `NotAllowed` when the table says no."""
        if not permits(event, self.ticket.status, self.roles):
            raise NotAllowed(N_('That cannot be done with this ticket now.'))
        check_not_barred(self.ticket, event, self.roles)
        self.events.append(event)
        self.ticket.status = TABLE[event].moves[self.ticket.status]

    async def say(
        self,
        kind: EntryKind,
        body: str = '',
        *,
        visibility: Visibility = Visibility.PUBLIC,
        data: dict[str, Any] | None = None,
        channel: Channel = Channel.PORTAL,
        received_at: datetime | None = None,
        origin: Entry | None = None,
        author_label: str | None = '',
    ) -> Entry:
        """Write the next line of the timeline: the actor's, or what the author of `origin`, who is read, said there.

        `author_label` names a person without an account, or who writes from a group mailbox; None: the words are ours.
        """
        ticket = self.ticket
        author = origin.author if origin else self.actor
        if origin is None and kind in SPOKEN and channel == Channel.PORTAL:
            author_label = group_mailboxes.label(author, author_label)
        ticket.last_seq += 1
        entry = await Entry.create(
            ticket_id=ticket.id,
            seq=ticket.last_seq,
            kind=kind,
            visibility=visibility,
            author=author,
            author_label=origin.author_label if origin else author_label or '',
            origin_id=(origin.origin_id or origin.id) if origin else None,
            channel=origin.channel if origin else channel,
            body=body,
            data=data or {},
            is_automated=origin.is_automated if origin else author is None and not author_label,
            created_at=self.now,
            received_at=origin.received_at if origin else received_at or self.now,
        )
        self.entries.append(entry)
        return entry

    def waits_like(self, other: Ticket) -> None:
        """Who waits for an answer in `other` waits for it in this ticket."""
        ticket = self.ticket
        if not other.is_answered:
            since = ticket.waiting_since if not ticket.is_answered else other.waiting_since
            ticket.is_answered, ticket.waiting_since = False, min(since, other.waiting_since)

    def close(self, reason: CloseReason) -> None:
        """Say why the ticket that this change closes is closed."""
        self.ticket.close_reason = reason

    async def finish(self) -> None:
        """Derive the columns, save, write the mails, and leave the topics to publish."""
        old_status = self._status
        if old_status in DONE and self.ticket.status not in DONE:
            await moving.come_back(self)
        if self.ticket.status != old_status:
            why = {'reason': self.ticket.close_reason} if self.ticket.status == Status.CLOSED else {}
            await self.say(EntryKind.STATUS, data={'old': old_status, 'new': self.ticket.status} | why)
        self._turn()
        self._dates(old_status)
        ticket = self.ticket
        if Event.CREATE in self.events or self._promised != self._promise_depends_on():
            is_new = Event.CREATE in self.events  # nothing was before
            history = history_in(ticket, self.entries) if is_new else await status_history(ticket)
            await promises.promise(ticket, history)
        ticket.queue_rank = queue_rank(ticket.status, ticket.priority, is_answered=ticket.is_answered)
        if any(entry.visibility == Visibility.PUBLIC for entry in self.entries):
            ticket.updated_at = self.now  # customers see it
        await self._save()
        self.ending = await silence.follow(ticket, old_status, self.events, self.now)
        await search_index.write_ticket(ticket, self.entries, is_new=self._seq == 0)
        await notices.queue(self)
        await announce(await self._topics())

    def _promise_depends_on(self) -> tuple[object, ...]:
        ticket = self.ticket
        on = ticket.department_id, ticket.sla_version_id
        return ticket.status, ticket.priority, on, ticket.first_response_at, ticket.promised_at

    def _turn(self) -> None:
        """Whose turn it is: the first unanswered message counts, a second one does not move it (S3-24)."""
        ticket = self.ticket
        spoken = [entry for entry in self.entries if entry.kind in SPOKEN and entry.visibility == Visibility.PUBLIC]
        for entry in spoken:
            name = entry.author_label or (entry.author.first_name if entry.author else '')
            words = ' '.join(entry.body.split())  # the desk's own are nobody's: its name may change
            ticket.preview = (f'{name}: {words}' if name else words)[:PREVIEW]
            if self.by_desk and Event.CREATE not in self.events:
                ticket.is_answered, ticket.waiting_since = True, self.now
                ticket.first_response_at = ticket.first_response_at or self.now
            elif ticket.is_answered or Event.CREATE in self.events:
                ticket.is_answered, ticket.waiting_since = False, entry.received_at

    def _dates(self, old: Status) -> None:
        ticket, new = self.ticket, self.ticket.status
        if Event.ASK in self.events:
            ticket.contact_attempts = 0
        if new == old:
            return
        if new == Status.RESOLVED:
            ticket.resolved_at = ticket.resolved_at or self.now  # it is there while a closing is undone
        elif new != Status.CLOSED:
            ticket.resolved_at = ticket.resolution_code = None
        if new in (Status.OPEN, Status.WAITING_CUSTOMER):
            ticket.hold_reason = None
        ticket.is_closed = new == Status.CLOSED
        ticket.closed_at = self.now if ticket.is_closed else None
        if not ticket.is_closed:
            ticket.close_reason = None

    async def _save(self) -> None:
        ticket = self.ticket
        now_there = self._columns()  # a dict may be another one inside
        changed = {name: it for name, it in now_there.items() if it != self._read[name] or isinstance(it, dict)}
        of_row = Ticket.filter(id=ticket.id, last_seq=self._seq)
        if not await of_row.update(**changed | {'last_seq': ticket.last_seq}):
            raise NotAllowed(N_('Somebody else changed this ticket at the same moment. Try again.'))

    def _columns(self) -> dict[str, Any]:
        return {name: getattr(self.ticket, name) for name in self.ticket._meta.fields_db_projection}

    async def _topics(self) -> set[str]:
        ticket = self.ticket
        topics = {'queue', f'ticket:{ticket.id}', f'user:{ticket.requester_id}'}
        if ticket.organization_id:
            topics.add(f'company:{ticket.organization_id}')
        topics |= {self._whose, _whose(ticket)}
        if any(entry.visibility == Visibility.PUBLIC for entry in self.entries):
            topics |= {f'user:{one}' for one in await onlookers(ticket.id)}
        return topics


def _whose(ticket: Ticket) -> str:
    """The topic of who has it: somebody, or a department."""
    return f'user:{ticket.assignee_id}' if ticket.assignee_id else f'department:{ticket.department_id}'


@asynccontextmanager
async def change(actor: User | None, ticket: Ticket, event: Event) -> AsyncIterator[Change]:
    """Let `event` happen to `ticket`: all of it, or nothing.

    Locks and re-reads actor and ticket, asks the lifecycle table, and after the body saves, mails and announces.
    A verb called inside another's change of the same ticket joins it.

    Raises `NotFound`, `NotAllowed`, `SignedOut`.
    """
    outer = _current.get()
    if outer is not None and outer.ticket.id == ticket.id:
        outer.happens(event)
        yield outer
        return
    async with transaction():
        this = await _begin(actor, ticket, event)
        token = _current.set(this)
        try:
            yield this
        finally:
            _current.reset(token)
        await this.finish()


async def _begin(actor: User | None, ticket: Ticket, event: Event) -> Change:
    fresh_actor = await present(actor) if actor else None
    found = Ticket.visible_to(fresh_actor) if fresh_actor else Ticket.all()
    fresh = await found.filter(id=ticket.id).select_for_update().get_or_none()
    if fresh is None:
        raise NotFound
    await check_not_merged(fresh, event)
    this = Change(fresh_actor, fresh, await standing(fresh_actor, fresh))
    if fresh.status in DONE and fresh.status not in TABLE[event].moves and not TABLE[event].who.isdisjoint(this.roles):
        await tell_who_ended(fresh, fresh_actor)
    this.happens(event)
    return this


async def present(actor: User) -> User:
    """The actor as the database knows him now. `SignedOut` when he is disabled."""
    person = await User.get_or_none(id=actor.id, is_active=True)
    if person is None:
        raise SignedOut
    return person
