"""Escalating a ticket: one level after the other, each exhausted before the next, all of it on the timeline.

Where a ticket stands is read from its lines of kind `ESCALATION`; when a level has helped, the walk is over and the
next one begins with the regional number again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from models import Entry, Organization, Ticket, User
from models.entry import EntryKind
from models.lifecycle import Event
from models.priority import Priority
from services.change import change
from services.clock import now
from services.escalation import escalation
from services.escalation.escalation import FIRST, Level
from services.language import N_, Text, spoken
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed
from services.shared import shared
from services.tickets import drafts

CALM = frozenset({Priority.MEDIUM, Priority.LOW})  # not for these, as a rule (S1-12)


class Came(StrEnum):
    """What came of turning to a level."""

    NO_ANSWER = 'no_answer'
    NOT_SOLVED = 'not_solved'
    SOLVED = 'solved'


@dataclass(frozen=True)
class Rung:
    """A level of the walk: since when somebody turns to it, and what came of that; empty while nothing has."""

    level: Level
    since: datetime | None = None
    outcome: str = ''

    @property
    def is_told(self) -> bool:
        """Whether its customer reads how to reach it: the first number always (S1-11), the others in their turn."""
        return self.since is not None or self.level.number == FIRST

    @property
    def is_exhausted(self) -> bool:
        """Whether it is known that it did not help, and its time to answer is over (S1-13)."""
        return bool(self.since and self.outcome) and now() >= self.free_at

    @property
    def free_at(self) -> datetime:
        """The earliest instant of the next level."""
        assert self.since is not None, 'a level that somebody turned to'
        return self.since + self.level.wait


@dataclass(frozen=True)
class Walk:
    """All levels of a ticket's table, the lowest first; somebody turned to some of them."""

    rungs: Sequence[Rung]

    @property
    def current(self) -> Rung | None:
        """The highest level that somebody turned to."""
        return next((one for one in reversed(self.rungs) if one.since), None)

    @property
    def following(self) -> Level | None:
        """The level whose turn it is next; None when there is none above."""
        reached = self.current.level.number if self.current else -1
        return next((one.level for one in self.rungs if one.level.number > reached), None)


async def walk(actor: User, ticket: Ticket, timeline: Iterable[Entry] | None = None) -> Walk:
    """Where a ticket stands that `actor` sees; how to reach a level above the first a customer reads in its turn.

    `timeline` is all that happened to it, where that is known already.
    """
    organization_id = ticket.organization_id
    company = await shared(('company', organization_id), ['companies'], lambda: _company(organization_id))
    lines = await _lines(ticket) if timeline is None else [one for one in timeline if one.kind == EntryKind.ESCALATION]
    found = await _walk(company, lines)
    return found if actor.is_staff else Walk([one if one.is_told else _unnamed(one) for one in found.rungs])


async def escalate(actor: User, ticket: Ticket, level: int, reason: str = '', *, is_urgent: bool = False) -> None:
    """Turn to `level`, which has to be the next one; the first time with a reason, and the word that it is urgent.

    `Invalid` for what is missing (S1-12), `NotAllowed` while the level before is not exhausted (S1-13).
    """
    if problem := text_problem(reason):
        raise Invalid({'text': problem})
    async with change(actor, ticket, Event.ESCALATE) as this:
        walk = await _fresh(this.ticket)
        wanted = _next_of(walk, level)
        if walk.current is None and (problems := _missing(reason, is_urgent=is_urgent)):
            raise Invalid(problems)
        await this.say(EntryKind.ESCALATION, reason.strip(), data={'escalation': 'opened'} | _told(wanted))
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.ESCALATE))


async def record(actor: User, ticket: Ticket, level: int, outcome: str, note: str = '') -> None:
    """Write down what came of turning to `level`. `Invalid`; `NotAllowed` when it is not that level's turn."""
    if outcome not in list(Came):
        raise Invalid({'outcome': N_('Choose one of the options')})
    if problem := text_problem(note):
        raise Invalid({'text': problem})
    async with change(actor, ticket, Event.ESCALATE) as this:
        current = (await _fresh(this.ticket)).current
        if current is None or current.level.number != level or current.outcome:
            raise NotAllowed(N_('What came of that level is written down already.'))
        data = {'escalation': 'outcome', 'outcome': outcome} | _told(current.level)
        await this.say(EntryKind.ESCALATION, note.strip(), data=data)


def _next_of(walk: Walk, level: int) -> Level:
    wanted, current = walk.following, walk.current
    if wanted is None:
        raise NotAllowed(N_('There is no level above.'))
    if wanted.number != level:
        raise NotAllowed(N_('One level after the other: the next one is %(role)s.', role=wanted.role))
    if current and not current.outcome:
        raise NotAllowed(N_('Write down first what came of %(role)s.', role=current.level.role))
    if current and not current.is_exhausted:
        raise NotAllowed(N_('%(role)s still has time to answer.', role=current.level.role))
    return wanted


def _missing(reason: str, *, is_urgent: bool) -> dict[str, Text]:
    found = {
        'text': None if reason.strip() else N_('Write why it is urgent'),
        'urgent': None if is_urgent else N_('Confirm that it is urgent'),
    }
    return {name: problem for name, problem in found.items() if problem}


async def _fresh(ticket: Ticket) -> Walk:
    return await _walk(await _company(ticket.organization_id), await _lines(ticket))


async def _walk(company: Organization | None, lines: Iterable[Entry]) -> Walk:
    table = escalation.table_of(company, await escalation.everything())
    levels = await escalation.levels(table if table and table.is_published else None)
    return Walk(_climbed([Rung(level) for level in levels], lines))


async def _company(organization_id: int | None) -> Organization | None:
    return await Organization.get_or_none(id=organization_id) if organization_id else None


async def _lines(ticket: Ticket) -> list[Entry]:
    return await Entry.filter(ticket_id=ticket.id, kind=EntryKind.ESCALATION).order_by('seq')


def _climbed(rungs: Sequence[Rung], lines: Iterable[Entry]) -> list[Rung]:
    """`rungs` with what the lines of the present walk tell; a level that was taken away since is passed over."""
    climbed = {one.level.number: one for one in rungs}
    for line in lines:
        number, data = line.data['level'], line.data
        if data.get('outcome') == Came.SOLVED:
            climbed = {one.level.number: one for one in rungs}
        elif number in climbed:
            said = {'outcome': data['outcome']} if 'outcome' in data else {'since': line.created_at}
            climbed[number] = replace(climbed[number], **said)
    return [climbed[one.level.number] for one in rungs]


def _told(level: Level) -> dict[str, object]:
    return {'level': level.number, 'role': level.role.into(spoken()), 'name': level.name}


def _unnamed(one: Rung) -> Rung:
    return replace(one, level=replace(one.level, name='', phones=(), mail=''))
