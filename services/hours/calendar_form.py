"""What an admin types into a calendar: hours of a day, of a week, and of dates that replace a day. Pure (S0-11)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from models.business_time import Hours
from services.language import N_, Text
from services.plain_text import text_problem
from services.refusals import Invalid

DAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
LONGEST_NAME = 120
MOST_DAYS = 62  # that one entry may close, two months of a summer for one
MIDNIGHT = 1440

Values = Mapping[str, str]
Week = list[list[list[int]]]

_TIME = r'(\d{1,2})(?:[:.h](\d{2}))?h?'
_STRETCH = re.compile(rf'{_TIME}\s*(?:-|–|—|a|to)\s*{_TIME}', re.IGNORECASE)
_NO_TIME = N_('Write times such as 8:00–12:30, 14:00–18:00')


@dataclass(frozen=True)
class SpecialDays:
    """Dates from `first` to `last` on which `hours` replace the usual ones: () closes them."""

    first: date
    last: date
    hours: Hours
    name: str

    def dates(self) -> list[str]:
        return [(self.first + timedelta(days=n)).isoformat() for n in range((self.last - self.first).days + 1)]


def hours_text(hours: Sequence[Sequence[int]]) -> str:
    """ "8:00–12:30, 14:00–18:00", as `read_hours` takes it; nothing where it is closed."""
    return ', '.join(f'{_clock(start)}–{_clock(end)}' for start, end in hours)


def read_hours(text: str) -> Hours:
    """The stretches of a day in minutes, in their order, none for an empty text; one that ends before it begins goes
    on after midnight. `ValueError` for what is no time, or overlaps.
    """
    stretches = []
    for part in filter(None, (part.strip() for part in re.split(r'[,;]', text))):
        found = _STRETCH.fullmatch(part)
        if found is None:
            raise ValueError(part)
        start, end = _minutes(*found.group(1, 2)), _minutes(*found.group(3, 4)) or MIDNIGHT
        if start in (end, MIDNIGHT):
            raise ValueError(part)
        stretches.append((start, end))
    stretches.sort()
    if any(end > after or end < start for (start, end), (after, _end) in pairwise(stretches)):
        raise ValueError(text)
    return tuple(stretches)


def read_week(values: Values) -> Week:
    """Seven days from Monday, of a field each; a night's second half is an interval of the next day. `Invalid`."""
    problems: dict[str, Text] = {}
    week: list[list[tuple[int, int]]] = [[] for _day in DAYS]
    nights: list[tuple[int, int]] = []  # the day into which one goes on, and until when
    for number, day in enumerate(DAYS):
        try:
            hours = read_hours(values.get(day, ''))
        except ValueError:
            problems[day] = _hours_problem(values.get(day, ''))
            continue
        for start, end in hours:
            week[number].append((start, MIDNIGHT if end < start else end))
            if end < start:
                nights.append(((number + 1) % 7, end))
    for number, end in nights:
        if any(start < end for start, _end in week[number]):
            problems.setdefault(DAYS[number], N_('It begins before the night of the day before has ended'))
        week[number].insert(0, (0, end))
    if not problems and not any(week):
        problems[DAYS[0]] = N_('Open on one day at least: nothing could ever be due')
    if problems:
        raise Invalid(problems)
    return [[list(stretch) for stretch in day] for day in week]


def read_days(values: Values) -> SpecialDays:
    """`date`, `until` (empty: one day), `hours` (empty: closed) and `name` of dates with own hours. `Invalid`."""
    problems: dict[str, Text | None] = {
        'name': text_problem(
            values.get('name', ''), longest=LONGEST_NAME, one_line=True, required=N_('Write what day it is')
        )
    }
    first, until = _day(values.get('date', '')), values.get('until', '')
    last = _day(until) if until else first
    if first is None:
        problems['date'] = N_('Choose a date')
    elif last is None or last < first:
        problems['until'] = N_('Choose a date that is not before the first')
    elif (last - first).days >= MOST_DAYS:
        problems['until'] = N_('At most %(days)d days at once', days=MOST_DAYS)
    text = values.get('hours', '')
    hours: Hours = ()
    try:
        hours = read_hours(text)
        if any(end < start for start, end in hours):
            problems['hours'] = N_('What goes on after midnight belongs to the next date')
    except ValueError:
        problems['hours'] = _hours_problem(text)
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)
    assert first
    assert last
    return SpecialDays(first, last, hours, values['name'].strip())


def _hours_problem(text: str) -> Text:
    """Whether there is a time that is none, or the stretches overlap."""
    try:
        for part in filter(None, re.split(r'[,;]', text)):
            read_hours(part)
    except ValueError:
        return _NO_TIME
    return N_('These stretches overlap')


def _clock(minutes: int) -> str:
    return f'{minutes // 60}:{minutes % 60:02}'


def _minutes(hour: str, minute: str | None) -> int:
    """`ValueError` for what no clock shows; 24:00 is the end of the day."""
    minutes = 60 * int(hour) + int(minute or 0)
    if int(minute or 0) > 59 or minutes > MIDNIGHT:
        raise ValueError(hour)
    return minutes


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
