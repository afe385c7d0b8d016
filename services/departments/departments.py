"""The departments that customers reach, with their hours (S3-2)."""

from dataclasses import dataclass

from models import BusinessCalendar, Department
from services.clock import now
from services.hours.opening_hours import Opening, calendar_from, opening
from services.language import Words
from services.shared import shared


@dataclass(frozen=True)
class Open:
    """A department, and whether it is open now."""

    id: int
    name: Words
    opening: Opening
    is_urgent_only: bool = False


async def public() -> list[Open]:
    """Those that take tickets of customers, in their order."""
    rows = await shared('public departments', ['catalog', 'settings'], _query)
    return [_open(row, calendar) for row, calendar in rows]


async def _query() -> list[tuple[Department, BusinessCalendar]]:
    rows = await Department.filter(is_public=True, is_active=True).order_by('position', 'id').select_related('calendar')
    return [(row, row.calendar) for row in rows]


def _open(row: Department, calendar: BusinessCalendar) -> Open:
    return Open(row.id, Words.of(row, 'name'), opening(calendar_from(calendar), now()), row.is_urgent_only)
