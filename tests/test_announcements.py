"""What the desk tells: to whom, from when until when, and who has read it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models import Announcement, Audience, AuditLog, Organization, Timer
from models.audience import Reach, Reader
from services import audiences, bus, clock, timers
from services.knowledge import announcements
from services.knowledge.announcements import Draft, Receipt
from services.language import Words
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from tests.support.world import Person, World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOVE = Draft('notice', 'Cambiamos de herramienta', 'Durante esta semana.', MONDAY, MONDAY + 3 * HOUR)


async def told(person: Person | None = None) -> Sequence[str]:
    return [row.title for row in await announcements.shown(Reader.of(person.user if person else None))]


@pytest.mark.rule('S2-1')
async def test_it_is_shown_from_its_start_until_its_end_and_open_views_hear_of_both(world: World) -> None:
    heard: list[datetime] = []
    with clock.freeze(MONDAY - HOUR):
        row = await announcements.save(world.marta.user, MOVE)
        assert await told() == []
    unwatch = bus.watch(['announcements'], lambda: heard.append(clock.now()))
    for at, expected in ((MONDAY, [MOVE.title]), (MONDAY + 3 * HOUR, [])):
        with clock.freeze(at - timedelta(seconds=1)):
            await timers.fire_due()
            assert heard == [instant for instant in (MONDAY, MONDAY + 3 * HOUR) if instant < at]
        with clock.freeze(at):
            await timers.fire_due()
            assert await told() == expected
            assert heard[-1] == at
    unwatch()
    assert not await Timer.exists()
    with clock.freeze(MONDAY + 4 * HOUR), pytest.raises(NotFound):
        await announcements.find(Reader.of(world.lucia.user), row.id)
    assert (await announcements.find(Reader.of(world.marta.user), row.id)).title == MOVE.title


@pytest.mark.rule('S1-1', 'S1-16')
async def test_a_company_a_country_or_a_sector_reads_its_own_first_and_nobody_else_does(world: World) -> None:
    await Organization.filter(name='Hotel Mirador').update(sector='Hotelería')
    mirador = await Organization.get(name='Hotel Mirador')
    audience: dict[str, tuple[Reach, tuple[str, ...]]] = {
        'Para todos': (Reach.EVERYBODY, ()),
        'Con cuenta': (Reach.SIGNED_IN, ()),
        'Mirador': (Reach.CHOSEN, (f'company-{mirador.id}',)),
        'Colombia': (Reach.CHOSEN, ('country-CO',)),
        'Hoteles': (Reach.CHOSEN, ('sector-Hotelería', 'sector-nobody', 'company-999')),
        'La mesa': (Reach.STAFF, ()),
    }
    with clock.freeze(MONDAY):
        for hours, (title, (reach, words)) in enumerate(reversed(audience.items())):
            starts_at = MONDAY - (9 - hours) * HOUR  # what is for everybody is the newest
            draft = replace(MOVE, title=title, starts_at=starts_at, ends_at=None, reach=reach, words=words)
            await announcements.save(world.ana.user, draft)
        assert await told() == ['Para todos']
        assert await told(world.elena) == ['Colombia', 'Para todos', 'Con cuenta']
        assert await told(world.lucia) == ['Mirador', 'Hoteles', 'Para todos', 'Con cuenta']
        assert await told(world.marta) == list(audience)
        pinned = await Announcement.get(title='Con cuenta')
        draft = replace(MOVE, title='Fijado', ends_at=None, reach=Reach.SIGNED_IN, is_pinned=True)
        await announcements.save(world.ana.user, draft, pinned.id)
        assert (await told(world.lucia))[0] == 'Fijado'
        hotels = await Announcement.get(title='Hoteles')
        assert await audiences.chosen('announcement', hotels.id) == ('sector-Hotelería',)
        for stranger in (world.elena, None):
            with pytest.raises(NotFound):
                await announcements.find(Reader.of(stranger.user if stranger else None), hotels.id)
        await announcements.delete(world.ana.user, hotels.id)
        assert not await Audience.exists(thing='announcement', thing_id=hotels.id)
        assert 'Hoteles' not in await told(world.lucia)


@pytest.mark.rule('S2-1')
async def test_each_reader_counts_once_for_his_company(world: World) -> None:
    with clock.freeze(MONDAY):
        row = await announcements.save(world.marta.user, MOVE)
        for person in (world.lucia, world.lucia, world.ivan, world.elena, world.diego):
            await announcements.seen(person.user, row.id)
        expected = [Receipt('Hotel Mirador', 2), Receipt('Grupo Ondú', 1)]
        assert await announcements.receipts(world.ana.user, row.id) == expected
        for asked in (announcements.receipts(world.lucia.user, row.id), announcements.everything(world.lucia.user)):
            with pytest.raises(NotAllowed):
                await asked


async def test_it_is_read_in_the_language_of_the_reader(world: World) -> None:
    english = {'en': {'title': 'We move', 'body': ' '}}
    row = await announcements.save(world.marta.user, replace(MOVE, translations=english))
    title, body = Words.of(row, 'title'), Words.of(row, 'body')
    assert (title.into('en'), body.into('en')) == ('We move', MOVE.body)
    assert title.into('es') == MOVE.title


@pytest.mark.parametrize(
    ('field', 'value'),
    [
        ('kind', 'joke'),
        ('title', ' '),
        ('title', 'dos\nlíneas'),
        ('body', '\x00'),
        ('ends_at', MONDAY),
        ('reach', 'nobody'),
        ('reach', 'chosen'),
        ('link', 'javascript:alert(1)'),
        ('link', '//evil.example'),
        ('link', '/\\evil.example'),
        ('translations', {'xx': {'title': 'a'}}),
    ],
)
async def test_what_cannot_be_told_is_refused(world: World, field: str, value: Any) -> None:
    with pytest.raises(Invalid) as invalid:
        await announcements.save(world.marta.user, replace(MOVE, **{field: value}))
    assert set(invalid.value.problems) == {field}
    assert not await Announcement.exists()


async def test_only_the_desk_writes_and_the_audit_log_knows_who(world: World) -> None:
    row = await announcements.save(world.marta.user, MOVE)
    for stranger in (world.lucia.user, None):
        for attempt in (
            announcements.save(stranger, MOVE),
            announcements.save(stranger, MOVE, row.id),
            announcements.delete(stranger, row.id),
        ):
            with pytest.raises(NotAllowed):
                await attempt
    words = [f'company-{one.user.organization_id}' for one in (world.lucia, world.elena)]
    for word in words:
        draft = replace(MOVE, reach=Reach.CHOSEN, words=[word], translations={'en': {'title': word}})
        await announcements.save(world.ana.user, draft, row.id)
    line = await AuditLog.all().order_by('-id').first()
    assert line
    for told, word in ((line.before, words[0]), (line.after, words[1])):
        assert (told['words'], told['translations']) == ([word], {'en': {'title': word}})
    with pytest.raises(Overtaken):
        await announcements.save(world.diego.user, MOVE, row.id, row.updated_at)
    await AuditLog.filter(actor_id=world.ana.user.id).delete()
    row = await Announcement.get(id=row.id)
    await announcements.save(world.diego.user, replace(MOVE, title='Ya no'), row.id, row.updated_at)
    await announcements.delete(world.diego.user, row.id)
    log = await AuditLog.all().order_by('id').values_list('actor_id', 'action', 'subject')
    marta, diego = world.marta.user.id, world.diego.user.id
    assert log == [
        (marta, 'announcement_saved', MOVE.title),
        (diego, 'announcement_saved', 'Ya no'),
        (diego, 'announcement_deleted', 'Ya no'),
    ]
    assert not await Timer.exists()
