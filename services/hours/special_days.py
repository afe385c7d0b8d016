"""A year of a calendar: its special days, and what each means against the usual hours of its weekday. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models import BusinessCalendar
from models.business_time import Hours
from services.hours.calendar_form import hours_text


class Special(StrEnum):
    """What a special day is."""

    CLOSED = 'closed'
    HALF = 'half'
    EXTRA = 'extra'


@dataclass(frozen=True)
class SpecialDay:
    """One of them, with its hours as they are typed: '' where it is closed."""

    day: date
    name: str
    hours: str
    kind: Special


def special_days(row: BusinessCalendar, year: int) -> list[SpecialDay]:
    """Those of a year, by date."""
    found = []
    for key in sorted(row.exceptions):
        day = date.fromisoformat(key)
        if day.year == year:
            hours = row.exceptions[key]
            kind = kind_of(hours, row.weekly[day.weekday()])
            found.append(SpecialDay(day, row.names.get(key, ''), hours_text(hours), kind))
    return found


def kind_of(hours: Hours | Sequence[Sequence[int]], usual: Sequence[Sequence[int]]) -> Special:
    """Closed, open for less than usual, or for as long or longer."""
    if not hours:
        return Special.CLOSED
    return Special.HALF if _length(hours) < _length(usual) else Special.EXTRA


def _length(hours: Sequence[Sequence[int]]) -> int:
    return sum(end - start for start, end in hours)
