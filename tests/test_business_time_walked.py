"""Business time against a walker that asks the wall clock step by step, round the changes of the clocks."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.business_time import Calendar, business_day_end, closing, due, elapsed, is_open, next_opening

STEP = timedelta(minutes=5)  # all hours and changes of the clocks below are whole numbers of it
STEPS = 800  # nearly three days
CHANGES = {
    'America/Santiago': ['2026-04-05', '2026-09-06'],  # at midnight, both ways
    'America/Havana': ['2026-03-08', '2026-11-01'],  # midnight is missing; the first hour comes twice
    'Europe/Madrid': ['2026-03-29', '2026-10-25'],
    'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],  # half an hour
    'America/Bogota': ['2026-12-31'],
    'America/Guayaquil': ['2027-01-01'],
}
quarters = st.integers(0, 96).map(lambda quarter: quarter * 15)


@st.composite
def days(draw):
    """Hours of a day: none, some intervals, touching ones, or all of it."""
    edges = sorted(draw(st.lists(quarters, max_size=6, unique=True)))
    split = tuple(zip(edges[::2], edges[1::2], strict=False))
    return draw(st.sampled_from([split, split, (), ((0, 1440),), ((0, 360), (1320, 1440)), ((0, 90), (90, 200))]))


@st.composite
def desks(draw):
    """A calendar and an instant near a change of its clocks."""
    tz = draw(st.sampled_from(sorted(CHANGES)))
    change = date.fromisoformat(draw(st.sampled_from(CHANGES[tz])))
    exceptions = draw(st.dictionaries(st.integers(-2, 4).map(lambda n: change + timedelta(days=n)), days(), max_size=3))
    desk = Calendar(tz, tuple(draw(days()) for _ in range(7)), exceptions)
    start = datetime.combine(change, time(), UTC) + STEP * draw(st.integers(-576, 288))
    return desk, start


@st.composite
def pauses(draw, start):
    begins = draw(st.lists(st.integers(-120, 600), max_size=3))
    return [(start + STEP * begin, start + STEP * (begin + draw(st.integers(0, 180)))) for begin in begins]


def walk(desk, start, count, pauses=()):
    """For each of the next steps: its instant and whether it counts."""
    zone = zoneinfo.ZoneInfo(desk.tz)
    for n in range(count):
        instant = start + n * STEP
        wall = instant.astimezone(zone)
        day = desk.exceptions.get(wall.date(), desk.weekly[wall.weekday()])
        counts = any(begin <= wall.hour * 60 + wall.minute < end for begin, end in day)
        yield instant, counts and not any(begin <= instant < end for begin, end in pauses)


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_elapsed_as_walked(data):
    desk, start = data.draw(desks())
    breaks = data.draw(pauses(start))
    count = data.draw(st.integers(0, STEPS))
    walked = sum(counts for _, counts in walk(desk, start, count, breaks))
    assert elapsed(desk, start, start + count * STEP, breaks) == walked * STEP


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_due_as_walked(data):
    desk, start = data.draw(desks())
    breaks = data.draw(pauses(start))
    span = data.draw(st.integers(1, 300))
    counted = [instant for instant, counts in walk(desk, start, STEPS, breaks) if counts]
    if len(counted) >= span:
        assert due(desk, start, span * STEP, breaks) == counted[span - 1] + STEP


@settings(deadline=None, max_examples=80)
@given(desks())
def test_openings_and_closings_as_walked(drawn):
    desk, start = drawn
    steps = list(walk(desk, start, STEPS))
    assert is_open(desk, start) == steps[0][1]
    turns = [instant for (_, before), (instant, after) in pairwise(steps) if before != after]
    first_is_closing = steps[0][1]
    if turns and first_is_closing:
        assert closing(desk, start) == turns[0]
    if len(turns) > first_is_closing:
        assert next_opening(desk, start) == turns[first_is_closing]


@settings(deadline=None, max_examples=80)
@given(desks(), st.integers(1, 3))
def test_business_days_as_walked(drawn, count):
    desk, start = drawn
    zone = zoneinfo.ZoneInfo(desk.tz)
    today = start.astimezone(zone).date()
    closes = {}
    for instant, counts in walk(desk, start, 2 * STEPS):
        day = instant.astimezone(zone).date()
        if counts and today < day:
            closes[day] = instant + STEP
    if len(closes) > count:  # the last day walked may not be over
        assert business_day_end(desk, start, count) == list(closes.values())[count - 1]


@settings(deadline=None)
@given(
    desks(),
    st.timedeltas(timedelta(microseconds=1), timedelta(hours=20)),
    st.timedeltas(timedelta(), timedelta(days=3)),
)
def test_due_is_the_earliest_instant_to_the_microsecond(drawn, span, later):
    desk, start = drawn
    assume(any(desk.weekly))
    instant = due(desk, start + later, span)
    assert instant.tzinfo is UTC
    assert elapsed(desk, start + later, instant) == span
    assert elapsed(desk, start + later, instant - timedelta(microseconds=1)) < span
