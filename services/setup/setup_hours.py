"""The hours of a new desk: its zone, its week, and the holidays of its country at once."""

from datetime import date
from zoneinfo import ZoneInfo

from models import BusinessCalendar, User
from services.clock import now
from services.hours import calendars, public_holidays
from services.hours.calendars import UsualHours
from services.settings import check_admin, load
from services.setup import setup


async def main_calendar(actor: User) -> BusinessCalendar | None:
    """The hours that a new desk shows as its own: of the first department that is not for urgencies only."""
    await check_admin(actor)
    usual = BusinessCalendar.filter(departments__is_urgent_only=False, departments__is_active=True)
    return await usual.order_by('departments__position', 'departments__id').first() or await BusinessCalendar.first()


async def save(actor: User, calendar_id: int, week: UsualHours, country: str, *, adopt: bool) -> None:
    """Save the hours of a calendar, the zone of all that came with it, and the country; `adopt` takes its holidays.

    `Invalid`, `NotAllowed`, `NotFound`.
    """
    row = await calendars.save(actor, week, None, calendar_id)
    made = (await load(setup.Setup)).made.get('calendar', [])
    for other in await BusinessCalendar.filter(id__in=made).exclude(id=row.id).exclude(time_zone=row.time_zone):
        await calendars.save(
            actor, UsualHours(**vars(UsualHours.of(other)) | {'time_zone': row.time_zone}), None, other.id
        )
    subdivision = row.subdivision if country == row.country else ''
    await calendars.follow(actor, row.id, country, subdivision, await public_holidays.subdivisions())
    if adopt and country:
        row = await calendars.one(actor, row.id)
        found = await public_holidays.differences(row, _today(row))
        await calendars.adopt(actor, row.id, found)


def _today(row: BusinessCalendar) -> date:
    return now().astimezone(ZoneInfo(row.time_zone)).date()
