"""The predefined types of ticket, and when the desk is open."""

import asyncio
from datetime import UTC, datetime

import pytest

from models import BusinessCalendar, CatalogItem, Department
from models.db.transaction import transaction
from models.priority import Impact, Urgency
from services import bus, clock
from services.announce import announce
from services.catalog import catalog
from services.hours import opening_hours
from services.hours.opening_hours import Days
from services.refusals import NotFound
from tests.support.database import Database
from tests.support.world import ROUND_THE_CLOCK, World

MONDAY_NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 12:00 in Guayaquil


async def test_the_home_page_has_a_group_of_incidents_and_one_of_requests(world: World) -> None:
    home = await catalog.home('es')
    assert [tile.title for tile in home.incidents] == ['Impresora', 'Aplicación con error']
    assert [tile.title for tile in home.requests] == ['Accesos y permisos', 'Cotización']


@pytest.mark.rule('S0-20')
async def test_the_generic_type_comes_last(world: World) -> None:
    await CatalogItem.filter(slug='printer').update(is_generic=True, position=0)
    assert [tile.slug for tile in (await catalog.home('es')).incidents] == ['application', 'printer']


async def test_a_tile_promises_the_first_response_of_its_own_priority(world: World) -> None:
    await CatalogItem.filter(slug='printer').update(impact=Impact.COMPANY, urgency=Urgency.STOPPED)
    await CatalogItem.filter(slug='application').update(impact=Impact.AREA, urgency=Urgency.STOPPED)
    promises = [tile.promise and tile.promise.into('en') for tile in (await catalog.home('es')).incidents]
    assert promises == ['First response < 30 min', 'First response < 1 h']


@pytest.mark.rule('S3-16')
async def test_a_type_of_the_urgent_department_says_so_instead(world: World) -> None:
    await Department.filter(id=world.sales.id).update(is_urgent_only=True)
    tile = (await catalog.home('es')).requests[-1]
    assert (tile.is_urgent, tile.promise) == (True, None)


async def test_texts_come_in_the_visitors_language_or_in_the_desks_own(world: World) -> None:
    await CatalogItem.filter(slug='printer').update(translations={'en': {'title': 'Printer'}})
    assert [tile.title for tile in (await catalog.home('en')).incidents] == ['Printer', 'Aplicación con error']


@pytest.mark.rule('S0-19')
async def test_a_type_that_is_added_is_there_as_soon_as_it_is_announced(world: World) -> None:
    await catalog.home('es')
    told = asyncio.Event()
    unwatch = bus.watch(['catalog'], told.set)
    async with transaction():
        await CatalogItem.create(slug='fax', kind='incident', title='Fax', icon='printer', department=world.systems)
        await announce({'catalog'})
    async with asyncio.timeout(30):
        await told.wait()
    unwatch()
    assert 'fax' in [tile.slug for tile in (await catalog.home('es')).incidents]
    assert (await catalog.item('fax')).department.name == 'Sistemas'


async def test_an_inactive_type_does_not_exist(world: World) -> None:
    await CatalogItem.filter(slug='printer').update(is_active=False)
    assert 'printer' not in [tile.slug for tile in (await catalog.home('es')).incidents]
    for slug in ('printer', 'none'):
        with pytest.raises(NotFound):
            await catalog.item(slug)


@pytest.mark.rule('S0-11')
async def test_the_desk_says_when_it_closes_and_when_it_opens(world: World) -> None:
    with clock.freeze(MONDAY_NOON):
        desk = await opening_hours.desk()
        assert (desk.is_open, desk.changes_at) == (True, datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
        assert desk.days == (Days(0, 4, ((540, 1110),)),)
    with clock.freeze(datetime(2026, 11, 21, 17, 0, tzinfo=UTC)):  # Saturday
        desk = await opening_hours.desk()
        assert (desk.is_open, desk.changes_at) == (False, datetime(2026, 11, 23, 14, 0, tzinfo=UTC))


@pytest.mark.rule('S3-15')
async def test_round_the_clock_never_changes(world: World) -> None:
    await BusinessCalendar.all().update(weekly=ROUND_THE_CLOCK)
    desk = await opening_hours.desk()
    assert (desk.is_open, desk.changes_at) == (True, None)


async def test_the_desks_hours_are_not_those_of_urgencies(world: World) -> None:
    day_and_night = await BusinessCalendar.create(name='24×7', time_zone='America/Lima', weekly=ROUND_THE_CLOCK)
    await Department.create(name='Urgencias', calendar=day_and_night, is_urgent_only=True, position=0)
    await Department.create(name='Interno', calendar=day_and_night, is_public=False, position=0)
    assert (await opening_hours.desk()).time_zone == 'America/Guayaquil'


async def test_days_with_other_hours_stand_apart(world: World) -> None:
    week = [[[480, 720], [780, 1080]]] * 2 + [[[480, 1080]]] * 2 + [[]] + [[[540, 720]]] + [[]]
    await BusinessCalendar.all().update(weekly=week, exceptions={'2026-11-23': []})
    with clock.freeze(MONDAY_NOON):
        desk = await opening_hours.desk()
    assert desk.days == (
        Days(0, 1, ((480, 720), (780, 1080))),
        Days(2, 3, ((480, 1080),)),
        Days(5, 5, ((540, 720),)),
    )
    assert (desk.is_open, desk.changes_at) == (False, datetime(2026, 11, 24, 13, 0, tzinfo=UTC))


async def test_a_desk_without_departments_is_closed(db: Database) -> None:
    desk = await opening_hours.desk()
    assert (desk.is_open, desk.changes_at, desk.days) == (False, None, ())
