"""Business time: what counts as open, when a promise falls due, how much of it is used (S0-11, S3-15, S4-9..S4-13).

A calendar is open at an instant when the wall clock of its zone then lies in an interval of that local date. Summer
time needs nothing else: a gap is shorter, a repeated hour counts twice, a midnight that does not exist does no harm.

Pure arithmetic. Instants are aware datetimes (`ValueError` for naive ones); answers are in UTC.
"""

import zoneinfo
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise
from types import MappingProxyType

# The pinned tzdata package must win over the machine's zones, which are older and differ from one machine to the next.
zoneinfo.reset_tzpath(to=[])
zoneinfo.ZoneInfo.clear_cache()

Hours = tuple[tuple[int, int], ...]  # (start, end) in minutes of a local day, 0 <= start < end <= 1440
Pauses = Sequence[tuple[datetime, datetime | None]]  # None: still paused

_ZERO, _SECOND, _DAY = timedelta(), timedelta(seconds=1), timedelta(days=1)
_HORIZON = 12  # years to look ahead before giving up


@dataclass(frozen=True)
class Calendar:
    """Opening hours in an IANA zone. Keep the object: it remembers the years it has worked out.

    `weekly`: the hours of seven days from Monday; an overnight shift is two intervals. `exceptions` replace the hours
    of a local date, `()` closes it. `ValueError` for an unknown zone, or intervals that overlap or leave the day.
    """

    tz: str
    weekly: tuple[Hours, ...]
    exceptions: Mapping[date, Hours] = field(default_factory=dict, hash=False)
    zone: zoneinfo.ZoneInfo = field(init=False, repr=False, compare=False)
    _years: dict[int, '_Year'] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError('a week has seven days')
        if any(type(day) is not date for day in self.exceptions):  # a datetime would never be found
            raise ValueError('exceptions are keyed by dates')
        try:
            object.__setattr__(self, 'zone', zoneinfo.ZoneInfo(self.tz))
        except (zoneinfo.ZoneInfoNotFoundError, OSError) as error:  # OSError: the name of a folder, or one too long
            raise ValueError(f'unknown time zone {self.tz!r}') from error
        exceptions = {day: _checked(hours) for day, hours in self.exceptions.items()}
        object.__setattr__(self, 'weekly', tuple(_checked(hours) for hours in self.weekly))
        object.__setattr__(self, 'exceptions', MappingProxyType(exceptions))

    def year(self, number: int) -> '_Year':
        """The open stretches of a UTC year, worked out once."""
        if number not in self._years:
            self._years[number] = _Year(self, number)
        return self._years[number]


def always_open(tz: str) -> Calendar:
    """24x7 (S3-15)."""
    return Calendar(tz, (((0, 1440),),) * 7)


def due(calendar: Calendar, start: datetime, span: timedelta, pauses: Pauses = ()) -> datetime | None:
    """Earliest instant from `start` on by which `span` of open, unpaused time has passed; `start` itself for no span.

    None while a pause has no end: nothing paused can be late. `ValueError` when 12 years are not enough.
    """
    at, left = _utc(start), span
    if any(resume is None for _, resume in pauses):
        return None
    if left <= _ZERO:
        return at
    for begin, pause in _unpaused(at, pauses):
        at = begin
        if pause is None or (used := _open_time(calendar, begin, pause)) >= left:
            break
        left -= used
    left += calendar.year(at.year).before(at)
    for number in _ahead(at):
        year = calendar.year(number)
        if left <= year.through[-1]:
            i = bisect_left(year.through, left)
            return year.ends[i - 1] - (year.through[i] - left)
        left -= year.through[-1]
    raise ValueError(f'not reached within {_HORIZON} years')


def elapsed(calendar: Calendar, start: datetime, end: datetime, pauses: Pauses = ()) -> timedelta:
    """Open time in [start, end) outside the pauses; zero when `end` is not after `start`."""
    last = _utc(end)
    stretches = _unpaused(_utc(start), pauses)
    return sum((_open_time(calendar, a, min(b or last, last)) for a, b in stretches if a < last), _ZERO)


