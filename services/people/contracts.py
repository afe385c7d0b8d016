"""What the contract of a company says of its tickets, in place of what holds for everybody (S1-1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from tortoise.expressions import Q

from models import BusinessCalendar, Organization
from models.business_time import Calendar
from services.hours.opening_hours import calendar_from, calendar_of
from services.shared import shared

TOPICS = ('companies', 'settings')


@dataclass(frozen=True)
class Contract:
    """None: as for everybody."""

    calendar: BusinessCalendar | None = None
    sla_policy_id: int | None = None


NONE = Contract()


async def contract_of(organization_id: int | None) -> Contract:
    """Read once for everybody, until a company or the hours change."""
    return (await shared('contracts', TOPICS, _query)).get(organization_id or 0, NONE)


async def calendar_for(department_id: int, organization_id: int | None) -> Calendar:
    """The calendar on which the clocks of a company's ticket run: that of its contract, or of the department."""
    contract = await contract_of(organization_id)
    return calendar_from(contract.calendar) if contract.calendar else await calendar_of(department_id)


async def _query() -> Mapping[int, Contract]:
    special = Q(calendar_id__isnull=False) | Q(sla_policy_id__isnull=False)
    rows = await Organization.filter(special).select_related('calendar')
    return {row.id: Contract(row.calendar, row.sla_policy_id) for row in rows}
