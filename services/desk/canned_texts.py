"""Texts that agents send often, with the blanks filled for one ticket; and macros, which let an event happen with them.

`{requester}`, `{number}`, … are filled with what `PLACEHOLDERS` says. What is none of them, or has no value in this
ticket, stays as it is, and `left_over` names it.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_name
from tortoise.expressions import Q

from models import CannedText, Organization, Ticket, User
from models.lifecycle import Event
from models.ticket import HoldReason
from services.change import change
from services.desk.queue import check_staff
from services.env import env
from services.language import N_, Text, Words, spoken
from services.refusals import Invalid, NotFound
from services.settings import Desk, load
from services.tickets import assignment, conversation, holding, resolution
from services.tickets.conversation import check_seen, check_text

PLACEHOLDERS: Mapping[str, Text] = {
    'requester': N_('first name of the customer'),
    'full_name': N_('full name of the customer'),
    'company': N_('company of the customer'),
    'number': N_('number of the ticket'),
    'subject': N_('subject of the ticket'),
    'department': N_('department of the ticket'),
    'due': N_('when the solution is due'),
    'link': N_('address of the ticket'),
    'agent': N_('your name'),
    'desk': N_('name of the desk'),
}
_BLANK = re.compile(r'\{(\w{1,40})\}')
_DUE = {'es': "EEEE d 'de' MMMM, HH:mm", 'en': 'EEEE d MMMM, HH:mm', 'pt': "EEEE, d 'de' MMMM, HH:mm"}


@dataclass(frozen=True)
class Filled:
    """A canned text as it would be sent in one ticket."""

    id: int
    title: str
    then: str
    text: str


async def for_ticket(actor: User, ticket: Ticket) -> list[Filled]:
    """What fits the ticket's department and its customer's language, in their order, with the blanks filled."""
    check_staff(actor)
    requester = await User.get(id=ticket.requester_id)
    anywhere = Q(department_id__isnull=True) | Q(department_id=ticket.department_id)
    speaks = Q(language='') | Q(language=_language(requester))
    texts = await CannedText.filter(anywhere, speaks).order_by('position', 'title', 'id')
    values = await _values(ticket, requester, actor)
    return [Filled(text.id, text.title, text.then, _fill(text.body, values)) for text in texts]


async def render(text: str, ticket: Ticket, actor: User) -> str:
    """`text` with the blanks filled for `ticket`, in its customer's language and time zone."""
    requester = await User.get(id=ticket.requester_id)
    return _fill(text, await _values(ticket, requester, actor))


def left_over(text: str) -> list[str]:
    """The blanks that are still in a text, as they stand there."""
    return list(dict.fromkeys(blank[0] for blank in _BLANK.finditer(text)))


async def run(actor: User, ticket: Ticket, macro_id: int, text: str, seen_seq: int | None = None) -> None:
    """Send `text` and let the event of the macro happen: both, or nothing. A blank that is not filled is refused.

    `seen_seq` as in `conversation`.
    """
    macro = await CannedText.get_or_none(id=macro_id)
    if macro is None or macro.then not in MACROS:
        raise NotFound
    check_text(text, N_('Write your message first'))
    if blanks := left_over(text):
        raise Invalid({'text': N_('Fill in or delete: %(blanks)s', blanks=', '.join(blanks))})
    await MACROS[Event(macro.then)](actor, ticket, text, seen_seq)


async def _ask(actor: User, ticket: Ticket, text: str, seen_seq: int | None) -> None:
    await conversation.ask(actor, ticket, text, seen_seq=seen_seq)


async def _resolve(actor: User, ticket: Ticket, text: str, seen_seq: int | None) -> None:
    await resolution.resolve(actor, ticket, text, seen_seq=seen_seq)


async def _take(actor: User, ticket: Ticket, text: str, seen_seq: int | None) -> None:
    async with change(actor, ticket, Event.REPLY):
        await assignment.take(actor, ticket)
        await conversation.reply(actor, ticket, text, seen_seq=seen_seq)


async def _hold(actor: User, ticket: Ticket, text: str, seen_seq: int | None) -> None:
    async with change(actor, ticket, Event.REPLY) as this:  # a new ticket is open first
        await check_seen(this, seen_seq)
        await holding.hold(actor, ticket, HoldReason.THIRD_PARTY, None, text)


MACROS: Mapping[Event, Callable[[User, Ticket, str, int | None], Awaitable[None]]] = {
    Event.ASK: _ask,
    Event.RESOLVE: _resolve,
    Event.HOLD: _hold,
    Event.TAKE: _take,
}


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda blank: values.get(blank[1]) or blank[0], text)


async def _values(ticket: Ticket, requester: User, actor: User) -> Mapping[str, str]:
    await ticket.fetch_related('department')
    company = await Organization.get_or_none(id=ticket.organization_id) if ticket.organization_id else None
    return {
        'requester': requester.first_name,
        'full_name': requester.full_name,
        'company': company.name if company else '',
        'number': ticket.number,
        'subject': ticket.subject,
        'department': Words.of(ticket.department, 'name').into(_language(requester)),
        'due': _moment(ticket.resolution_due, requester) if ticket.resolution_due else '',
        'link': f'{env().base_url}/tickets/{ticket.number}',
        'agent': actor.full_name,
        'desk': (await load(Desk)).name,
    }


def _moment(at: datetime, reader: User) -> str:
    """Day and time where the reader is, and whose time that is, as in the mails."""
    local, language = at.astimezone(ZoneInfo(reader.time_zone or env().time_zone)), _language(reader)
    return f'{format_datetime(local, _DUE[language], locale=language)} ({get_timezone_name(local, locale=language)})'


def _language(reader: User) -> str:
    return spoken(reader.language)
