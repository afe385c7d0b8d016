"""Who is told what by mail: a table event -> template. The mails are rows written in the transaction of the change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import Entry, MailOut, Ticket, User, Watcher
from models.entry import EntryKind, Visibility
from models.lifecycle import SYSTEM, TABLE, Event
from models.ticket import Channel
from services import brakes
from services.announce import announce
from services.brakes import Pace
from services.mail import mail_templates
from services.mail.addresses import NO_MAIL
from services.mail.guide import NAME
from services.mail.mail_auth import new_message_id, sign, thread_id
from services.mail.mail_text import Recipient, Template, attached_guide
from services.mail.ticket_mail import Said, Voice, composed
from services.refusals import TooMany
from services.tickets.guest_links import guest_link

if TYPE_CHECKING:
    from services.change import Change

# The requester and everybody in copy get them; what happens otherwise is seen in the desk and mails nobody (S3-17).
NOTICES: Mapping[Event, Template] = {
    Event.CREATE: Template.ACKNOWLEDGEMENT,
    Event.COPY: Template.COPY,
    Event.ACKNOWLEDGE: Template.REPLY,
    Event.REPLY: Template.REPLY,
    Event.ASK: Template.QUESTION,
    Event.HOLD: Template.HELD,
    Event.APPROVE: Template.APPROVED,
    Event.REJECT_CHANGE: Template.NOT_APPROVED,
    Event.RESOLVE: Template.SOLUTION,
    Event.REOPEN: Template.REOPENED,
    Event.CLOSE_INSUFFICIENT: Template.INSUFFICIENT,
    Event.CLOSE_OUT_OF_SCOPE: Template.OUT_OF_SCOPE,
    Event.SILENCE_TIMEOUT: Template.NO_CONTACT,
    Event.SILENCE_RESOLVE: Template.TAKEN_AS_SOLVED,
    Event.AUTO_CONFIRM: Template.TAKEN_AS_CONFIRMED,
    Event.REMIND: Template.REMINDER,
    Event.MERGE: Template.MERGED,
    Event.TRANSFER: Template.MOVED,
}
# What only the desk itself lets happen, under its name
BY_DESK = frozenset(template for event, template in NOTICES.items() if TABLE[event].who == SYSTEM)
MAILED = frozenset({EntryKind.MESSAGE, EntryKind.QUESTION, EntryKind.SOLUTION})
# What nobody has said in words is told by the line that it left.
TOLD_BY = {
    Template.NO_CONTACT: frozenset({EntryKind.STATUS}),
    Template.TAKEN_AS_SOLVED: frozenset({EntryKind.STATUS}),
    Template.TAKEN_AS_CONFIRMED: frozenset({EntryKind.STATUS}),
    Template.REMINDER: frozenset({EntryKind.CONTACT_ATTEMPT, EntryKind.SYSTEM}),
    Template.COPY: frozenset({EntryKind.FIELD}),
    Template.MERGED: frozenset({EntryKind.SYSTEM}),
    Template.MOVED: frozenset({EntryKind.FIELD}),
}
# What the desk does by itself is not said by anybody: the change of the status is told.
AUTOMATED = frozenset({*TOLD_BY, Template.ACKNOWLEDGEMENT, Template.SPLIT})
THREAD = 8  # earlier mails named in References

# Whom a customer names in copy did not ask for it: nobody is flooded through us.
COPIES = Pace('copies', burst=60, seconds=1)
COPIES_TO_ONE = Pace('copies-to-one', burst=5, seconds=720)


@dataclass(frozen=True)
class Preview:
    """A mail that is not sent yet; `attached` is the name of the document that goes with it, if any."""

    address: str
    subject: str
    body: str
    attached: str


async def queue(this: Change) -> None:
    """Write the mails of a change, one per public message and person (S2-12, S3-17, S3-20), and wake the sender."""
    template = next((NOTICES[event] for event in this.events if event in NOTICES), None)
    kinds = TOLD_BY.get(template, MAILED) if template else MAILED
    said = [entry for entry in this.entries if entry.kind in kinds and _is_for_mail(entry)]
    if template == Template.MOVED:  # of what else moves them, customers hear nothing
        said = [entry for entry in said if 'not_urgent' in entry.data]
    if template is None or not said:
        return
    is_acknowledgement = template == Template.ACKNOWLEDGEMENT
    if is_acknowledgement and said[0].channel == Channel.MAIL and said[0].is_automated:
        return  # two machines would answer each other for ever
    actor, is_new = this.actor, Event.CREATE in this.events
    requester = actor if actor and actor.id == this.ticket.requester_id else await User.get(id=this.ticket.requester_id)
    recipients = await _recipients(this, requester)
    if is_acknowledgement:
        recipients = [to for to in recipients if to.user == requester or await _may_be_told_of_copy(to)]
    elif template == Template.COPY:
        new = said[0].data.get('copied', ())
        recipients = [to for to in recipients if to.address in new and await _may_be_told_of_copy(to)]
    elif template == Template.MERGED:  # the others hear of the ticket that they are in copy of from now on
        recipients = [to for to in recipients if to.user == requester and to.user != this.actor]
    elif template != Template.REOPENED:  # who reopened it is told too that it is, and not a new one (S2-15)
        recipients = [to for to in recipients if to.user is None or to.user != this.actor]
    voice = await mail_templates.voice()
    if is_acknowledgement and any('split_from' in entry.data for entry in this.entries):
        template = Template.SPLIT
    if template == Template.INSUFFICIENT:
        await this.ticket.fetch_related('item')
    if template == Template.MOVED:
        await this.ticket.fetch_related('department')
    threads = defaultdict(list) if is_new else await _threads(this.ticket.id, len(recipients))
    mails = []
    for entry in said[:1] if is_acknowledgement else said:
        for to in recipients:
            mail = _mail(this, template, entry, to, _writer(this, entry, voice), voice, threads[to.address])
            threads[to.address].append(mail.message_id)
            mails.append(mail)
    if mails:
        await MailOut.bulk_create(mails)
        await announce(['outbox'])


async def preview(actor: User, ticket: Ticket, event: Event, words: str) -> Preview:
    """The mail to the requester, who is read with the ticket's item, as `event` would send it with these words."""
    template, voice = NOTICES[event], await mail_templates.voice()
    to = Recipient(ticket.requester.email, ticket.requester)
    subject, body = composed(template, ticket, to, voice, Said(actor.full_name, words))
    attached = NAME.into(to.language) if attached_guide(template, to.language, voice.settings) else ''
    return Preview(to.address, subject, body, attached)


