"""Every night: what the countries of the calendars have otherwise by now, for the banner that tells admins (S4-13).

Each process keeps its own answer: it follows from the rows, the date and the package alone.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models import BusinessCalendar, User
from models.user import UserRole
from services import bus
from services.clock import now
from services.env import env
from services.hours.public_holidays import Difference, differences
from services.rounds import rounds

TOPIC = 'holidays'
AT = 3  # o'clock, in the desk's zone
AGAIN = 600.0  # seconds, when the database is away

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class News:
    """What a calendar has not decided yet."""

    calendar_id: int
    name: str
    differences: tuple[Difference, ...]


_news: list[News] = []


async def run(stop: asyncio.Event) -> None:
    """Compare now, after every change of a calendar, and every night, until `stop` is set."""
    await rounds(stop, 'calendars', look)


def news(actor: User) -> Sequence[News]:
    """What was found last, for an admin; nothing for anybody else."""
    return tuple(_news) if actor.role == UserRole.ADMIN else ()


async def look() -> float:
    """Compare all calendars that follow a country. Seconds until the next night."""
    try:
        rows = await BusinessCalendar.exclude(country='').order_by('name')
        found = [News(row.id, row.name, tuple(await differences(row, _today(row)))) for row in rows]
    except Exception:
        log.exception('The holidays could not be compared')
        return AGAIN
    found = [one for one in found if one.differences]
    if found != _news:
        _news[:] = found
        bus.publish([TOPIC])
    return _until_night(now()).total_seconds()


def _today(row: BusinessCalendar) -> date:
    return now().astimezone(ZoneInfo(row.time_zone)).date()


def _until_night(at: datetime) -> timedelta:
    here = at.astimezone(ZoneInfo(env().time_zone))
    night = here.replace(hour=AT, minute=0, second=0, microsecond=0)
    return (night if night > here else night + timedelta(days=1)) - here
