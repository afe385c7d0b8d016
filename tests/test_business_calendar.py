"""What a calendar is, and what business time refuses."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest

from models.business_time import Calendar, always_open, business_day_end, closing, due, elapsed, is_open, next_opening

DESK = Calendar('America/Bogota', (((480, 1080),),) * 5 + ((), ()), {})
HOUR = timedelta(hours=1)
at = datetime.fromisoformat


@pytest.mark.parametrize('tz', ['', 'America', 'Mars/Olympus', '../etc/passwd', '/etc/localtime', 'a\0b', 'x' * 5000])
def test_unknown_zones_are_refused(tz):
    with pytest.raises(ValueError, match=r'.'):
        always_open(tz)


@pytest.mark.parametrize(
    'day', [((0, 1441),), ((-1, 5),), ((5, 5),), ((9, 5),), ((0, 60), (59, 90)), ((0, 90), (10, 20))]
)
def test_impossible_hours_are_refused(day):
    with pytest.raises(ValueError, match='intervals'):
        Calendar('UTC', (day, *((),) * 6), {})
    with pytest.raises(ValueError, match='intervals'):
        Calendar('UTC', ((),) * 7, {date(2026, 1, 1): day})


def test_weeks_and_exceptions_have_their_shape():
    with pytest.raises(ValueError, match='seven'):
        Calendar('UTC', ((),) * 6, {})
    with pytest.raises(ValueError, match='dates'):
        Calendar('UTC', ((),) * 7, {datetime(2026, 1, 1, tzinfo=UTC): ()})


def test_naive_instants_are_refused():
    naive, aware = at('2026-01-01T00:00'), at('2026-01-01T00:00Z')
    for call in (
        lambda: due(DESK, naive, HOUR),
        lambda: due(DESK, aware, HOUR, [(naive, aware)]),
        lambda: elapsed(DESK, aware, naive),
        lambda: elapsed(DESK, aware, aware, [(aware, naive)]),
        lambda: business_day_end(DESK, naive, 1),
        lambda: is_open(DESK, naive),
        lambda: closing(DESK, naive),
        lambda: next_opening(DESK, naive),
    ):
        with pytest.raises(ValueError, match='offset'):
            call()


def test_business_days_are_counted_from_one():
    with pytest.raises(ValueError, match='from 1'):
        business_day_end(DESK, at('2026-11-23T12:00Z'), 0)


def test_calendars_are_values():
    christmas = {date(2026, 12, 25): ()}
    one, two = (Calendar('UTC', (((840, 900), (0, 60)),) * 7, christmas) for _ in range(2))
    assert one == two
    assert hash(one) == hash(two)
    assert one.weekly[0] == ((0, 60), (840, 900))
    christmas.clear()
    assert not is_open(one, at('2026-12-25T00:30Z'))


def test_zones_come_from_the_pinned_package():
    assert zoneinfo.TZPATH == ()
