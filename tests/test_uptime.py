"""States, bars and uptime against a recount, quarter of an hour by quarter of an hour, across summer time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.component import ComponentStatus, StatusSource
from models.uptime import Day, Said, days, in_region, local_days, midnight, reading, state_at, stretches, uptime, worst

QUARTER = timedelta(minutes=15)
NUMBER = 4
# Days that are longer or shorter, begin an hour late, have midnight twice, or are not there at all
TURNS = [
    ('America/Guayaquil', date(2026, 11, 22)),
    ('Europe/Madrid', date(2026, 3, 29)),
    ('Europe/Madrid', date(2026, 10, 25)),
    ('America/Santiago', date(2026, 9, 6)),
    ('America/Santiago', date(2026, 4, 5)),
    ('America/Havana', date(2026, 11, 1)),
    ('Australia/Lord_Howe', date(2026, 10, 4)),
    ('Pacific/Apia', date(2011, 12, 31)),
]
BAD = {'major': 1.0, 'partial': 0.5, 'degraded': 0.0, 'operational': 0.0}
ORDER = ['operational', 'unknown', 'maintenance', 'degraded', 'partial', 'major']

quarters = st.integers(min_value=-40, max_value=(NUMBER + 1) * 96)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, str, int | None, int, int | None]]:
    """(status, source, region, from, until) of some intervals, in quarters of an hour since the first midnight."""
    return [
        (
            draw(st.sampled_from(ORDER[1:])),
            draw(st.sampled_from(['manual', 'probe', 'incident', 'maintenance'])),
            draw(st.sampled_from([None, 1, 2])),
            first := draw(quarters),
            draw(st.none() | st.integers(min_value=first, max_value=first + 300)),
        )
        for _ in range(draw(st.integers(min_value=0, max_value=7)))
    ]


@given(
    turn=st.sampled_from(TURNS),
    history=histories(),
    born=quarters,
    until=st.integers(min_value=0, max_value=95),
    region=st.sampled_from([None, 1]),
)
def test_bars_and_uptime_are_those_of_a_recount(
    turn: tuple[str, date],
    history: list[tuple[str, str, int | None, int, int | None]],
    born: int,
    until: int,
    region: int | None,
) -> None:
    zone, today = ZoneInfo(turn[0]), turn[1] + timedelta(days=1)
    start = midnight(today - timedelta(days=NUMBER - 1), zone)
    end = midnight(today, zone) + until * QUARTER
    said = [
        Said(
            ComponentStatus(status),
            start + first * QUARTER,
            None if last is None else start + last * QUARTER,
            StatusSource(source),
            where,
        )
        for status, source, where, first, last in history
    ]
    since = start + born * QUARTER
    about = said if region is None else in_region(said, region)

    whole = stretches(about, since, start, end)
    bars = days(whole, local_days(zone, today, NUMBER))
    status, so_since, read = reading(about, since, zone, end, NUMBER)

    assert read == tuple(bars)
    assert status == state_at(about, end)
    here = None if len(whole) == 1 else whole[-1].start
    assert so_since == (here if whole[-1].status == status else end)
    assert [(bar.on, bar.status, bar.counted, bar.down) for bar in bars] == _recounted(
        _seen(said, region), since, start, end, zone, today
    )
    counted, down = sum((bar.counted for bar in bars), timedelta()), sum((bar.down for bar in bars), timedelta())
    assert uptime(bars) == (1 - down / counted if counted else None)


def _seen(said: Sequence[Said], region: int | None) -> list[tuple[Said, int | None]]:
    """What concerns the region, with the place that it is said of there."""
    if region is None:
        return [(one, one.region) for one in said]
    return [(one, None) for one in said if one.region is None or one.region == region]


def _recounted(
    said: Sequence[tuple[Said, int | None]],
    since: datetime,
    start: datetime,
    end: datetime,
    zone: ZoneInfo,
    today: date,
) -> list[tuple[date, str, timedelta, timedelta]]:
    seen: dict[date, list[str]] = defaultdict(list)
    at = start
    while at < end:
        seen[at.astimezone(zone).date()].append(_state(said, since, at))
        at += QUARTER
    found = []
    for back in range(NUMBER - 1, -1, -1):
        states = seen[today - timedelta(days=back)]
        weights = [BAD[state] for state in states if state in BAD]
        status = max(states, key=ORDER.index, default='unknown')
        found.append((today - timedelta(days=back), status, len(weights) * QUARTER, sum(weights) * QUARTER))
    return found


def _state(said: Sequence[tuple[Said, int | None]], since: datetime, at: datetime) -> str:
    there = [(one, place) for one, place in said if one.start <= at and (one.end is None or one.end > at)]
    if not there:
        return 'unknown' if at < since else 'operational'
    counts = [
        one.status
        for one, place in there
        if one.source != 'probe'
        or not any(other.source == 'maintenance' and where in (None, place) for other, where in there)
    ]
    return max(counts, key=ORDER.index)


@given(histories(), quarters)
def test_the_state_at_an_instant_is_that_of_its_stretch(
    history: list[tuple[str, str, int | None, int, int | None]], at: int
) -> None:
    zero = datetime(2026, 11, 22, tzinfo=UTC)
    said = [
        Said(ComponentStatus(s), zero + f * QUARTER, None if u is None else zero + u * QUARTER, StatusSource(w), r)
        for s, w, r, f, u in history
    ]
    instant = zero + at * QUARTER
    found = stretches(said, zero - timedelta(days=9), instant - timedelta(hours=5), instant + QUARTER)
    assert found[-1].status == state_at(said, instant)
    assert all(one.status != other.status and one.end == other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ('status', 'expected'),
    [('major', 0.875), ('partial', 0.9375), ('degraded', 1.0), ('maintenance', 1.0), ('unknown', 1.0)],
)
def test_three_hours_of_a_day_weigh_as_their_state_does(status: str, expected: float) -> None:
    zone, start = ZoneInfo('America/Guayaquil'), datetime(2026, 11, 20, 5, tzinfo=UTC)
    said = [Said(ComponentStatus(status), start + timedelta(hours=1), start + timedelta(hours=4))]
    bars = days(stretches(said, start, start, start + timedelta(days=1)), local_days(zone, date(2026, 11, 20), 1))
    assert (bars[0].status, uptime(bars)) == (status, expected)
    assert bars[0].counted == timedelta(hours=24 if status in BAD else 21)


def test_nothing_known_is_not_hundred_per_cent() -> None:
    assert uptime([Day(date(2026, 11, 20), ComponentStatus.UNKNOWN, timedelta(), timedelta())]) is None
    assert worst([]) == ComponentStatus.OPERATIONAL
    assert worst([ComponentStatus.UNKNOWN, ComponentStatus.OPERATIONAL]) == ComponentStatus.UNKNOWN
