"""When the desk is open (S0-11, S3-15)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from models import BusinessCalendar
from models.business_time import Calendar, Hours, closing, is_open, next_opening
from services.clock import now
from services.shared import shared


@dataclass(frozen=True)
class Days:
    """Neighbouring weekdays (0 is Monday) with the same hours, in minutes of the local day."""

    first: int
    last: int
    hours: Hours


@dataclass(frozen=True)
class Opening:
    """Whether a calendar is open, and when that changes: its closing or its next opening; None when it never does.

    `is_day_off`: it is closed for the whole of this day, as on weekends and holidays.
    """

    is_open: bool
    changes_at: datetime | None
    days: tuple[Days, ...]
    time_zone: str
    is_day_off: bool = False


async def desk() -> Opening:
    """The desk's own hours, for «Open now»: those of the first public department that is not for urgencies only."""
    calendar = await desk_calendar()
    return opening(calendar, now()) if calendar else Opening(False, None, (), '')


async def desk_calendar() -> Calendar | None:
    """The calendar of those hours."""
    row = await shared('desk calendar', ['catalog', 'settings'], _desk_calendar)
    return calendar_from(row) if row else None


async def calendar_of(department_id: int) -> Calendar:
    """The calendar on which a department's clocks run."""
    row = await shared(
        ('calendar', department_id), ['catalog', 'settings'], lambda: BusinessCalendar.get(departments=department_id)
    )
    return calendar_from(row)


def opening(calendar: Calendar, at: datetime) -> Opening:
    """What there is to say about `calendar` at an instant."""
    open_now = is_open(calendar, at)
    changes_at = closing(calendar, at) if open_now else next_opening(calendar, at)
    today = at.astimezone(ZoneInfo(calendar.tz)).date()
    is_day_off = not calendar.exceptions.get(today, calendar.weekly[today.weekday()])
    return Opening(open_now, changes_at, tuple(_week(calendar)), calendar.tz, is_day_off)


def calendar_from(row: BusinessCalendar) -> Calendar:
    """The calendar of a row. Equal rows share one, and with it the years it has worked out."""
    return _calendar(row.time_zone, json.dumps(row.weekly), json.dumps(row.exceptions, sort_keys=True))


async def _desk_calendar() -> BusinessCalendar | None:
    usual = BusinessCalendar.filter(
        departments__is_public=True, departments__is_urgent_only=False, departments__is_active=True
    )
    return await usual.order_by('departments__position', 'departments__id').first()


@lru_cache(maxsize=100)
def _calendar(time_zone: str, weekly: str, exceptions: str) -> Calendar:
    replaced = {date.fromisoformat(day): _hours(hours) for day, hours in json.loads(exceptions).items()}
    return Calendar(time_zone, tuple(_hours(hours) for hours in json.loads(weekly)), replaced)


def _hours(pairs: list[list[int]]) -> Hours:
    return tuple((start, end) for start, end in pairs)


def _week(calendar: Calendar) -> Iterator[Days]:
    for hours, days in groupby(range(7), key=lambda day: calendar.weekly[day]):
        if hours:
            first, *rest = days
            yield Days(first, rest[-1] if rest else first, hours)
