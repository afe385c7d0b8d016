"""A ticket that was merged into another: into which, by whom, and what can still be done with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from models import Entry, Ticket, User
from models.entry import EntryKind
from models.lifecycle import Event, Role, events
from services.clock import now
from services.language import N_
from services.refusals import NotAllowed
from services.settings import Desk, load
from services.tickets.barred import barred

UNDO = timedelta(hours=24)
# All that can be done with a merged ticket; its conversation goes on in the other.
LEFT = frozenset({Event.NOTE, Event.SPLIT, Event.UNMERGE})


@dataclass(frozen=True)
class Merge:
    """The merge of a ticket that is in force. `line` of its timeline tells it, and holds what an undo needs."""

    into: Ticket
    line: Entry

    @property
    def by(self) -> User | None:
        return self.line.author

    @property
    def until(self) -> datetime:
        """The instant until which it can be undone."""
        return self.line.created_at + UNDO

    def may_be_undone_by(self, actor_id: int | None, roles: Iterable[Role]) -> bool:
        """By who did it, by leads and by admins, for a day, and not while it is part of a further merge."""
        is_their = actor_id == self.line.author_id or not {Role.LEAD, Role.ADMIN}.isdisjoint(roles)
        return is_their and now() <= self.until and self.line.data['id'] == self.into.id


async def merge_of(ticket: Ticket) -> Merge | None:
    """The merge of `ticket` that is in force; None when it belongs to no other."""
    if ticket.merged_into_id is None:
        return None
    told = Entry.filter(ticket_id=ticket.id, kind=EntryKind.SYSTEM).order_by('-seq').select_related('author')
    line = next(entry for entry in await told if 'merged_into' in entry.data)
    return Merge(await Ticket.get(id=ticket.merged_into_id), line)


async def check_not_merged(ticket: Ticket, event: Event) -> None:
    """`NotAllowed`, with who merged it into which, unless `event` can happen to the ticket nevertheless."""
    merge = None if event in LEFT else await merge_of(ticket)
    if merge:
        name = merge.by.full_name if merge.by else (await load(Desk)).name
        raise NotAllowed(N_('%(name)s has merged this ticket into %(number)s.', name=name, number=merge.into.number))


def open_events(ticket: Ticket, merge: Merge | None, actor_id: int, roles: frozenset[Role]) -> frozenset[Event]:
    """The events that the lifecycle opens to somebody in `roles`, without those that the ticket or its merge closes."""
    possible = events(ticket.status, roles) - barred(ticket, roles)
    if merge is None:
        return possible - {Event.UNMERGE}
    return possible & (LEFT if merge.may_be_undone_by(actor_id, roles) else LEFT - {Event.UNMERGE})
