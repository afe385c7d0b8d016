"""Finding a ticket by its number (S2-9, S4-7)."""

from models import Ticket, User
from models.ticket_number import parse_number


async def ticket_number(actor: User, text: str) -> str | None:
    """The stored number of the ticket that `text` names in any writing, if it exists for this person."""
    number = parse_number(text)
    if number is None or not await Ticket.visible_to(actor).filter(number=number).exists():
        return None
    return number
