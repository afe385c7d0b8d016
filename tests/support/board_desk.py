"""The product's server, with a door by which a test says what it shows: `python -m tests.support.board_desk serve`."""

import sys

from models import Component, ComponentGroup, User
from models.component import ComponentStatus
from models.user import UserRole
from services import bus, settings
from services.board import kiosks, status
from services.clock import now
from webui.__main__ import main
from webui.edge.operators import router


async def admin() -> User:
    found = await User.get_or_none(email='admin@wall.example')
    return found or await User.create(
        email='admin@wall.example',
        full_name='Admin',
        role=UserRole.ADMIN,
        created_at=now(),
    )


@router.post('/test/say')
async def say(service: str, state: ComponentStatus) -> None:
    """A service, there from now on if it was not, is in this state."""
    component = await Component.get_or_none(slug=service) or await Component.create(
        slug=service, name=service.title(), created_at=now()
    )
    await status.set_by_hand(await admin(), component.id, None, state)


@router.post('/test/group')
async def group(service: str) -> None:
    """This service, all well, in a group of its own."""
    await say(service, ComponentStatus.OPERATIONAL)
    made = await ComponentGroup.create(name=service.title())
    await Component.filter(slug=service).update(group_id=made.id)
    bus.publish(['board'])


@router.post('/test/fill')
async def fill(services: int) -> None:
    """So many more services, of which the last is slow."""
    names = [f'Servicio-{number}' for number in range(services)]
    await Component.bulk_create([Component(slug=name.lower(), name=name, created_at=now()) for name in names])
    await say(names[-1].lower(), ComponentStatus.DEGRADED)


@router.post('/test/name')
async def name_desk(name: str) -> None:
    await settings.save(await admin(), settings.Desk(name=name))


@router.post('/test/kiosk')
async def kiosk(shows: str = '', night_from: str = '', night_to: str = '') -> str:
    """The path of a new screen's link; it chimes."""
    habits = {'options.figures': 'on', 'options.chimes': 'on', 'night_from': night_from, 'night_to': night_to}
    link = await kiosks.create(await admin(), {'name': 'Recepción', 'shows': shows} | habits)
    return '/kiosk/' + link.rpartition('/')[2]


@router.post('/test/revoke')
async def revoke() -> None:
    """All links."""
    for one in await kiosks.kiosks(await admin()):
        if one.revoked_at is None:
            await kiosks.revoke(await admin(), one.id)


if __name__ == '__main__':
    sys.exit(main(['serve']))