def _is_for_mail(entry: Entry) -> bool:
    """Whether it is public, and not mailed with the update of an incident, once for all tickets of a person."""
    return entry.visibility == Visibility.PUBLIC and 'incident' not in entry.data


async def _recipients(this: Change, requester: User) -> list[Recipient]:
    """The requester, then those in copy, each address once; nobody who is disabled."""
    people = {requester.email: Recipient(requester.email, requester)}
    for watcher in await Watcher.filter(ticket_id=this.ticket.id).order_by('id').select_related('user'):
        address = watcher.user.email if watcher.user else watcher.email
        link = '' if watcher.user else guest_link(watcher)
        people.setdefault(address, Recipient(address, watcher.user, link, watcher.can_reply))
    mailed = [to for to in people.values() if not to.address.endswith(NO_MAIL)]
    return [to for to in mailed if to.user is None or to.user.is_active]


def _writer(this: Change, entry: Entry, voice: Voice) -> str:
    """Who writes: the desk where nobody does; from a group mailbox the person too (S3-23)."""
    writer = this.actor
    if writer is None:
        return voice.desk
    return f'{entry.author_label} · {writer.full_name}' if writer.is_group and entry.author_label else writer.full_name


async def _may_be_told_of_copy(to: Recipient) -> bool:
    try:
        await brakes.attempt((COPIES, 'everybody'), (COPIES_TO_ONE, to.address))
    except TooMany:
        return False
    return True


async def _threads(ticket_id: int, people: int) -> defaultdict[str, list[str]]:
    """The last mails of a ticket to each address, oldest first."""
    threads: defaultdict[str, list[str]] = defaultdict(list)
    latest = MailOut.filter(ticket_id=ticket_id).order_by('-id').limit(THREAD * people)
    for address, message_id in reversed(await latest.values_list('to_address', 'message_id')):
        threads[address].append(message_id)
    return threads


def _mail(
    this: Change,
    template: Template,
    entry: Entry,
    to: Recipient,
    writer: str,
    voice: Voice,
    thread: list[str],
) -> MailOut:
    ticket, root = this.ticket, thread_id(this.ticket.id)
    is_automated = template in AUTOMATED
    if template == Template.ACKNOWLEDGEMENT and not to.is_requester_of(ticket):
        template = Template.COPY
    # An acknowledgement repeats no words: the desk could be made to mail any text to anybody.
    words = '' if is_automated else entry.body
    said = Said(writer, words, _followed(this), this.ending)
    subject, body = composed(template, ticket, to, voice, said)
    return MailOut(
        to_address=to.address,
        to_name=to.user.full_name if to.user else '',
        template=template,
        language=to.language,
        ticket_id=ticket.id,
        entry_id=entry.id,
        subject=subject,
        body=body,
        message_id=new_message_id(),
        in_reply_to=thread[-1] if thread else root,
        references=' '.join([root, *thread[-THREAD:]]),
        is_automated=is_automated,
        attached=attached_guide(template, to.language, voice.settings),
        dedupe_key=f'entry:{entry.id}:{sign(to.address)}',
        next_try_at=this.now,
        created_at=this.now,
    )


def _followed(this: Change) -> str:
    """The number of the ticket that this one goes on with (S2-15) or in, or was split from (S4-8)."""
    told = (entry.data.get(name) for entry in this.entries for name in ('follows', 'split_from', 'merged_into'))
    return next((number for number in told if number), '')
