"""Settings that an admin edits, on both databases."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models import AuditLog, Setting, User
from models.db.transaction import transaction
from services import bus, clock
from services.brand import contrast_with_paper
from services.language import Text
from services.refusals import Invalid, NotAllowed, Overtaken
from services.sayings import HoursNote, Welcome, said
from services.settings import Desk, Stored, load, save, stored
from tests.support.database import Database
from tests.support.world import World

MORNING = datetime(2026, 11, 23, 15, tzinfo=UTC)
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


async def test_who_saved_last_and_when_is_known(world: World) -> None:
    assert await stored(Desk) == Stored(Desk())
    with clock.freeze(MORNING):
        await save(world.admin.user, CHANNELS)
    assert await stored(Desk) == Stored(CHANNELS, world.admin.user.full_name, MORNING)


async def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(world: World) -> None:
    started = (await stored(Desk)).value
    with clock.freeze(MORNING):
        await save(world.admin.user, CHANNELS, started)
    with pytest.raises(Overtaken) as overtaken:
        await save(world.admin.user, replace(started, name='Mine'), started)
    assert (overtaken.value.name, overtaken.value.at) == (world.admin.user.full_name, MORNING)
    assert (await stored(Desk)).value == CHANNELS
    await save(world.admin.user, replace(CHANNELS, name='Mine'), CHANNELS)
    assert (await load(Desk)).name == 'Mine'


async def test_of_two_who_save_at_the_same_moment_one_is_told(world: World) -> None:
    saves = (save(world.admin.user, replace(CHANNELS, name=name), Desk()) for name in ('One', 'Two'))
    results = await asyncio.gather(*saves, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ['NoneType', 'Overtaken']
    assert await AuditLog.filter(action='settings_saved').count() == 1


@pytest.mark.rule('S3-4', 'S0-33')
async def test_the_desk_says_it_in_the_readers_language_or_in_another_or_as_we_do(world: World) -> None:
    ours = await said(Welcome)
    assert isinstance(ours, Text)
    await save(world.admin.user, Welcome({'en': 'Hello'}))
    assert [words.into(one) for one in ('es', 'en', 'pt') if (words := await said(Welcome))] == ['Hello'] * 3
    await save(world.admin.user, Welcome({'en': 'Hello', 'pt': 'Olá'}))
    assert [words.into(one) for one in ('en', 'pt') if (words := await said(Welcome))] == ['Hello', 'Olá']
    assert await said(HoursNote) is None
    for texts, field in (({'tlh': 'nuqneH'}, 'texts'), ({'es': 'x' * 601}, 'texts.es')):
        with pytest.raises(Invalid) as invalid:
            await save(world.admin.user, Welcome(texts))
        assert set(invalid.value.problems) == {field}
    with pytest.raises(NotAllowed):
        await save(world.ana.user, Welcome({'es': 'Mía'}))


async def test_an_admin_who_is_none_any_more_saves_nothing(world: World) -> None:
    await User.filter(id=world.admin.user.id).update(role='agent')
    with pytest.raises(NotAllowed):
        await save(world.admin.user, CHANNELS)


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
        ('name', ' '),
        ('mail', 'write to us'),
        ('phone', 'call us'),
    ):
        with pytest.raises(Invalid) as invalid:
            await save(world.admin.user, replace(CHANNELS, **{field: value}))
        assert set(invalid.value.problems) == {field}
    await save(world.admin.user, replace(CHANNELS, colour='#7A1f5c', logo='data:image/png;base64,AAAA'))


def test_the_contrast_of_a_colour_is_that_of_wcag() -> None:
    for colour, contrast in (('#000000', 21), ('#767676', 4.54), ('#ffffff', 1)):
        assert contrast_with_paper(colour) == pytest.approx(contrast, abs=0.01)
