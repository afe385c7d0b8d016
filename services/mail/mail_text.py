"""What all mails have: who gets them, greeting, and how to answer, in the reader's language. Pure.

What a mail about a ticket says is in services/mail/ticket_mail.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_timezone_name

from models import Ticket, User
from services.env import env
from services.language import N_, Text, spoken
from services.limits import between
from services.mail.addresses import is_address
from services.mail.guide import guide
from services.plain_text import text_problem


class Template(StrEnum):
    ACKNOWLEDGEMENT = 'acknowledgement'
    COPY = 'copy'
    REPLY = 'reply'
    QUESTION = 'question'
    HELD = 'held'
    APPROVED = 'approved'
    NOT_APPROVED = 'not_approved'
    SOLUTION = 'solution'
    REOPENED = 'reopened'
    NO_CONTACT = 'no_contact'
    TAKEN_AS_SOLVED = 'taken_as_solved'
    TAKEN_AS_CONFIRMED = 'taken_as_confirmed'
    REMINDER = 'reminder'
    SPLIT = 'split'
    MERGED = 'merged'
    MOVED = 'moved'
    INSUFFICIENT = 'insufficient'
    OUT_OF_SCOPE = 'out_of_scope'
    RECOVERY = 'recovery'
    ACCOUNT = 'account'
    LINK = 'link'
    SUBSCRIPTION = 'subscription'
    BOARD = 'board'


ReplyPolicy = Literal['accept', 'prefer_portal', 'portal_only']


@dataclass(frozen=True)
class MailSettings:
    """Whether people may answer our mails (spec 1.6-a): yes; yes, but better in the portal (S3-19); no (S0-13).

    A document of more than `attached_kb` kilobytes is not attached to a mail, which has a link to it then (S4-6).
    `fallback_mail` is where to write when no answer comes: mails, announcements and error pages tell it (S2-5).
    `sender_name` is whom mails come from; empty: the desk's name.
    """

    reply_policy: ReplyPolicy = 'prefer_portal'
    attached_kb: int = 2000
    fallback_mail: str = ''
    sender_name: str = ''

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        is_policy = self.reply_policy in get_args(ReplyPolicy)
        is_mail = not self.fallback_mail or is_address(self.fallback_mail)
        found = {
            'reply_policy': None if is_policy else N_('Choose one of the options'),
            'attached_kb': between(self.attached_kb, 0, 20_000),
            'fallback_mail': None if is_mail else N_('Write a mail address'),
            'sender_name': text_problem(self.sender_name, longest=60, one_line=True),
        }
        return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class Recipient:
    """Who gets a mail; `user` is None for an address without an account, which has a `link` of its own (S3-18).

    `speaks` is the language that such an address asked for, if any.
    """

    address: str
    user: User | None
    link: str = ''
    can_reply: bool = True
    speaks: str = ''

    @property
    def language(self) -> str:
        return spoken(self.user.language if self.user else self.speaks)

    def is_requester_of(self, ticket: Ticket) -> bool:
        return self.user is not None and self.user.id == ticket.requester_id

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo((self.user and self.user.time_zone) or env().time_zone)


_POLICY: Mapping[str, Text] = {
    'accept': N_('You can answer this e-mail, or write in the ticket:'),
    'prefer_portal': N_(
        'Please answer in the help desk rather than by e-mail: there you have the whole conversation, '
        'and we see it at once:'
    ),
    'portal_only': N_('Do not reply to this e-mail. Answer in the help desk:'),
}
_READ_ONLY = N_('Do not reply to this e-mail. You can read the whole conversation here:')


def how_to_answer(to: Recipient, settings: MailSettings) -> Text:
    """Where an answer to a mail about a ticket is to be written; the address of the ticket follows."""
    return _POLICY[settings.reply_policy] if to.can_reply else _READ_ONLY


def greeting(to: Recipient) -> Text:
    if to.user is None:
        return N_('Hello,')
    return N_('Hello %(name)s,', name=to.user.full_name if to.user.is_group else to.user.first_name)


def attached_guide(template: Template, language: str, settings: MailSettings) -> str:
    """The name of the document that goes with a mail (S4-6); empty when none does, or only a link to it."""
    if template != Template.INSUFFICIENT:
        return ''
    document = guide(language)
    return document.name if document.stat().st_size <= 1000 * settings.attached_kb else ''


def moment(instant: datetime, to: Recipient) -> str:
    """Day and time where the reader is as far as we know, and whose time that is."""
    local = instant.astimezone(to.zone)
    hour = format_time(local, 'short', tzinfo=to.zone, locale=to.language)
    zone = get_timezone_name(local, locale=to.language)
    return f'{format_date(local, "full", locale=to.language)}, {hour} ({zone})'


def laid_out(language: str, *paragraphs: Text | str | None) -> str:
    """The paragraphs that there are, with an empty line between them."""
    told = (part.into(language) if isinstance(part, Text) else part for part in paragraphs)
    return '\n\n'.join(part for part in told if part) + '\n'
