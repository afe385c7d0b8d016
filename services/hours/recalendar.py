"""A calendar has changed: the running clocks of the open tickets on it are reckoned anew."""

from tortoise.expressions import Q

from models import BusinessCalendar, Ticket
from models.business_time import Calendar
from models.priority import Target
from services import timers
from services.clock import now
from services.hours.opening_hours import calendar_from
from services.sla import reckoning, sla
from services.sla.reckoning import Effect, Terms

KIND = 'calendar'


async def begin(calendar_id: int) -> None:
    """Reckon the tickets on this calendar anew, soon. Part of the transaction around."""
    await timers.arm(KIND, calendar_id, now())


async def effect(calendar_id: int, calendar: Calendar) -> Effect:
    """What it would do to the open tickets if the hours were those of `calendar`."""
    return await reckoning.effect(_on(calendar_id), _by(calendar))


@timers.effect(KIND)
async def _piece(calendar_id: int, after: int) -> None:
    """The next tickets after the id `after`; the rest is the next timer."""
    row = await BusinessCalendar.get_or_none(id=calendar_id)
    if row is None:
        return
    last = await reckoning.piece(_on(calendar_id), _by(calendar_from(row)), after)
    if last is not None:
        await timers.arm(KIND, calendar_id, now(), step=last)


def _on(calendar_id: int) -> Q:
    """Tickets whose clocks run on the calendar: by the contract of their company, or by their department."""
    usual = Q(organization__calendar_id__isnull=True, department__calendar_id=calendar_id)
    return Q(organization__calendar_id=calendar_id) | usual


def _by(calendar: Calendar) -> Terms:
    async def terms(ticket: Ticket) -> tuple[Target, Calendar]:
        return (await sla.targets_of(ticket.sla_version_id))[ticket.priority], calendar

    return terms
