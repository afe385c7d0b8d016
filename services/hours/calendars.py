"""Calendars as an admin keeps them: their week, their special days, the holidays of a country (S0-11, S4-13, 1.6-g).

Every change of when one is open reckons the running clocks of open tickets anew (services/hours/recalendar.py).
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from tortoise.queryset import QuerySet

from models import BusinessCalendar, User
from models.business_time import Calendar
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.hours import recalendar
from services.hours.calendar_form import DAYS, LONGEST_NAME, SpecialDays, Week, hours_text, read_week
from services.hours.public_holidays import Difference, Kind
from services.language import N_, Text
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.settings import Stored, check, check_admin

SAVED = 'calendar_saved'


@dataclass(frozen=True)
class UsualHours:
    """The form of a calendar: its name, its zone, and the hours of each day as they are typed."""

    name: str = ''
    time_zone: str = ''
    monday: str = ''
    tuesday: str = ''
    wednesday: str = ''
    thursday: str = ''
    friday: str = ''
    saturday: str = ''
    sunday: str = ''

    @classmethod
    def of(cls, row: BusinessCalendar) -> 'UsualHours':
        return cls(row.name, row.time_zone, *map(hours_text, row.weekly))

    def week(self) -> Week:
        """Seven days from Monday. `Invalid` where they are none."""
        return read_week({day: getattr(self, day) for day in DAYS})

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        found = {'name': text_problem(self.name, longest=LONGEST_NAME, one_line=True, required=N_('Write a name'))}
        try:
            Calendar(self.time_zone, ((),) * 7)
        except ValueError:
            found['time_zone'] = N_('Choose a time zone')
        try:
            self.week()
        except Invalid as invalid:
            found |= invalid.problems
        return {field: problem for field, problem in found.items() if problem}


async def all_of(actor: User) -> list[BusinessCalendar]:
    """All calendars with the departments and the companies that keep them, by name; for an admin."""
    await check_admin(actor)
    return await BusinessCalendar.all().order_by('name').prefetch_related('departments', 'organizations')


async def stored(actor: User, calendar_id: int) -> Stored[UsualHours]:
    """A calendar as it is now, for the form that changes it. `NotFound`, `NotAllowed`."""
    await check_admin(actor)
    return await _stored(await _read(calendar_id))


async def save(
    actor: User, value: UsualHours, started: UsualHours | None = None, calendar_id: int | None = None
) -> BusinessCalendar:
    """Make a calendar, or change one; `started` is what its form was filled with.

    `Invalid`, `Overtaken`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    check(value)
    name = value.name.strip()
    async with transaction():
        if await BusinessCalendar.filter(name=name).exclude(id=calendar_id or 0).exists():
            raise Invalid({'name': N_('There is a calendar of this name already')})
        row = await _find(calendar_id) if calendar_id else BusinessCalendar(exceptions={}, names={}, passed_over=[])
        before = asdict(UsualHours.of(row)) if calendar_id else {}
        if started is not None and calendar_id and before != asdict(started):
            last = await _stored(row)
            raise Overtaken(last.name, last.at)
        row.name, row.time_zone, row.weekly = name, value.time_zone, value.week()
        await row.save()
        await _told(actor, row, SAVED, before, asdict(UsualHours.of(row)))
    return row


async def delete(actor: User, calendar_id: int) -> None:
    """Take away a calendar that nobody keeps. `NotAllowed` with who does."""
    await check_admin(actor)
    async with transaction():
        row = await _find(calendar_id)
        await row.fetch_related('departments', 'organizations')
        if keepers := [one.name for one in (*row.departments, *row.organizations)]:
            raise NotAllowed(N_('These hours are kept by: %(name)s', name=', '.join(keepers)))
        await row.delete()
        await audit.record('calendar_deleted', actor=actor, subject=row.name, before=asdict(UsualHours.of(row)))
        await announce({'catalog'})


async def set_days(actor: User, calendar_id: int, days: SpecialDays, was: str = '') -> None:
    """Give dates hours and a name of their own; `was` is the date that is moved there, if any. `NotFound`."""
    await check_admin(actor)
    async with transaction():
        row = await _find(calendar_id)
        before = _days_of(row, {*days.dates(), was})
        row.exceptions = {day: kept for day, kept in row.exceptions.items() if day != was}
        row.names = {day: name for day, name in row.names.items() if day != was}
        for day in days.dates():
            row.exceptions[day], row.names[day] = [list(stretch) for stretch in days.hours], days.name
        await row.save()
        await _told(actor, row, 'calendar_days_saved', before, _days_of(row, days.dates()))


