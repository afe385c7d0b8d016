"""Probes as tests define them: what a form says, the one that there is, and what it tells."""

from models import Probe
from models.component import ComponentStatus
from services.probes import probes
from tests.support.world import World

FORM = {
    'name': 'Correo',
    'target': 'mail.example:25',
    'interval': '60',
    'timeout': '5',
    'fails_needed': '2',
    'window': '3',
    'turns_to': 'partial',
}
PUSH = FORM | {'name': 'Copia nocturna', 'target': '', 'interval': '3600', 'grace': '600'}


async def the_probe() -> Probe:
    return await Probe.all().get()


async def state(world: World) -> ComponentStatus | None:
    (line,) = await probes.probes(world.admin.user)
    return line.state
