"""Which updates of incidents a customer has not read in his tickets: no lines of them, but news all the same."""

from collections.abc import Sequence

from tortoise.connection import get_connection

from models import Incident, IncidentUpdate, User
from models.audience import Reader
from models.incident import Phase


async def unread(actor: User, tickets: Sequence[int] | str) -> dict[int, IncidentUpdate]:
    """By ticket the last update with its incident that was told since the ticket is linked, and that he has not read.

    `tickets` are ids, or a SELECT of ours that gives them. A corrected wording is no news, and the desk reads none: it
    has told them.
    """
    if actor.is_staff or not tickets:
        return {}
    among = tickets if isinstance(tickets, str) else ', '.join(map(str, tickets))
    rows = await get_connection('default').execute_query_dict(
        'SELECT l.ticket_id, u.id, u.incident_id FROM incident_ticket l'  # noqa: S608 - numbers of ours alone
        ' JOIN incident_update u ON u.incident_id = l.incident_id AND u.created_at > l.joined_at'
        f" AND u.replaces_id IS NULL AND u.phase <> '{Phase.DRAFT}'"
        f' LEFT JOIN ticket_user r ON r.ticket_id = l.ticket_id AND r.user_id = {actor.id:d}'
        f' WHERE l.ticket_id IN ({among}) AND u.id > COALESCE(r.seen_update, 0) ORDER BY u.id'
    )
    if not rows:
        return {}
    told = Incident.visible_to(Reader.of(actor)).filter(id__in=list({row['incident_id'] for row in rows}))
    incidents = {one.id: one for one in await told}
    last = {row['ticket_id']: row['id'] for row in rows if row['incident_id'] in incidents}
    updates = {one.id: one for one in await IncidentUpdate.filter(id__in=list(set(last.values())))}
    for update in updates.values():
        update.incident = incidents[update.incident_id]
    return {ticket: updates[update] for ticket, update in last.items()}
