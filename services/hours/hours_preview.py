"""What other hours would mean before they are saved: when a ticket opened now is due, and what becomes of open ones."""

from dataclasses import dataclass
from datetime import datetime

from models import BusinessCalendar, User
from models.business_time import due
from models.clock import running_on
from models.priority import Priority
from services.clock import now
from services.hours import recalendar
from services.hours.calendars import UsualHours
from services.hours.opening_hours import calendar_from
from services.settings import check, check_admin
from services.sla import sla
from services.sla.reckoning import Effect


@dataclass(frozen=True)
class Preview:
    """When a usual ticket (priority medium) would get its first answer and its solution; what it does to open ones."""

    answer: datetime | None
    solution: datetime | None
    effect: Effect


async def preview(actor: User, value: UsualHours, calendar_id: int | None = None) -> Preview:
    """`Invalid` where `value` is no calendar, `NotAllowed`."""
    await check_admin(actor)
    check(value)
    row = await BusinessCalendar.get_or_none(id=calendar_id) if calendar_id else None
    exceptions = row.exceptions if row else {}
    calendar = calendar_from(BusinessCalendar(time_zone=value.time_zone, weekly=value.week(), exceptions=exceptions))
    target = (await sla.default_targets())[Priority.MEDIUM]
    effect = await recalendar.effect(row.id, calendar) if row else Effect()
    clock, at = running_on(calendar, target), now()
    return Preview(due(clock, at, target.first_response), due(clock, at, target.resolution), effect)
