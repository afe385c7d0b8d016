"""The tickets of the demo desk: stories that are told by the verbs themselves, on a clock that is set back.

So every number, line, date and deadline is what the desk would have made of them.
"""

import re
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from tortoise.expressions import F

from models import CatalogItem, CostNotice, Department, MailOut, Ticket, TicketUser, User
from models.business_time import Calendar, due, elapsed
from models.mail_out import MailStatus
from models.ticket import Channel
from services import clock
from services.departments import cost_notices
from services.departments.department_choice import YES
from services.hours.opening_hours import calendar_from, calendar_of
from services.tickets import assignment, contact_attempts, conversation, holding, prioritising, resolution, silence
from services.tickets.contact_attempts import Way
from services.tickets.tickets import NewTicket, open_ticket

LONGEST_AGO = timedelta(days=365)
UNREAD = timedelta(days=1)
WRITER = 'Sofía Lagos'  # who writes from the mailbox of a department
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Story:
    """A ticket as assets/demo/tickets.toml tells it; impact and urgency are the item's own unless it says others."""

    item: str
    by: str
    ago: str
    subject: str
    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    copy_to: str = ''
    impact: str = ''
    urgency: str = ''
    steps: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, order=True)
class Step:
    """One verb at its instant; `story` and `place` keep the order of what happens at the same one."""

    at: datetime
    story: int
    place: int
    who: str
    verb: str
    text: str = ''


async def tell(stories: Sequence[Story], people: Mapping[str, User]) -> None:
    """Let the stories happen, in the order of their instants. Call it in a transaction; nothing of it is mailed."""
    present = clock.now()
    items = {item.slug: item for item in await CatalogItem.all().select_related('department__calendar')}
    steps = [step for i, story in enumerate(stories) for step in _steps(i, story, items[story.item], present)]
    tickets: dict[int, Ticket] = {}
    for step in sorted(steps):
        with clock.freeze(step.at):
            if step.verb == 'open':
                item = items[stories[step.story].item]
                form = _form(stories[step.story], item, await cost_notices.in_force(item.department_id))
                opener = people[step.who]
                tickets[step.story] = await open_ticket(opener, replace(form, writer=_writer(opener)))
            else:
                await _do(people[step.who], tickets[step.story], step, people)
    await MailOut.filter(status=MailStatus.QUEUED).update(status=MailStatus.SENT, sent_at=F('created_at'))
    await silence.count_anew(present)
    await _read_by_those_concerned(present)


def _steps(number: int, story: Story, item: CatalogItem, present: datetime) -> Iterator[Step]:
    calendar = calendar_from(item.department.calendar)
    at = _before(calendar, present, _span(story.ago))
    yield Step(at, number, 0, story.by, 'open')
    for place, (after, who, verb, *text) in enumerate(story.steps, 1):
        at = due(calendar, at, _span(after)) or at
        yield Step(at, number, place, who, verb, *text)


async def _do(actor: User, ticket: Ticket, step: Step, people: Mapping[str, User]) -> None:
    match step.verb.split():
        case ['take']:
            await assignment.take(actor, ticket)
        case ['assign']:
            await assignment.assign(actor, ticket, people[step.text].id)
        case ['transfer', *name]:
            await assignment.transfer(actor, ticket, (await Department.get(name=' '.join(name))).id, step.text)
        case ['ack']:
            await conversation.acknowledge(actor, ticket)
        case ['prioritise', urgency, impact, *level]:
            await prioritising.prioritise(actor, ticket, urgency, impact, step.text, *level)
        case ['call', outcome]:
            await contact_attempts.log_attempt(actor, ticket, Way.PHONE, outcome, step.text)
        case ['hold', reason, *after]:
            calendar = await calendar_of(ticket.department_id)
            until = due(calendar, clock.now(), _span(after[0])) if after else None
            await holding.hold(actor, ticket, reason, until, step.text)
        case ['resolve', code]:
            await resolution.resolve(actor, ticket, step.text, code=code)
        case ['confirm']:
            await resolution.confirm(actor, ticket)
        case [verb]:
            said = {'writer': _writer(actor)} if actor.is_group else {}
            await _SAID[verb](actor, ticket, step.text, **said)


_SAID: Mapping[str, Callable[..., Awaitable[object]]] = {
    'reply': conversation.reply,
    'ask': conversation.ask,
    'note': conversation.note,
    'investigate': conversation.investigate,
    'comment': conversation.comment,
    'resolve': resolution.resolve,
    'reject': resolution.reject_solution,
}


def _writer(person: User) -> str:
    return WRITER if person.is_group else ''


def _form(story: Story, item: CatalogItem, notice: CostNotice | None) -> NewTicket:
    """What needs a document came by mail, which asks for none; what was going on began with the story."""
    began = {one['key']: clock.now().isoformat() for one in item.form if one['type'] == 'datetime' and one.get('past')}
    has_document = any(one['type'] == 'document' for one in item.form)
    return NewTicket(
        item=story.item,
        subject=story.subject,
        description=story.text.strip(),
        urgency=story.urgency or item.urgency,
        impact=story.impact or item.impact,
        form_key=str(uuid4()),
        copy_to=story.copy_to,
        answers=began | dict(story.answers),
        channel=Channel.MAIL if has_document else Channel.PORTAL,
        is_urgent=YES if item.department.is_urgent_only else '',
        urgent_reason=story.subject,
        accepted_notice=str(notice.id) if notice else '',
    )


async def _read_by_those_concerned(present: datetime) -> None:
    """Requester and technician have read their tickets, except what the other side wrote within the last day."""
    rows = []
    for ticket in await Ticket.all():
        is_fresh = ticket.updated_at > present - UNREAD
        readers = {ticket.requester_id: ticket.is_answered, ticket.assignee_id: not ticket.is_answered}
        rows += [
            TicketUser(user_id=reader, ticket_id=ticket.id, seen_seq=ticket.last_seq)
            for reader, waits_for_it in readers.items()
            if reader and not (is_fresh and waits_for_it)
        ]
    await TicketUser.bulk_create(rows)


def _before(calendar: Calendar, instant: datetime, span: timedelta) -> datetime:
    """The latest instant from which `span` of open time leads to `instant`."""
    seconds = range(int(LONGEST_AGO.total_seconds()))
    return (
        instant - bisect_left(seconds, span, key=lambda n: elapsed(calendar, instant - n * _SECOND, instant)) * _SECOND
    )


def _span(text: str) -> timedelta:
    """`1h 30m` as a timedelta."""
    return sum(
        (timedelta(**{_UNITS[unit]: int(count)}) for count, unit in re.findall(r'(\d+)([hm])', text)), timedelta()
    )


_UNITS = {'h': 'hours', 'm': 'minutes'}
