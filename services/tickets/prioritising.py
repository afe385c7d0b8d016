"""How urgent a ticket is (S2-10)."""

from models import Ticket, User
from models.entry import EntryKind
from models.lifecycle import Event
from models.priority import Impact, Priority, Urgency
from services.change import change
from services.language import N_
from services.refusals import Invalid
from services.sla import priorities
from services.tickets import drafts
from services.tickets.conversation import check_text


async def prioritise(
    actor: User, ticket: Ticket, urgency: str, impact: str, reason: str, priority: str | None = None
) -> None:
    """Answer the two questions anew: the priority follows from the matrix, and from it the due instants (S2-10).

    `priority` overrides what the matrix says. `reason` stands in the timeline, for the customer too.
    `Invalid` names what is wrong, also that nothing would change.
    """
    check_text(reason, N_('Write why'))
    if problems := {
        name: N_('Choose one of the options')
        for name, value, known in (('urgency', urgency, Urgency), ('impact', impact, Impact))
        if value not in list(known)
    } | ({'priority': N_('Choose one of the options')} if priority and priority not in list(Priority) else {}):
        raise Invalid(problems)
    async with change(actor, ticket, Event.PRIORITISE) as this:
        before = _levels(this.ticket)
        this.ticket.urgency, this.ticket.impact = Urgency(urgency), Impact(impact)
        by_matrix = await priorities.priority(this.ticket.impact, this.ticket.urgency)
        this.ticket.priority = Priority(priority) if priority else by_matrix
        after = _levels(this.ticket)
        if after == before:
            raise Invalid({'urgency': N_('That is what it is already')})
        data = {'field': 'priority', 'old': before, 'new': after, 'overrides': this.ticket.priority != by_matrix}
        await this.say(EntryKind.FIELD, reason.strip(), data=data)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.PRIORITISE))


def _levels(ticket: Ticket) -> dict[str, str]:
    return {'priority': ticket.priority, 'urgency': ticket.urgency, 'impact': ticket.impact}