async def remove_day(actor: User, calendar_id: int, day: date) -> None:
    """Let a date have the hours of its weekday again. `NotFound`."""
    await check_admin(actor)
    async with transaction():
        row = await _find(calendar_id)
        before = _days_of(row, [day.isoformat()])
        if not before:
            raise NotFound
        _forget(row, day)
        await row.save()
        await _told(actor, row, 'calendar_day_removed', before, {})


async def follow(actor: User, calendar_id: int, country: str, subdivision: str, known: Mapping[str, Any]) -> None:
    """Compare the calendar with the holidays of a country from now on; `known` are the countries that there are."""
    await check_admin(actor)
    if country and country not in known:
        raise Invalid({'country': N_('Choose a country')})
    if subdivision and subdivision not in [code for code, _name in known.get(country, ())]:
        raise Invalid({'subdivision': N_('Choose a part of this country')})
    async with transaction():
        row = await _find(calendar_id)
        before = {'country': row.country, 'subdivision': row.subdivision}
        row.country, row.subdivision = country, subdivision
        if before != {'country': country, 'subdivision': subdivision}:
            row.passed_over = []
        await row.save()
        after = {'country': country, 'subdivision': subdivision}
        await audit.record('calendar_country_saved', actor=actor, subject=row.name, before=before, after=after)
        await announce({'catalog', 'calendars'})


async def adopt(actor: User, calendar_id: int, found: Collection[Difference]) -> None:
    """Keep these holidays as the country has them."""
    await check_admin(actor)
    async with transaction():
        row = await _find(calendar_id)
        dates = [one.day.isoformat() for one in found] + [one.was.isoformat() for one in found if one.was]
        before = _days_of(row, dates)
        for one in found:
            if one.was:
                _forget(row, one.was)
            if one.kind == Kind.GONE:
                _forget(row, one.day)
            else:
                row.exceptions[one.day.isoformat()], row.names[one.day.isoformat()] = [], one.name
        await row.save()
        await _told(actor, row, 'holidays_adopted', before, _days_of(row, dates))


async def pass_over(actor: User, calendar_id: int, found: Collection[Difference]) -> None:
    """Say nothing more of these holidays: the calendar has them as it has."""
    await check_admin(actor)
    async with transaction():
        row = await _find(calendar_id)
        days = [day.isoformat() for one in found for day in (one.day, one.was) if day]
        row.passed_over = sorted({*row.passed_over, *days})
        await row.save(update_fields=['passed_over'])
        await audit.record('holidays_passed_over', actor=actor, subject=row.name, after={'days': days})
        await announce({'catalog', 'calendars'})


async def one(actor: User, calendar_id: int) -> BusinessCalendar:
    """A calendar as it is. `NotFound`, `NotAllowed`."""
    await check_admin(actor)
    return await _read(calendar_id)


async def _find(calendar_id: int) -> BusinessCalendar:
    """For a change: whoever changes it at the same moment waits."""
    return await _read(calendar_id, BusinessCalendar.all().select_for_update())


async def _read(calendar_id: int, rows: QuerySet[BusinessCalendar] | None = None) -> BusinessCalendar:
    row = await (rows or BusinessCalendar.all()).get_or_none(id=calendar_id)
    if row is None:
        raise NotFound
    return row


async def _stored(row: BusinessCalendar) -> Stored[UsualHours]:
    return Stored(UsualHours.of(row), *await audit.last(SAVED, row.name))


async def _told(actor: User, row: BusinessCalendar, action: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Write it down, tell every page that shows hours, and let the promises follow."""
    await audit.record(action, actor=actor, subject=row.name, before=before, after=after)
    await announce({'catalog', 'settings', 'calendars'})
    await recalendar.begin(row.id)


def _forget(row: BusinessCalendar, day: date) -> None:
    row.exceptions.pop(day.isoformat(), None)
    row.names.pop(day.isoformat(), None)


def _days_of(row: BusinessCalendar, days: Collection[str]) -> dict[str, Any]:
    """What is said of these dates; closed ones have no hours."""
    return {
        day: {'hours': hours_text(row.exceptions[day]), 'name': row.names.get(day, '')}
        for day in sorted(days)
        if day in row.exceptions
    }
