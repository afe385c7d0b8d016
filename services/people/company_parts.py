"""Who belongs to a company, and what they asked for lately."""

from collections.abc import Sequence
from dataclasses import dataclass

from models import Ticket, User
from services.settings import check_admin

PEOPLE, TICKETS = 25, 15


@dataclass(frozen=True)
class Parts:
    """The first people by name and the tickets that changed last, and how many there are in all."""

    people: Sequence[User]
    people_count: int
    tickets: Sequence[Ticket]
    ticket_count: int


async def parts(actor: User, company_id: int) -> Parts:
    """For an admin, else `NotAllowed`."""
    await check_admin(actor)
    people = User.filter(organization_id=company_id, merged_into_id=None)
    tickets = Ticket.filter(organization_id=company_id)
    return Parts(
        await people.order_by('-is_active', 'full_name', 'id').limit(PEOPLE).select_related('organization'),
        await people.count(),
        await tickets.order_by('is_closed', '-updated_at', '-id').limit(TICKETS).select_related('requester'),
        await tickets.count(),
    )
