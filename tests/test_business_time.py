"""Business time: worked examples."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from models.business_time import (
    Calendar,
    Hours,
    always_open,
    business_day_end,
    closing,
    due,
    elapsed,
    is_open,
    next_opening,
)

EXAMPLES = json.loads((Path(__file__).parent / 'data' / 'business_time.json').read_text())
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def hours(intervals: list[list[str]]) -> Hours:
    return tuple((minutes(start), minutes(end)) for start, end in intervals)


def minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def calendar(name: str) -> Calendar:
    told = EXAMPLES['calendars'][name]
    return Calendar(
        told['tz'],
        tuple(hours(told['weekly'].get(day, [])) for day in ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')),
        {date.fromisoformat(day): hours(intervals) for day, intervals in told.get('exceptions', {}).items()},
    )


CALENDARS = {name: calendar(name) for name in EXAMPLES['calendars']}
CO, EC, ES = (CALENDARS[name] for name in ('CO', 'EC', 'ES'))
at = datetime.fromisoformat


def bogota(text: str) -> datetime:
    return at(f'{text}-05:00')


@pytest.mark.parametrize('example', EXAMPLES['vectors'], ids=lambda example: f'{example["id"]} {example["why"]}')
def test_worked_examples(example):
    desk, start = CALENDARS[example['calendar']], at(example['start'])
    pauses = [(at(begin), end and at(end)) for begin, end in example.get('pauses', [])]
    match example['op']:
        case 'due':
            got = due(desk, start, timedelta(minutes=example['minutes']), pauses)
            assert got == (example['expect'] and at(example['expect']))
        case 'elapsed':
            assert elapsed(desk, start, at(example['end']), pauses) == timedelta(minutes=example['expect'])
        case 'due_days':
            assert business_day_end(desk, start, example['days']) == at(example['expect'])
        case other:
            pytest.fail(f'unknown operation {other}')


@pytest.mark.rule('S0-11')
def test_ecuador_from_nine_to_half_past_six():
    assert due(EC, bogota('2026-11-23T17:00'), 3 * HOUR) == bogota('2026-11-24T10:30')


@pytest.mark.rule('S4-10')
@pytest.mark.parametrize(
    ('start', 'pauses', 'expected'),
    [
        ('2026-11-23T08:00', [], '2026-11-27T16:00'),
        ('2026-12-04T17:00', [], '2026-12-14T15:00'),
        ('2026-11-23T08:00', [('2026-11-23T10:00', '2026-11-25T09:00')], '2026-12-01T15:00'),
    ],
)
def test_forty_eight_business_hours(start, pauses, expected):
    pauses = [(bogota(begin), bogota(end)) for begin, end in pauses]
    assert due(CO, bogota(start), 48 * HOUR, pauses) == bogota(expected)


@pytest.mark.rule('S4-12')
@pytest.mark.parametrize(
    ('start', 'expected'), [('2026-12-04T17:00', '2026-12-07T10:00'), ('2026-11-21T12:00', '2026-11-23T11:00')]
)
def test_first_response_within_three_hours(start, expected):
    assert due(CO, bogota(start), 3 * HOUR) == bogota(expected)


@pytest.mark.rule('S4-9')
@pytest.mark.parametrize(
    ('start', 'expected'), [('2026-11-23T10:00', '2026-11-25T18:00'), ('2026-12-04T16:00', '2026-12-09T18:00')]
)
def test_two_business_days_end_at_closing_time(start, expected):
    assert business_day_end(CO, bogota(start), 2) == bogota(expected)


@pytest.mark.rule('S4-13')
def test_colombia_works_from_eight_to_six_without_break():
    assert not is_open(CO, bogota('2026-11-23T07:59:59'))
    assert next_opening(CO, bogota('2026-11-21T12:00')) == bogota('2026-11-23T08:00')
    assert closing(CO, bogota('2026-11-23T08:00')) == bogota('2026-11-23T18:00')
    assert not is_open(CO, bogota('2026-11-23T18:00'))


@pytest.mark.rule('S3-15')
def test_only_the_department_that_never_closes_starts_on_saturday():
    saturday = at('2026-06-20T12:00+02:00')
    assert due(ES, saturday, HOUR) == at('2026-06-22T10:00+02:00')
    assert due(always_open('Europe/Madrid'), saturday, HOUR) == at('2026-06-20T13:00+02:00')


def test_no_span_is_due_at_once_even_when_closed():
    night = bogota('2026-11-22T03:00')
    assert due(CO, night, timedelta()) == night
    assert due(CO, night, timedelta(), [(night - HOUR, night + HOUR)]) == night


def test_a_span_used_up_at_closing_is_due_at_closing():
    assert due(CO, bogota('2026-11-27T17:00'), HOUR) == bogota('2026-11-27T18:00')
    assert due(CO, bogota('2026-11-27T17:00'), HOUR + timedelta(microseconds=1)) > bogota('2026-11-30T08:00')


def test_a_span_used_up_when_a_pause_begins_is_due_then():
    start = bogota('2026-11-23T12:00')
    assert due(CO, start, HOUR, [(start + HOUR, start + 2 * HOUR)]) == start + HOUR


def test_an_open_pause_has_no_due_instant_and_stops_the_clock():
    start = bogota('2026-11-23T08:00')
    pauses = [(start + 2 * HOUR, start + 3 * HOUR), (start + 4 * HOUR, None)]
    assert due(CO, start, HOUR, pauses) is None
    assert due(CO, start, 9 * HOUR, pauses) is None
    assert elapsed(CO, start, start + 90 * DAY, pauses) == 3 * HOUR


def test_time_does_not_run_backwards():
    start = bogota('2026-11-23T12:00')
    assert elapsed(CO, start, start - HOUR) == timedelta()
    assert (
        elapsed(CO, start, start + 2 * HOUR, [(start + HOUR, start)]) == 2 * HOUR
    )  # a pause that ends before it starts


def test_a_single_extra_day_is_reached_and_nothing_after_it():
    once = Calendar('Asia/Tokyo', ((),) * 7, {date(2027, 12, 31): ((600, 1440),)})
    start = at('2026-01-01T00:00+00:00')
    midnight = at('2028-01-01T00:00+09:00')
    assert business_day_end(once, start, 1) == midnight
    assert due(once, start, 14 * HOUR) == midnight
    assert next_opening(once, start) == at('2027-12-31T10:00+09:00')
    assert next_opening(once, midnight) is None
    with pytest.raises(ValueError, match='12 years'):
        business_day_end(once, start, 2)
    with pytest.raises(ValueError, match='12 years'):
        due(once, start, 15 * HOUR)


def test_a_calendar_without_hours_gives_up():
    never = Calendar('America/Bogota', ((),) * 7, {})
    start = bogota('2026-11-23T12:00')
    with pytest.raises(ValueError, match='12 years'):
        due(never, start, MINUTE)
    with pytest.raises(ValueError, match='12 years'):
        business_day_end(never, start, 1)
    assert elapsed(never, start, start + 1000 * DAY) == timedelta()
    assert not is_open(never, start)
    assert closing(never, start) is next_opening(never, start) is None


def test_always_open_is_real_time():
    anywhen, start = always_open('America/Santiago'), at('2026-01-15T10:20:30.000007+00:00')
    assert due(anywhen, start, 1000 * DAY) == start + 1000 * DAY
    assert elapsed(anywhen, start, start + 1000 * DAY) == 1000 * DAY
    assert is_open(anywhen, start)
    assert closing(anywhen, start) is next_opening(anywhen, start) is None


def test_stretches_go_on_across_midnight_and_new_year():
    night = CALENDARS['ES_NIGHT']
    assert closing(night, at('2026-12-31T23:00+01:00')) == at('2027-01-01T06:00+01:00')
    assert next_opening(night, at('2026-12-31T23:00+01:00')) == at('2027-01-01T22:00+01:00')
    utc = Calendar('UTC', (((0, 360), (1320, 1440)),) * 7, {date(2028, 1, 1): ()})
    assert closing(utc, at('2026-12-31T23:00Z')) == at('2027-01-01T06:00Z')
    assert closing(utc, at('2027-12-31T23:00Z')) == at('2028-01-01T00:00Z')
    assert next_opening(utc, at('2026-12-31T21:00Z')) == at('2026-12-31T22:00Z')
    assert next_opening(utc, at('2026-12-31T22:00Z')) == at('2027-01-01T22:00Z')


def test_a_local_day_that_spans_two_utc_years_closes_once():
    late = Calendar('America/Bogota', (((480, 1320),),) * 7, {})  # 22:00 in Bogotá is 03:00 UTC of the next day
    assert business_day_end(late, bogota('2026-12-30T12:00'), 1) == bogota('2026-12-31T22:00')
    early = Calendar(
        'Pacific/Auckland', (((480, 1080),),) * 7, {}
    )  # 18:00 in Auckland is 05:00 UTC, 08:00 the day before
    assert business_day_end(early, at('2026-12-31T12:00+13:00'), 1) == at('2027-01-01T18:00+13:00')
