"""Settings that an admin edits, on both databases."""

import asyncio
from dataclasses import replace

import pytest

from models import AuditLog, Setting
from models.db.transaction import transaction
from services import bus
from services.brand import contrast_with_paper
from services.refusals import Invalid, NotAllowed
from services.settings import Desk, load, save
from tests.support.database import Database
from tests.support.world import World

CHANNELS = Desk(name='SOS', mail='sos@ondu.example', phone='04 371 0215', mobile='098 634 0821')


async def test_a_group_nobody_saved_has_its_defaults(db: Database) -> None:
    assert await load(Desk) == Desk(name='Mesa Viva')


async def test_saved_settings_reach_everybody_who_asked_before(world: World) -> None:
    await load(Desk)
    told = asyncio.Event()
    unwatch = bus.watch(['settings'], told.set)
    await save(world.admin.user, CHANNELS)
    async with asyncio.timeout(30):
        await told.wait()
    unwatch()
    assert await load(Desk) == CHANNELS


async def test_the_audit_log_tells_who_saved_what(world: World) -> None:
    await save(world.admin.user, CHANNELS)
    await save(world.admin.user, replace(CHANNELS, name='SOS Ondú Cloud'))
    entry = await AuditLog.filter(action='settings_saved').order_by('-id').first()
    assert entry is not None
    assert (entry.actor_id, entry.subject) == (world.admin.user.id, 'desk')
    assert (entry.before['name'], entry.after['name']) == ('SOS', 'SOS Ondú Cloud')


async def test_only_an_admin_saves(world: World) -> None:
    for person in (world.ana, world.marta, world.lucia):
        with pytest.raises(NotAllowed):
            await save(person.user, CHANNELS)
    assert not await Setting.exists()
    assert not await AuditLog.exists()


async def test_what_is_rolled_back_was_never_saved(world: World) -> None:
    with pytest.raises(RuntimeError):
        async with transaction():
            await save(world.admin.user, CHANNELS)
            assert await load(Desk) == CHANNELS
            raise RuntimeError
    assert await load(Desk) == Desk()


async def test_keys_of_another_version_do_no_harm(world: World) -> None:
    await save(world.admin.user, CHANNELS)
    row = await Setting.get(key='desk')
    await Setting.filter(key='desk').update(value={'mail': row.value['mail'], 'fax': '555'})
    bus.publish(['settings'])
    assert await load(Desk) == Desk(mail='sos@ondu.example')


@pytest.mark.rule('S0-9')
async def test_a_colour_that_nobody_can_read_and_a_mark_of_another_host_are_refused(world: World) -> None:
    for field, value in (
        ('colour', '#ffee00'),
        ('colour', '#7a1f5c;}'),
        ('colour', 'red'),
        ('logo', 'https://elsewhere.example/logo.png'),
        ('logo', 'data:text/html;base64,AAAA'),
        ('logo', 'data:image/png;base64,' + 'A' * 40_000),
    ):
        with pytest.raises(Invalid) as invalid:
            await save(world.admin.user, replace(CHANNELS, **{field: value}))
        assert set(invalid.value.problems) == {field}
    await save(world.admin.user, replace(CHANNELS, colour='#7A1f5c', logo='data:image/png;base64,AAAA'))


def test_the_contrast_of_a_colour_is_that_of_wcag() -> None:
    for colour, contrast in (('#000000', 21), ('#767676', 4.54), ('#ffffff', 1)):
        assert contrast_with_paper(colour) == pytest.approx(contrast, abs=0.01)
