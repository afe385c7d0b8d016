"""How a ticket ends."""

from models import Ticket, User
from models.entry import EntryKind
from models.lifecycle import CloseReason, Event
from services import attachments, drafts
from services.assignment import give
from services.change import change
from services.conversation import check_text
from services.language import N_


async def resolve(actor: User, ticket: Ticket, solution: str, form_key: str = '') -> None:
    """Propose the solution (S0-25); the customer is asked to confirm it."""
    check_text(solution, N_('Write what solved it'))
    async with change(actor, ticket, Event.RESOLVE) as this:
        if this.ticket.assignee_id is None:
            await give(this, actor)
        entry = await this.say(EntryKind.SOLUTION, solution.strip())
        await attachments.claim(actor, form_key, entry)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.RESOLVE))


async def confirm(actor: User, ticket: Ticket) -> None:
    """The customer says that it is solved: closed (S0-32, S2-14)."""
    async with change(actor, ticket, Event.CONFIRM) as this:
        this.close(CloseReason.CONFIRMED)


async def reject_solution(actor: User, ticket: Ticket, reason: str) -> None:
    """The customer says that it still fails, and how: back to the same technician (S0-32)."""
    check_text(reason, N_('Tell us what still fails'))
    async with change(actor, ticket, Event.REJECT_SOLUTION) as this:
        await this.say(EntryKind.REJECTION, reason.strip())
