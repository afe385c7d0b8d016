"""The end of an incident proposes the solution of its tickets, and each customer may say that it still fails.

One timer for each ticket: a thousand tickets keep nobody waiting, and none is forgotten if the process dies.
"""

from collections.abc import Iterable

from models import IncidentTicket, IncidentUpdate, Ticket, User
from models.incident import Phase
from services import timers
from services.clock import now
from services.language import Words, spoken
from services.refusals import Refused
from services.tickets import resolution

KIND = 'incident_solution'


async def propose(update: IncidentUpdate, tickets: Iterable[int]) -> None:
    """Let the solution be proposed in each of these tickets. Part of the transaction of the update that resolves."""
    for ticket in tickets:
        await timers.arm(KIND, ticket, now(), update.id)


@timers.effect(KIND)
async def resolve(ticket_id: int, update_id: int) -> None:
    """The desk itself resolves one ticket with the words of the update, unless it or the incident has gone on."""
    update = await IncidentUpdate.get_or_none(id=update_id).select_related('incident')
    ticket = await Ticket.get_or_none(id=ticket_id)
    linked = IncidentTicket.filter(ticket_id=ticket_id, incident_id=update.incident_id if update else None)
    if update is None or ticket is None or update.incident.phase != Phase.RESOLVED or not await linked.exists():
        return
    requester = await User.get(id=ticket.requester_id)
    words = Words.of(update, 'body').into(spoken(requester.language))
    try:
        await resolution.resolve_by_desk(ticket, words, incident=update.incident_id)
    except Refused:  # it is solved already, or waits for an approval
        return
