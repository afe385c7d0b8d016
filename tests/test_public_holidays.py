"""The holidays of a country: compared with a calendar's, adopted or passed over, and told to admins every night."""

from datetime import date, datetime, timedelta

import pytest

from models import BusinessCalendar
from services import bus, clock
from services.hours import calendars, holiday_watch, public_holidays
from services.hours.public_holidays import Difference, Kind, compare
from services.refusals import Invalid
from tests.support.world import World
from tests.test_calendars import EIGHT_TO_SIX, GUAYAQUIL, TODAY


def test_a_holiday_of_the_country_is_new_gone_or_moved() -> None:
    found = {
        date(2026, 7, 13): 'Chiquinquirá (observado)',
        date(2026, 12, 25): 'Navidad',
        date(2026, 1, 1): 'Año Nuevo',
    }
    kept = {
        '2026-07-06': 'Chiquinquirá',
        '2026-12-24': 'Aniversario',
        '2026-10-12': 'Navidad',
        '2026-01-02': 'Año Nuevo',
    }
    row = BusinessCalendar(exceptions={day: [] for day in kept}, names=kept, passed_over=['2026-10-12'])
    assert compare(row, found, TODAY) == [
        Difference(Kind.MOVED, date(2026, 7, 13), 'Chiquinquirá (observado)', date(2026, 7, 6)),
        Difference(Kind.NEW, date(2026, 12, 25), 'Navidad'),
    ]
    row.passed_over = ['2026-12-25']
    assert compare(row, found, TODAY)[-1] == Difference(Kind.GONE, date(2026, 10, 12), 'Navidad')


@pytest.mark.rule('1.6-g')
async def test_the_holidays_of_a_country_are_adopted_or_passed_over(world: World) -> None:
    admin = world.admin.user
    row = await calendars.save(admin, EIGHT_TO_SIX)
    known = await public_holidays.subdivisions()
    assert ('MD', 'Madrid') in known['ES']
    with pytest.raises(Invalid):
        await calendars.follow(admin, row.id, 'CO', 'MD', known)
    await calendars.follow(admin, row.id, 'CO', '', known)
    found = await public_holidays.differences(await calendars.one(admin, row.id), TODAY)
    rosary = next(one for one in found if one.day == date(2026, 7, 13))
    assert 'Chiquinquirá' in rosary.name
    await calendars.adopt(admin, row.id, [rosary])
    await calendars.pass_over(admin, row.id, [one for one in found if one.day == date(2026, 8, 7)])
    row = await calendars.one(admin, row.id)
    assert (row.exceptions, row.names) == ({'2026-07-13': []}, {'2026-07-13': rosary.name})
    left = await public_holidays.differences(row, TODAY)
    assert {one.day for one in found} - {one.day for one in left} == {date(2026, 7, 13), date(2026, 8, 7)}
    await calendars.adopt(admin, row.id, left)
    assert await public_holidays.differences(await calendars.one(admin, row.id), TODAY) == []
    moved = Difference(Kind.MOVED, date(2026, 7, 14), 'Otro día', date(2026, 7, 13))
    await calendars.adopt(admin, row.id, [moved, Difference(Kind.GONE, date(2026, 12, 25), 'Navidad')])
    kept = await calendars.one(admin, row.id)
    assert kept.names['2026-07-14'] == 'Otro día'
    assert not {'2026-07-13', '2026-12-25'} & kept.exceptions.keys()


async def test_every_night_admins_hear_of_new_holidays_until_they_decide(world: World) -> None:
    admin = world.admin.user
    heard: list[str] = []
    unwatch = bus.watch([holiday_watch.TOPIC], lambda: heard.append('news'))
    with clock.freeze(datetime(2026, 7, 1, 20, tzinfo=GUAYAQUIL)):
        assert await holiday_watch.look() == timedelta(hours=7).total_seconds()
        assert holiday_watch.news(admin) == ()
        row = await calendars.save(admin, EIGHT_TO_SIX)
        await calendars.follow(admin, row.id, 'CO', '', {'CO': []})
        await holiday_watch.look()
        await holiday_watch.look()  # the same again is no news
        (told,) = holiday_watch.news(admin)
        assert holiday_watch.news(world.ana.user) == ()
        assert (told.name, told.differences[0].day) == ('Colombia', date(2026, 7, 13))
        await calendars.adopt(admin, row.id, told.differences)
        await holiday_watch.look()
    assert holiday_watch.news(admin) == ()
    assert heard == ['news', 'news']
    unwatch()
