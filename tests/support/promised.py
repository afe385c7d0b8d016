"""Promises for tests: instants of one week, policies as their form has them, tickets of low priority."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models import Ticket
from models.db.transaction import transaction
from models.priority import TARGETS
from services import clock
from services.announce import announce
from services.sla import sla
from services.sla.sla_form import TIMES, read_targets
from tests.support.world import Person, World

ZONE = ZoneInfo('America/Guayaquil')
LOW = {'urgency': 'can_wait', 'impact': 'person'}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def typed(**changes: str) -> dict[str, str]:
    """The form as the defaults fill it, with changes such as `low__first_response`."""
    values = {
        f'{level}.{name}': f'{int(getattr(target, name).total_seconds() // 60)} min'
        for level, target in TARGETS.items()
        for name in TIMES
    } | {f'{level}.clock': target.clock for level, target in TARGETS.items()}
    return values | {name.replace('__', '.'): value for name, value in changes.items()}


def faster(first: str) -> sla.Targets:
    return read_targets(typed(low__first_response=first))


async def reread(ticket: Ticket) -> Ticket:
    return await Ticket.get(id=ticket.id)


async def opened(person: Person, at_: datetime, **form: Any) -> Ticket:
    with clock.freeze(at_):
        return await reread(await person.opens('Consulta', **(LOW | form)))


async def told(world: World, table: Any, row: int, **values: Any) -> None:
    """Change a row as its page would: announced."""
    async with transaction():
        await table.filter(id=row).update(**values)
        await announce({'catalog', 'settings', 'companies'})
