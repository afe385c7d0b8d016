"""Who is told of an incident's update: open views, the people of its tickets and its subscribers, each person once."""

from models import Incident, IncidentTicket, IncidentUpdate, Ticket, TicketUser, Watcher
from models.incident import IncidentKind, Phase
from models.user import UserRole
from services.announce import announce
from services.incidents import incident_mail, incident_solutions
from services.subscriptions import subscriptions


async def tell(incident: Incident, update: IncidentUpdate) -> None:
    """Call it in the transaction of the update, when all of it is written."""
    tickets = [link.ticket_id for link in await IncidentTicket.filter(incident_id=incident.id, ticket__is_closed=False)]
    if tickets:
        await incident_mail.tell(incident, update, tickets)  # first: these mails know the ticket of their reader
    await subscriptions.tell(update)
    if incident.kind == IncidentKind.INCIDENT and update.phase == Phase.RESOLVED:
        await incident_solutions.propose(update, tickets)
    await show(incident.id)


async def show(incident_id: int) -> None:
    """Let every view that tells of it be drawn anew, and every list of its tickets. Nobody is mailed."""
    columns = ('id', 'requester_id', 'organization_id')
    tickets = await Ticket.filter(incident_links__incident_id=incident_id).values_list(*columns)
    linked = {'ticket__incident_links__incident_id': incident_id}
    in_copy = await Watcher.filter(**linked, user_id__isnull=False).values_list('user_id')
    readers = await TicketUser.filter(**linked, user__role=UserRole.CUSTOMER).values_list('user_id')
    topics = {'board', f'incident:{incident_id}', *(f'user:{user}' for (user,) in [*in_copy, *readers])}
    for ticket, requester, company in tickets:
        topics |= {f'ticket:{ticket}', f'user:{requester}', *([f'company:{company}'] if company else [])}
    await announce(topics)
