"""Waiting for somebody who is not the customer, and approvals."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from models import Ticket, User
from models.entry import EntryKind
from models.lifecycle import CloseReason, Event
from models.ticket import HoldReason
from services.change import change
from services.clock import now
from services.language import N_, Text, spoken
from services.plain_text import text_problem
from services.refusals import Invalid
from services.tickets import drafts
from services.tickets.conversation import check_text

# These wait for a date, which replaces the target of the solution (S4-11)
DATED = frozenset({HoldReason.RD, HoldReason.SCHEDULED})
FARTHEST = timedelta(days=730)

# What the customer is written, unless the agent writes something else
LETTERS: Mapping[str, Text] = {
    HoldReason.THIRD_PARTY: N_(
        'Your ticket now depends on an answer from a supplier. We keep after it, and write to you here when we have it.'
    ),
    HoldReason.RD: N_(
        'We found out that this is a fault of the program. The development team is correcting it; in the ticket you '
        'see by which date you will have the solution.'
    ),
    HoldReason.APPROVAL: N_('Your request waits for an approval. We will go on as soon as we have it.'),
    HoldReason.SCHEDULED: N_('We have scheduled the work on your ticket for the date that you see in it.'),
}
APPROVED: Text = N_('The change is approved. We are starting with it.')


def letter(text: Text, requester: User) -> str:
    """A letter in the language of the person who gets it."""
    return text.into(spoken(requester.language))


async def hold(actor: User, ticket: Ticket, reason: str, promised_at: datetime | None = None, text: str = '') -> None:
    """Let the ticket wait, tell the customer why, and until when (S4-11); what it waits for may change later.

    The research department and scheduled work need an aware date in the future; it becomes the resolution due, and
    stands until there is another. Without `text` he gets the letter of the reason; a change of the date needs one.
    `Invalid`, `NotAllowed`.
    """
    _check(reason, promised_at, text)
    async with change(actor, ticket, Event.HOLD) as this:
        before = this.ticket.promised_at
        if before and (
            promised_at is None or abs(promised_at - before) < timedelta(minutes=1)
        ):  # forms have no seconds
            promised_at = before
        elif before:
            check_text(text, N_('Write why the date changes'))
        requester = await User.get(id=this.ticket.requester_id)
        this.ticket.hold_reason, this.ticket.promised_at = HoldReason(reason), promised_at
        data = {'hold': reason, 'promised_at': promised_at.isoformat() if promised_at else None}
        await this.say(EntryKind.MESSAGE, text.strip() or letter(LETTERS[reason], requester), data=data)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.HOLD))


async def resume(actor: User, ticket: Ticket) -> None:
    """Go on: nothing is waited for any more."""
    async with change(actor, ticket, Event.RESUME):
        pass


async def approve(actor: User, ticket: Ticket, text: str = '') -> None:
    """The approver agrees to what waits for it; the customer is told, with a letter of ours without `text` (S1-10)."""
    _check_letter(text)
    async with change(actor, ticket, Event.APPROVE) as this:
        requester = await User.get(id=this.ticket.requester_id)
        await this.say(EntryKind.MESSAGE, text.strip() or letter(APPROVED, requester), data={'decision': 'approved'})
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.APPROVE))


async def reject_change(actor: User, ticket: Ticket, comment: str) -> None:
    """The approver refuses it, and says why: closed (S1-10)."""
    check_text(comment, N_('Write why it is not approved'))
    async with change(actor, ticket, Event.REJECT_CHANGE) as this:
        await this.say(EntryKind.MESSAGE, comment.strip(), data={'decision': 'rejected'})
        this.close(CloseReason.REJECTED_CHANGE)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.REJECT_CHANGE))


def _check(reason: str, promised_at: datetime | None, text: str) -> None:
    _check_letter(text)
    if reason not in list(HoldReason):
        raise Invalid({'reason': N_('Choose one of the options')})
    if promised_at is None and reason in DATED:
        raise Invalid({'promised_at': N_('Name the date that we promise')})
    if promised_at is not None and not now() < promised_at < now() + FARTHEST:
        raise Invalid({'promised_at': N_('Choose a date that is still to come, within two years')})


def _check_letter(text: str) -> None:
    if problem := text_problem(text):
        raise Invalid({'text': problem})
