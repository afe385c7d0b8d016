"""Tickets that wait for their customer in Colombia, and the time that passes (S4-9)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from models import BusinessCalendar, MailOut, Ticket, Timer
from models.lifecycle import CloseReason, Status
from services import clock, settings, timers
from services.tickets import silence_ends
from services.tickets.silence_rules import Silence
from tests.support.world import World

BOGOTA = ZoneInfo('America/Bogota')
COLOMBIA = [[[480, 1080]]] * 5 + [[], []]
HOLIDAYS = {'2026-12-08': [], '2026-12-25': [], '2027-01-01': [], '2027-01-11': []}
SECOND = timedelta(seconds=1)
assert silence_ends  # its timers are what is waited for


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BOGOTA)


ASKED = at(11, 23, 10)  # a Monday
REMINDED = at(11, 24, 18)
CLOSES = at(11, 25, 18)


async def in_colombia(world: World) -> None:
    """The calendar of S4, and a customer who reads its zone."""
    await BusinessCalendar.all().update(time_zone='America/Bogota', weekly=COLOMBIA, exceptions=HOLIDAYS)
    world.lucia.user.time_zone = 'America/Bogota'
    await world.lucia.user.save()


async def asked(world: World, when: datetime = ASKED, **form: Any) -> Ticket:
    with clock.freeze(when - timedelta(minutes=5)):
        ticket = await world.lucia.opens('No imprime', **form)
    with clock.freeze(when):
        await world.marta.asks(ticket)
    return ticket


async def solved(world: World, when: datetime = ASKED) -> Ticket:
    with clock.freeze(when - timedelta(minutes=5)):
        ticket = await world.lucia.opens('No imprime')
    with clock.freeze(when):
        await world.marta.resolves(ticket)
    return ticket


async def passes(until_: datetime) -> None:
    """Time passes until then, and each timer fires at its instant."""
    while timer := await Timer.filter(fire_at__lte=until_).order_by('fire_at').first():
        await starts_again(timer.fire_at)


async def starts_again(instant: datetime) -> None:
    """The desk was off until then, and fires at once what it has missed."""
    with clock.freeze(instant):
        await timers.fire_due()


async def state(ticket: Ticket) -> tuple[Status, CloseReason | None]:
    row = await Ticket.get(id=ticket.id)
    return row.status, row.close_reason


async def mails(ticket: Ticket, template: str) -> list[MailOut]:
    return await MailOut.filter(ticket_id=ticket.id, template=template).order_by('id')


async def rules(world: World, **changed: Any) -> None:
    await settings.save(world.admin.user, Silence(**changed))