def business_day_end(calendar: Calendar, start: datetime, days: int) -> datetime:
    """Closing instant of the `days`-th open local date after the local date of `start`, which does not count (S4-9)."""
    if days < 1:
        raise ValueError('business days are counted from 1')
    at = _utc(start)
    today = at.astimezone(calendar.zone).date()
    closings: dict[date, datetime] = {}
    for number in _ahead(at):
        closings |= calendar.year(number).closings
        after = [day for day in closings if day > today]
        if len(after) >= days and after[days - 1] < date(number, 12, 31):  # later ones may go on in the next UTC year
            return closings[after[days - 1]]
    raise ValueError(f'not reached within {_HORIZON} years')


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the calendar is open at the instant; at the end of an interval it is closed."""
    at = _utc(at)
    return calendar.year(at.year).open_until(at) is not None


def closing(calendar: Calendar, at: datetime) -> datetime | None:
    """End of the open stretch that holds `at`, across midnights; None when closed, or when it never closes."""
    at, end = _utc(at), None
    for number in _ahead(at):
        until = calendar.year(number).open_until(at)
        if until is None or until.year == number:
            return until or end
        at = end = until  # the end of the UTC year: the stretch may go on
    return None


def next_opening(calendar: Calendar, at: datetime) -> datetime | None:
    """First instant after `at` at which closed turns open; None when that never happens."""
    shut = closing(calendar, at) if is_open(calendar, at) else _utc(at)
    if shut is None:
        return None
    return next((start for n in _ahead(shut) for start in calendar.year(n).starts if start > shut), None)


class _Year:
    """The open stretches of one UTC year, in order, none touching the next."""

    def __init__(self, calendar: Calendar, number: int) -> None:
        self.starts: list[datetime] = []
        self.ends: list[datetime] = []
        self.through = [_ZERO]  # open time of the year up to its start, then up to each end
        self.closings: dict[date, datetime] = {}  # last closing of each local date that opens at all
        for day, start, end in _open_intervals(calendar, number):
            self.closings[day] = end
            if self.ends and self.ends[-1] == start:  # 24:00 | 00:00
                self.ends[-1] = end
                self.through[-1] += end - start
            else:
                self.starts.append(start)
                self.ends.append(end)
                self.through.append(self.through[-1] + (end - start))

    def before(self, at: datetime) -> timedelta:
        """Open time of the year before `at`."""
        i = bisect_right(self.starts, at)
        return self.through[i] - max(self.ends[i - 1] - at, _ZERO) if i else _ZERO

    def open_until(self, at: datetime) -> datetime | None:
        """End of the stretch that holds `at`."""
        i = bisect_right(self.starts, at)
        return self.ends[i - 1] if i and at < self.ends[i - 1] else None


def _open_intervals(calendar: Calendar, number: int) -> Iterator[tuple[date, datetime, datetime]]:
    """Local date, start and end of what is open in a UTC year, cut where the offset changes."""
    for first, last in pairwise(_edges(calendar.zone, number)):
        offset = _offset(calendar.zone, first)
        midnight = datetime.combine(first + offset, time(), UTC) - offset
        while midnight < last:
            day = (midnight + offset).date()
            for opens, closes in calendar.exceptions.get(day, calendar.weekly[day.weekday()]):
                start = max(first, midnight + timedelta(minutes=opens))
                end = min(last, midnight + timedelta(minutes=closes))
                if start < end:
                    yield day, start, end
            midnight += _DAY


def _edges(zone: zoneinfo.ZoneInfo, number: int) -> Iterator[datetime]:
    """Start of a UTC year, the seconds at which the zone's offset changes, end of the year."""
    at = datetime(number, 1, 1, tzinfo=UTC)
    yield at
    while at.year == number:
        if (offset := _offset(zone, at)) != _offset(zone, at + _DAY):
            seconds = range(int(_DAY / _SECOND))
            yield at + _SECOND * bisect_left(seconds, True, key=lambda n: _offset(zone, at + n * _SECOND) != offset)
        at += _DAY
    yield at


def _offset(zone: zoneinfo.ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or _ZERO


def _ahead(at: datetime) -> range:
    return range(at.year, at.year + _HORIZON + 1)


def _open_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Open time in [start, end)."""
    years = [calendar.year(number) for number in range(start.year, end.year + 1)]
    return sum((year.through[-1] for year in years[:-1]), _ZERO) - years[0].before(start) + years[-1].before(end)


def _unpaused(start: datetime, pauses: Pauses) -> Iterator[tuple[datetime, datetime | None]]:
    """The stretches from `start` on that no pause covers; the last is endless, unless a pause is."""
    for pause, resume in sorted(((_utc(a), b and _utc(b)) for a, b in pauses), key=lambda pause: pause[0]):
        if pause > start:
            yield start, pause
        if resume is None:
            return
        start = max(start, pause, resume)
    yield start, None


def _checked(hours: Hours) -> Hours:
    """The intervals of a day in order, or `ValueError`."""
    hours = tuple(sorted((start, end) for start, end in hours))
    edges = [0, *chain.from_iterable(hours), 1440]
    if edges != sorted(edges) or any(start == end for start, end in hours):
        raise ValueError('intervals start before they end, lie within 0 and 1440, and do not overlap')
    return hours


def _utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError('an instant needs its offset')
    return at.astimezone(UTC)
