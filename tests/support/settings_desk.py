"""The server with doors by which its admin saves settings and adds departments: `… settings_desk serve`."""

import sys
from dataclasses import replace
from datetime import timedelta

from models import BusinessCalendar, CatalogItem, Department, User
from models.db.transaction import transaction
from models.user import UserRole
from services import clock
from services.announce import announce
from services.catalog import catalog_shelf
from services.knowledge import announcements
from services.knowledge.announcements import Draft
from services.settings import Desk, load, save
from tests.support import demo_desk  # noqa: F401 - its doors, too
from webui.__main__ import main
from webui.edge.operators import router


@router.post('/settings/desk')
async def save_desk(changes: dict[str, str]) -> None:
    """Change some of what the desk says of itself."""
    admin = await User.get(role=UserRole.ADMIN)
    desk = await load(Desk)
    await save(admin, Desk(**{**vars(desk), **changes}))


@router.post('/settings/departments/{name}')
async def add_department(name: str) -> None:
    """Open a department that keeps the hours of the first."""
    first = await Department.all().order_by('id').first()
    assert first
    async with transaction():
        await Department.create(name=name, calendar_id=first.calendar_id, position=99)
        await announce({'catalog'})


@router.post('/settings/items/{name}')
async def add_item(name: str) -> None:
    """Add a type of ticket, like the one for printers."""
    like = await CatalogItem.get(slug='printer')
    async with transaction():
        await CatalogItem.create(
            slug='added',
            kind=like.kind,
            icon=like.icon,
            title=name,
            department_id=like.department_id,
            position=-1,
            translations={},
        )
        await announce({'catalog'})


@router.post('/settings/items/{slug}/title/{name}')
async def rename_item(slug: str, name: str) -> None:
    """Call a type of ticket otherwise, as its page does."""
    admin = await User.get(role=UserRole.ADMIN)
    kept = await catalog_shelf.read(slug)
    texts = {**kept.value.texts, 'title': {'es': name}, 'heading': {'es': name}}
    await catalog_shelf.save(admin, slug, replace(kept.value, texts=texts), kept.value)


@router.post('/settings/announcements/{name}')
async def announce_to_all(name: str) -> None:
    """Tell everybody, boards too."""
    admin = await User.get(role=UserRole.ADMIN)
    draft = Draft('notice', name, 'Para todos.', clock.now() - timedelta(seconds=1), on_kiosk=True)
    await announcements.save(admin, draft)


@router.post('/settings/holidays')
async def close_today() -> None:
    """Today and tomorrow are holidays, wherever the desk is."""
    today = clock.now().date()
    days = [(today + timedelta(days=days)).isoformat() for days in (-1, 0, 1)]
    await set_exceptions({day: [] for day in days})


@router.delete('/settings/holidays')
async def open_again() -> None:
    """No day is special any more."""
    await set_exceptions({})


async def set_exceptions(days: dict[str, list[str]]) -> None:
    async with transaction():
        await BusinessCalendar.all().update(exceptions=days)
        await announce({'catalog'})


if __name__ == '__main__':
    sys.exit(main(['serve']))
