"""Who pays for an urgent ticket: nobody, where what failed is a serious fault of ours (S3-25). Both sides read it."""

from models import Ticket, User
from models.entry import EntryKind
from models.lifecycle import Event
from services.change import change
from services.language import N_
from services.plain_text import text_problem
from services.refusals import Invalid
from services.tickets import drafts
from services.tickets.conversation import check_text


async def waive(actor: User, ticket: Ticket, reason: str = '') -> None:
    """A serious fault of ours: what its requester accepted to pay is not charged."""
    if problem := text_problem(reason):
        raise Invalid({'text': problem})
    async with change(actor, ticket, Event.WAIVE_COST) as this:
        this.ticket.cost_waived_at = this.now
        await this.say(EntryKind.FIELD, reason.strip(), data={'field': 'cost', 'old': 'accepted', 'new': 'waived'})
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.WAIVE_COST))


async def charge(actor: User, ticket: Ticket, reason: str) -> None:
    """It was no fault of ours after all: what was accepted holds again, and the customer reads why."""
    check_text(reason, N_('Write why it has a cost after all'))
    async with change(actor, ticket, Event.CHARGE_COST) as this:
        this.ticket.cost_waived_at = None
        await this.say(EntryKind.FIELD, reason.strip(), data={'field': 'cost', 'old': 'waived', 'new': 'accepted'})
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.CHARGE_COST))
