"""Who belongs to a company, and what they asked for lately."""

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from models import Ticket, User
from services.capped import capped_counts
from services.settings import check_admin

PEOPLE, TICKETS = 25, 15


@dataclass(frozen=True)
class Parts:
    """The first `PEOPLE` by name and the `TICKETS` that changed last, open ones first; how many there are in all is
    counted as `services.capped` does.
    """

    people: Sequence[User]
    people_count: int
    tickets: Sequence[Ticket]
    ticket_count: int


async def parts(actor: User, company_id: int) -> Parts:
    """For an admin, else `NotAllowed`."""
    await check_admin(actor)
    people = User.filter(organization_id=company_id, merged_into_id=None)
    every = Ticket.filter(organization_id=company_id).order_by('is_closed', 'updated_at', 'id')
    count = await capped_counts({'people': people, 'tickets': every})
    tickets: list[Ticket] = []
    for is_closed in (False, True):
        latest = tickets_of(company_id, is_closed=is_closed).limit(TICKETS).select_related('requester')
        tickets += await latest if len(tickets) < TICKETS else []
    return Parts(
        await people.order_by('-is_active', 'full_name', 'id').limit(PEOPLE).select_related('organization'),
        count['people'],
        tickets[:TICKETS],
        count['tickets'],
    )


def tickets_of(company_id: int, *, is_closed: bool) -> QuerySet[Ticket]:
    """Those of a company, what changed last first: as an index has them."""
    return Ticket.filter(organization_id=company_id, is_closed=is_closed).order_by('-updated_at', '-id')
