"""What is told of incidents in their tickets: the updates themselves, not copies of them."""

from models import Incident, Ticket
from models.audience import Reader
from services.board import board_incidents
from services.board.board_lines import IncidentLine
from services.shared import shared


async def told_in(reader: Reader, ticket: Ticket) -> tuple[IncidentLine, ...]:
    """The incidents that a ticket is about, with their updates, as far as `reader` may see them."""
    return await shared(('told in', ticket.id, reader), [f'ticket:{ticket.id}'], lambda: _read(reader, ticket.id))


async def _read(reader: Reader, ticket_id: int) -> tuple[IncidentLine, ...]:
    return await board_incidents.read(Incident.visible_to(reader).filter(links__ticket_id=ticket_id).order_by('id'))
