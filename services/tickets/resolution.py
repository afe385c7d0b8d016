"""How a ticket ends."""

from models import Ticket, User
from models.entry import EntryKind
from models.lifecycle import CloseReason, Event
from models.ticket import ResolutionCode
from services.change import change
from services.language import N_
from services.refusals import Invalid
from services.tickets import attachments, drafts
from services.tickets.assignment import give
from services.tickets.conversation import check_seen, check_text


async def resolve(
    actor: User,
    ticket: Ticket,
    solution: str,
    form_key: str = '',
    seen_seq: int | None = None,
    *,
    code: str = ResolutionCode.FIXED,
) -> None:
    """Propose the solution (S0-25), and say by `code` how it was solved; the customer is asked to confirm it.

    `seen_seq` as in `conversation`.
    """
    check_text(solution, N_('Write what solved it'))
    if code not in list(ResolutionCode):
        raise Invalid({'code': N_('Choose one of the options')})
    async with change(actor, ticket, Event.RESOLVE) as this:
        await check_seen(this, seen_seq)
        if this.ticket.assignee_id is None:
            await give(this, actor)
        this.ticket.resolution_code = ResolutionCode(code)
        entry = await this.say(EntryKind.SOLUTION, solution.strip(), data={'code': code})
        await attachments.claim(actor, form_key, entry)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.RESOLVE))


async def resolve_by_desk(ticket: Ticket, solution: str, *, incident: int) -> None:
    """The desk itself proposes the solution of an incident, whose last update has told everybody: nothing is mailed."""
    async with change(None, ticket, Event.RESOLVE) as this:
        this.ticket.resolution_code = ResolutionCode.FIXED
        await this.say(EntryKind.SOLUTION, solution, data={'code': ResolutionCode.FIXED, 'incident': incident})


async def confirm(actor: User, ticket: Ticket) -> None:
    """The customer says that it is solved: closed (S0-32, S2-14)."""
    async with change(actor, ticket, Event.CONFIRM) as this:
        this.close(CloseReason.CONFIRMED)


async def reject_solution(actor: User, ticket: Ticket, reason: str, writer: str = '') -> None:
    """The customer says that it still fails, and how: back to the same technician (S0-32)."""
    check_text(reason, N_('Tell us what still fails'))
    async with change(actor, ticket, Event.REJECT_SOLUTION) as this:
        await this.say(EntryKind.REJECTION, reason.strip(), author_label=writer)
