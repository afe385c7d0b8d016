"""Attempts to reach a customer who does not answer (S4-9)."""

from enum import StrEnum

from models import Ticket, User
from models.db.transaction import transaction
from models.entry import EntryKind, Visibility
from models.lifecycle import Event, Status
from services.change import change
from services.language import N_
from services.plain_text import text_problem
from services.refusals import Invalid
from services.settings import load
from services.tickets import closing, drafts, silence
from services.tickets.silence_rules import Silence


class Way(StrEnum):
    """How somebody tried to reach the customer."""

    PHONE = 'phone'
    MAIL = 'mail'
    OTHER = 'other'


class Outcome(StrEnum):
    """What came of it; all but `REACHED` have failed."""

    NO_ANSWER = 'no_answer'
    VOICEMAIL = 'voicemail'
    BUSY = 'busy'
    WRONG_NUMBER = 'wrong_number'
    BOUNCED = 'bounced'
    REACHED = 'reached'


async def log_attempt(actor: User | None, ticket: Ticket, way: str, outcome: str, note: str = '') -> None:
    """Write down an attempt, with a note for the desk, while the ticket waits for its customer (S4-9).

    Failed ones are counted from the last question on, and the last that is allowed closes the ticket at once, or where
    the days must be over too, once they are (1.6-d): he gets one mail. Reaching him begins the count anew.
    `Invalid`, `NotAllowed`.
    """
    if way not in list(Way):
        raise Invalid({'way': N_('Choose one of the options')})
    if outcome not in list(Outcome):
        raise Invalid({'outcome': N_('Choose one of the options')})
    if problem := text_problem(note):
        raise Invalid({'text': problem})
    async with transaction():
        policy = await load(Silence)
        limit = policy.max_attempts
        async with change(actor, ticket, Event.CONTACT_ATTEMPT) as this:
            count = 0 if outcome == Outcome.REACHED else this.ticket.contact_attempts + 1
            this.ticket.contact_attempts = count
            data = {'way': way, 'outcome': outcome, 'count': count, 'of': limit}
            await this.say(EntryKind.CONTACT_ATTEMPT, data=data)
            if note.strip():
                await this.say(EntryKind.NOTE, note.strip(), visibility=Visibility.INTERNAL)
            if actor:
                await drafts.forget(actor, drafts.ticket_key(ticket, Event.CONTACT_ATTEMPT))
        if count < limit or this.ticket.status != Status.WAITING_CUSTOMER:
            return
        if policy.auto_close_mode == 'any' or await silence.is_over(this.ticket):
            await closing.silence_timeout(this.ticket)
