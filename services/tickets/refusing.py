"""Tickets that the desk cannot work on: they tell too little (S4-5), or are for somebody else (S4-2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from models import CatalogItem, Ticket, User
from models.catalog_item import TicketKind
from models.entry import EntryKind
from models.lifecycle import CloseReason, Event
from services import notices
from services.catalog.questions import questions_of
from services.change import change
from services.language import N_, Text, spoken
from services.notices import Preview
from services.plain_text import LINE, text_problem
from services.refusals import Invalid
from services.tickets import drafts
from services.tickets.conversation import check_text

# What any request has to tell (S4-18), besides the questions of its own type
DETAILS: dict[str, Text] = {
    'subject': N_('A subject that says what fails'),
    'steps': N_('The exact path or menu'),
    'parameters': N_('All that you entered'),
    'error': N_('The code or text of the error'),
    'pictures': N_('Pictures of the screen'),
    'person': N_('Who is affected, with company and phone'),
}
_INSUFFICIENT = N_(
    'From what the ticket tells we cannot find out what happens. Please create a new one that also tells us:'
)


def language_of(ticket: Ticket) -> str:
    """The language in which its requester, who is read, is written to."""
    return spoken(ticket.requester.language)


def insufficient_words(ticket: Ticket) -> str:
    """What to say first, in the words of the requester's language."""
    return _INSUFFICIENT.into(language_of(ticket))


async def missing_choices(ticket: Ticket) -> dict[str, str]:
    """What may be missing, by key, in the requester's language: its type's questions, then what all have to tell."""
    language = language_of(ticket)
    asked = {one['key']: ticket.item.label(one, language) for one in await questions_of(ticket)}
    return asked | {key: word.into(language) for key, word in DETAILS.items()}


async def close_insufficient(actor: User, ticket: Ticket, missing: Sequence[str], text: str) -> None:
    """Close a ticket that does not tell enough, and say what is `missing`: keys of `missing_choices`, or own words.

    The mail has the guide, and for who has an account a link to a new form with what is known already (S4-5, S4-6).
    """
    body = await _insufficient(ticket, missing, text)
    async with change(actor, ticket, Event.CLOSE_INSUFFICIENT) as this:
        this.close(CloseReason.INSUFFICIENT)
        await this.say(EntryKind.MESSAGE, body, data={'missing': list(missing)})
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.CLOSE_INSUFFICIENT))


async def insufficient_mail(actor: User, ticket: Ticket, missing: Sequence[str], text: str) -> Preview:
    """The mail that `close_insufficient` would send to the requester."""
    return await notices.preview(actor, ticket, Event.CLOSE_INSUFFICIENT, await _insufficient(ticket, missing, text))


async def close_out_of_scope(actor: User, ticket: Ticket, text: str, destination: str) -> None:
    """Close a ticket that is not for this desk, and say where to go instead (S4-2, S4-17)."""
    body = _out_of_scope(text, destination)
    async with change(actor, ticket, Event.CLOSE_OUT_OF_SCOPE) as this:
        this.close(CloseReason.OUT_OF_SCOPE)
        await this.say(EntryKind.MESSAGE, body, data={'destination': destination.strip()})
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.CLOSE_OUT_OF_SCOPE))


async def out_of_scope_mail(actor: User, ticket: Ticket, text: str, destination: str) -> Preview:
    """The mail that `close_out_of_scope` would send to the requester."""
    return await notices.preview(actor, ticket, Event.CLOSE_OUT_OF_SCOPE, _out_of_scope(text, destination))


@dataclass(frozen=True)
class Redirect:
    """A matter that this desk does not take: why, and where to go instead."""

    slug: str
    title: str
    reason: str
    destination: str


async def redirects(ticket: Ticket) -> list[Redirect]:
    """The matters that the catalogue names, in the requester's language."""
    language = language_of(ticket)
    items = await CatalogItem.filter(kind=TicketKind.REDIRECT, is_active=True).order_by('position', 'id')
    texts = ('title', 'redirect_reason', 'redirect_to')
    return [Redirect(item.slug, *(item.text(name, language) for name in texts)) for item in items]


async def _insufficient(ticket: Ticket, missing: Sequence[str], text: str) -> str:
    check_text(text, N_('Write what you need to know'))
    if not missing:
        raise Invalid({'missing': N_('Tick what is missing')})
    choices = await missing_choices(ticket)
    words = [choices.get(one, one).strip() for one in missing]
    for word in words:
        if problem := text_problem(word, longest=LINE, one_line=True, required=N_('Tick what is missing')):
            raise Invalid({'missing': problem})
    body = '\n\n'.join([text.strip(), '\n'.join(f'– {word}' for word in words)])
    if problem := text_problem(body):
        raise Invalid({'missing': problem})
    return body


def _out_of_scope(text: str, destination: str) -> str:
    check_text(text, N_('Write why this desk cannot help'))
    if problem := text_problem(destination, longest=2000, required=N_('Write where to go instead')):
        raise Invalid({'destination': problem})
    return f'{text.strip()}\n\n{destination.strip()}'
