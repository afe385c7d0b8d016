"""What a mail about a ticket says, in the language of who gets it: ours, or the desk's own words (S2-3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models import Ticket
from services.env import env
from services.language import N_, Text, Words
from services.mail.guide import guide
from services.mail.mail_text import (
    MailSettings,
    Recipient,
    Template,
    attached_guide,
    greeting,
    how_to_answer,
    laid_out,
    moment,
)
from services.mail.mail_wording import Wording, filled, ours
from services.settings import Desk
from services.tickets.ending import Ending

LONGEST_SUBJECT = 300  # characters, as the outbox has room for
MARKER = N_('Write above this line')


@dataclass(frozen=True)
class Voice:
    """How the desk speaks in mails: its settings, its name, and its own wordings by template and language."""

    settings: MailSettings
    desk: str = Desk.name
    own: Mapping[tuple[str, str], Wording] = field(default_factory=dict)

    def wording(self, template: str, language: str) -> Wording:
        return self.own.get((template, language)) or ours(template, language)


@dataclass(frozen=True)
class Said:
    """What a mail is about, besides its ticket: who wrote what, if anybody did.

    `follows` is the number of the ticket that this one goes on with or in, or was split from, `ending` how it ends if
    nobody answers.
    """

    writer: str = ''
    words: str = ''
    follows: str = ''
    ending: Ending | None = None


def ticket_subject(ticket: Ticket, words: str = '') -> str:
    """With its number in front, so that the mails of a ticket stay together also where headers are lost."""
    return f'[{ticket.number}] {words or ticket.subject}'[:LONGEST_SUBJECT]


def composed(template: Template, ticket: Ticket, to: Recipient, voice: Voice, said: Said) -> tuple[str, str]:
    """Subject and body of a mail about a ticket; the last line is the direct URL (S3-18)."""
    wording, settings = voice.wording(template, to.language), voice.settings
    values = _values(template, ticket, to, voice, said)
    is_answerable = settings.reply_policy != 'portal_only' and to.can_reply
    body = laid_out(
        to.language,
        f'--- {MARKER.into(to.language)} ---' if is_answerable else None,
        filled(wording.body, values),
        N_('The link is for you alone: it opens this ticket without a password.') if to.link else None,
        N_('If no answer comes from us, write to %(mail)s.', mail=settings.fallback_mail)
        if settings.fallback_mail
        else None,
        how_to_answer(to, settings),
        to.link or _address(template, said.follows if template == Template.MERGED else ticket.number),
    )
    return ticket_subject(ticket, ' '.join(filled(wording.subject, values).split())), body


def _values(template: Template, ticket: Ticket, to: Recipient, voice: Voice, said: Said) -> dict[str, str]:
    """What the blanks of a wording become."""
    steps = (
        _continues(template, said.follows),
        _guide(template, to, voice.settings),
        _next_step(template, ticket, to),
        said.ending.told(moment(said.ending.at, to)) if said.ending else None,
    )
    return {
        'greeting': greeting(to).into(to.language),
        'name': (to.user.full_name if to.user.is_group else to.user.first_name) if to.user else to.address,
        'number': ticket.number,
        'subject': ticket.subject,
        'writer': said.writer,
        'words': said.words,
        'follows': said.follows,
        'desk': voice.desk,
        'next_step': laid_out(to.language, *steps).strip(),
    }


def _continues(template: Template, follows: str) -> Text | None:
    if not follows or template in (Template.SPLIT, Template.MERGED):
        return None
    return N_('It goes on with ticket %(number)s, which can no longer be reopened.', number=follows)


def _guide(template: Template, to: Recipient, settings: MailSettings) -> Text | None:
    if template != Template.INSUFFICIENT:
        return None
    if attached_guide(template, to.language, settings):
        return N_('The document attached tells how to describe a request, so that we can help at once.')
    address = f'{env().base_url}/assets/guides/{guide(to.language).name}'
    return N_('How to describe a request, so that we can help at once: %(address)s', address=address)


def _next_step(template: Template, ticket: Ticket, to: Recipient) -> Text | None:
    """What happens now, or what is asked of the reader."""
    if template == Template.ACKNOWLEDGEMENT and ticket.first_response_due:
        return N_('First answer, at the latest: %(when)s.', when=moment(ticket.first_response_due, to))
    if template == Template.INSUFFICIENT and to.user:
        address = f'{env().base_url}/tickets/new/{ticket.item.slug}?from={ticket.number}'
        return N_('Create a new one with what you have told us already: %(address)s', address=address)
    if template == Template.QUESTION:
        return N_('The ticket waits for the answer.')
    if template == Template.MOVED:
        return N_(
            'It is with %(department)s now, in its opening hours.', department=Words.of(ticket.department, 'name')
        )
    if template == Template.HELD and ticket.promised_at:
        return N_('You will have the solution on %(when)s at the latest.', when=moment(ticket.promised_at, to))
    if template == Template.NO_CONTACT:
        return N_('If you still need help, create a new ticket from this one: it knows what you have told us already.')
    if template in (Template.SOLUTION, Template.TAKEN_AS_SOLVED) and to.is_requester_of(ticket):
        return N_('Open the ticket and tell us whether it is solved or still fails.')
    return None


def _address(template: Template, number: str) -> str:
    """The direct URL; that of a question leads to its answer box (S0-14)."""
    tab = '?tab=conversation' if template == Template.QUESTION else ''
    return f'{env().base_url}/tickets/{number}{tab}'
