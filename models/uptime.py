"""What intervals of states come to: the state at an instant, stretches, a bar per local day, the uptime.

Pure. Instants are aware datetimes. A status is worse than another as `RANK` says. While there is a maintenance, what
probes measure in the same place does not count: it is expected.

Days that are over are worked out once for each history of them: only today grows.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from models.component import ComponentStatus, StatusSource

RANK: Mapping[ComponentStatus, int] = {
    status: rank
    for rank, status in enumerate(
        (
            ComponentStatus.OPERATIONAL,
            ComponentStatus.UNKNOWN,
            ComponentStatus.MAINTENANCE,
            ComponentStatus.DEGRADED,
            ComponentStatus.PARTIAL,
            ComponentStatus.MAJOR,
        )
    )
}
# How much of the time counts as down; what is not here does not count at all
WEIGHT: Mapping[ComponentStatus, float] = {
    ComponentStatus.OPERATIONAL: 0,
    ComponentStatus.DEGRADED: 0,
    ComponentStatus.PARTIAL: 0.5,
    ComponentStatus.MAJOR: 1,
}
_ZERO, _DAY = timedelta(), timedelta(days=1)
_PLACES = 500  # whose days that are over are kept in memory

LocalDay = tuple[date, datetime, datetime]  # its first instant, and that of the next


@dataclass(frozen=True)
class Said:
    """Somebody says that it was in this state from `start` until `end` (None: still), in one region or everywhere."""

    status: ComponentStatus
    start: datetime
    end: datetime | None = None
    source: StatusSource = StatusSource.MANUAL
    region: int | None = None


@dataclass(frozen=True)
class Stretch:
    """From `start` to `end` it was in one state all the time."""

    status: ComponentStatus
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Day:
    """A local day: the worst state of it, how much of it counts, and how much of that was down (weighted)."""

    on: date
    status: ComponentStatus
    counted: timedelta
    down: timedelta


class Reading(NamedTuple):
    """The state at an instant, `since` when it is so (None: all the time that was looked at), a bar per day."""

    status: ComponentStatus
    since: datetime | None
    days: tuple[Day, ...]


def reading(said: Sequence[Said], born: datetime, zone: ZoneInfo, at: datetime, number: int) -> Reading:
    """What is said comes to this at the instant `at`, over the `number` days, two or more, until its own."""
    today = at.astimezone(zone).date()
    start = midnight(today, zone)
    over = tuple(
        one if one.end is None or one.end < start else replace(one, end=None) for one in said if one.start < start
    )
    earlier = _past(over, born, zone, today, number)
    recent = stretches(said, born, start, at)
    goes_on = not recent or (len(recent) == 1 and recent[0].status == earlier.last.status)
    last = earlier.last if goes_on else recent[-1]
    status = state_at(said, at)
    since = at if status != last.status else last.start if last.start > earlier.start else None
    return Reading(status, since, (*earlier.days, *days(recent, local_days(zone, today, 1))))


@dataclass(frozen=True)
class _Past:
    """The bars of the days that are over, from `start`, and the stretch in which they end."""

    start: datetime
    days: tuple[Day, ...]
    last: Stretch


@lru_cache(_PLACES)
def _past(said: tuple[Said, ...], born: datetime, zone: ZoneInfo, today: date, number: int) -> _Past:
    of = local_days(zone, today, number)[:-1]
    start, end = of[0][1], of[-1][2]
    found = stretches(said, born, start, end)
    return _Past(start, tuple(days(found, of)), found[-1])


def worst(statuses: Iterable[ComponentStatus]) -> ComponentStatus:
    """The worst of them; operational where nothing is said."""
    return max(statuses, key=RANK.__getitem__, default=ComponentStatus.OPERATIONAL)


def in_region(said: Iterable[Said], region: int) -> list[Said]:
    """What is said about one region, also by saying it about all, as if there were no other."""
    return [Said(one.status, one.start, one.end, one.source) for one in said if one.region in (None, region)]


def state_at(said: Iterable[Said], at: datetime) -> ComponentStatus:
    """The worst of what is said about the instant."""
    return _of(one for one in said if one.start <= at and (one.end is None or at < one.end))


def stretches(said: Iterable[Said], since: datetime, start: datetime, end: datetime) -> list[Stretch]:
    """The states from `start` to `end`, each until the next; unknown before `since`, when it came to be."""
    begun, over = defaultdict[datetime, list[Said]](list), defaultdict[datetime, list[Said]](list)
    for one in said:
        begun[max(one.start, start)].append(one)
        over[max(one.end, start) if one.end else end].append(one)
    edges = {at for at in (start, since, *begun, *over) if start <= at < end}
    there: Counter[Said] = Counter()
    found: list[Stretch] = []
    for first, last in pairwise([*sorted(edges), end]):
        there += Counter(begun[first])
        there -= Counter(over[first])
        status = ComponentStatus.UNKNOWN if first < since and not there else _of(there)
        if found and found[-1].status == status:
            found[-1] = Stretch(status, found[-1].start, last)
        else:
            found.append(Stretch(status, first, last))
    return found


def local_days(zone: ZoneInfo, today: date, number: int) -> list[LocalDay]:
    """The `number` days until `today`, oldest first; a day of summer time may have 23 or 25 hours."""
    dates = [today - timedelta(days=back) for back in range(number - 1, -1, -1)]
    return [(day, midnight(day, zone), midnight(day + _DAY, zone)) for day in dates]


def days(found: Sequence[Stretch], of: Iterable[LocalDay]) -> list[Day]:
    """A bar for each of these days, as far as the stretches reach; unknown where they do not."""
    starts = [one.start for one in found]
    bars = []
    for day, start, end in of:
        first, last = max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)
        bars.append(_day(day, start, end, found[first:last]))
    return bars


def _day(day: date, start: datetime, end: datetime, there: Sequence[Stretch]) -> Day:
    seen, counted, down = [], _ZERO, _ZERO
    for one in there:
        length = min(one.end, end) - max(one.start, start)
        if length > _ZERO:
            seen.append(one.status)
            if one.status in WEIGHT:
                counted += length
                down += length * WEIGHT[one.status]
    return Day(day, worst(seen) if seen else ComponentStatus.UNKNOWN, counted, down)


def uptime(bars: Iterable[Day]) -> float | None:
    """The part of the counted time, 0 to 1, that it was up; None when no time counts."""
    counted = down = _ZERO
    for day in bars:
        counted += day.counted
        down += day.down
    return 1 - down / counted if counted else None


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _of(there: Iterable[Said]) -> ComponentStatus:
    """The worst of what is said about the same instant."""
    there = list(there)
    serviced = {one.region for one in there if one.source == StatusSource.MAINTENANCE}
    return worst(one.status for one in there if one.source != StatusSource.PROBE or not serviced & {None, one.region})
