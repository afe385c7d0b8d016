"""What is said in a ticket.

Verbs that take `seen_seq`, the last line that their writer had seen when he began, raise `Arrived` where others have
said something in public since, and change nothing.
"""

from tortoise.expressions import Q

from models import Entry, Ticket, User
from models.entry import EntryKind, Visibility
from models.lifecycle import Event
from services.change import SPOKEN, Change, change
from services.language import N_, Text, spoken
from services.plain_text import text_problem
from services.refusals import Arrived, Invalid
from services.tickets import attachments, drafts
from services.tickets.assignment import take

ANALYSING = N_(
    'We have received your ticket and are already analysing it. We will write to you here as soon as we know more.'
)
_EMPTY = N_('Write your message first')


async def comment(
    actor: User, ticket: Ticket, text: str, form_key: str = '', seen_seq: int | None = None, writer: str = ''
) -> Entry:
    """The customer's side writes (S0-26); a ticket that waited for it is open again.

    From a group mailbox `writer` says who (S3-23), here and in all verbs that have it: `Invalid` without.
    """
    return await _say(actor, ticket, Event.COMMENT, EntryKind.MESSAGE, text, form_key, seen_seq, writer=writer)


async def reply(actor: User, ticket: Ticket, text: str, form_key: str = '', seen_seq: int | None = None) -> Entry:
    """The desk writes to the customer, and it is mailed (S2-12)."""
    return await _say(actor, ticket, Event.REPLY, EntryKind.MESSAGE, text, form_key, seen_seq)


async def ask(actor: User, ticket: Ticket, question: str, form_key: str = '', seen_seq: int | None = None) -> Entry:
    """Ask the customer; the ticket waits for the answer (S0-14)."""
    return await _say(actor, ticket, Event.ASK, EntryKind.QUESTION, question, form_key, seen_seq)


async def investigate(actor: User, ticket: Ticket, text: str, form_key: str = '', seen_seq: int | None = None) -> Entry:
    """What the technician found while reviewing; the customer reads it in its own tab (S0-24)."""
    return await _say(actor, ticket, Event.INVESTIGATE, EntryKind.INVESTIGATION, text, form_key, seen_seq)


async def note(actor: User, ticket: Ticket, text: str, form_key: str = '') -> Entry:
    """An internal note: for the desk only."""
    return await _say(actor, ticket, Event.NOTE, EntryKind.NOTE, text, form_key, visibility=Visibility.INTERNAL)


async def acknowledge(actor: User, ticket: Ticket) -> None:
    """ "En análisis": tell the customer so, in his language, take the ticket if nobody has it (S4-12)."""
    async with change(actor, ticket, Event.ACKNOWLEDGE) as this:
        if this.ticket.assignee_id is None:
            await take(actor, ticket)
        requester = await User.get(id=this.ticket.requester_id)
        this.ticket.acknowledged_at = this.ticket.acknowledged_at or this.now
        await this.say(EntryKind.MESSAGE, ANALYSING.into(spoken(requester.language)))


async def _say(
    actor: User,
    ticket: Ticket,
    event: Event,
    kind: EntryKind,
    text: str,
    form_key: str,
    seen_seq: int | None = None,
    visibility: Visibility = Visibility.PUBLIC,
    writer: str = '',
) -> Entry:
    check_text(text, _EMPTY)
    async with change(actor, ticket, event) as this:
        await check_seen(this, seen_seq)
        entry = await this.say(kind, text.strip(), visibility=visibility, author_label=writer)
        await attachments.claim(actor, form_key, entry)
        await drafts.forget(actor, drafts.ticket_key(ticket, event))
    return entry


def check_text(text: str, missing: Text) -> None:
    """`Invalid` at the field `text` unless it can be stored."""
    if problem := text_problem(text, required=missing):
        raise Invalid({'text': problem})


async def check_seen(this: Change, seen_seq: int | None) -> None:
    """`Arrived` when others have said something in public after line `seen_seq`; None asks nothing."""
    if seen_seq is None or this.ticket.last_seq <= seen_seq:
        return
    said = Entry.filter(ticket_id=this.ticket.id, seq__gt=seen_seq, kind__in=list(SPOKEN))
    by_others = Q(author_id__isnull=True) | ~Q(author_id=this.actor.id if this.actor else None)
    if count := await said.filter(by_others, visibility=Visibility.PUBLIC).count():
        raise Arrived(count)
