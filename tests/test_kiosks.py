"""Screens on walls: their links, what each shows, and that it is drawn once for all who show the same."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import Markup

from models import Announcement, AuditLog, Component, Kiosk, Region, Ticket, User
from models.announcement import AnnouncementKind
from models.audience import Reach, Reader
from models.component import ComponentStatus
from models.user import UserRole
from services import bus
from services.board import kiosks, status
from services.board.board import board
from services.board.board_figures import figures
from services.clock import freeze, now
from services.refusals import Invalid, NotAllowed, NotFound
from tests.support.database import Database
from tests.support.waiting import until
from tests.support.world import World
from webui.board.board_room import Lists, room_of
from webui.board.kiosk_markup import kiosk_lists
from webui.i18n import Locale, speak_as

SPANISH = Locale('es', 'America/Guayaquil', None)


async def component(slug: str, name: str = '', **columns: Any) -> Component:
    return await Component.create(slug=slug, name=name or slug, created_at=now() - timedelta(days=100), **columns)


def words(rows: dict[str, Markup]) -> str:
    return ' '.join(row.striptags() for row in rows.values())


async def shown(reader: Reader | None = None) -> dict[str, str]:
    speak_as(SPANISH)
    lists = kiosk_lists(await board(reader or Reader()), None, 'Estado de red · Mesa Viva')
    return {place.removeprefix('kiosk-'): words(rows) for place, rows in lists.items()}


async def test_a_link_is_given_once_and_ends_when_it_is_revoked(world: World) -> None:
    link = await kiosks.create(world.admin.user, {'name': 'Recepción', 'shows': kiosks.EVERYTHING})
    token = link.rpartition('/')[2]
    kiosk = await kiosks.by_token(token)
    assert token not in kiosk.token_hash
    assert await kiosks.living([kiosk.id]) == {kiosk.id}
    await kiosks.revoke(world.admin.user, kiosk.id)
    assert await kiosks.living([kiosk.id]) == frozenset()
    with pytest.raises(NotFound):
        await kiosks.by_token(token)
    with pytest.raises(NotFound):
        await kiosks.revoke(world.admin.user, kiosk.id)
    assert await AuditLog.filter(action__in=['kiosk_created', 'kiosk_revoked']).count() == 2


async def test_only_an_admin_makes_ends_and_reads_links(world: World) -> None:
    await User.filter(id=world.admin.user.id).update(role=UserRole.LEAD)  # a moment ago
    for person in (world.lucia, world.marta, world.ana, world.admin):
        for verb in (
            kiosks.create(person.user, {'name': 'Muro'}),
            kiosks.revoke(person.user, 1),
            kiosks.kiosks(person.user),
            kiosks.companies(person.user),
        ):
            with pytest.raises(NotAllowed):
                await verb
    assert not await Kiosk.exists()


@pytest.mark.parametrize(
    ('wrong', 'field'),
    [
        ({'name': ' '}, 'name'),
        ({'name': 'x' * 81}, 'name'),
        ({'name': 'Muro', 'shows': '999'}, 'shows'),
        ({'name': 'Muro', 'night_from': '25:00'}, 'night_from'),
        ({'name': 'Muro', 'night_from': '21:30'}, 'night_to'),
    ],
)
async def test_a_link_that_makes_no_sense_is_refused_at_its_field(
    world: World, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await kiosks.create(world.admin.user, wrong)
    assert list(refused.value.problems) == [field]


async def test_a_screen_shows_what_its_company_sees_and_no_more(world: World) -> None:
    company = world.lucia.user.organization_id
    await component('public', 'Portal')
    await component('members', 'VPN', reach=Reach.SIGNED_IN)
    await component('staff', 'Interno', reach=Reach.STAFF)
    names = {}
    for shows in ('', str(company), kiosks.EVERYTHING):
        link = await kiosks.create(world.admin.user, {'name': 'Muro', 'shows': shows})
        reader = kiosks.reader_of(await kiosks.by_token(link.rpartition('/')[2]))
        names[shows] = [line.name.text for line in (await board(reader)).components]
    assert names == {'': ['Portal'], str(company): ['Portal', 'VPN'], kiosks.EVERYTHING: ['Portal', 'VPN', 'Interno']}


async def test_figures_are_of_the_company_alone_and_nobodys_in_public(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    await world.marta.takes(ticket)
    await world.marta.replies(ticket)
    await world.marta.resolves(ticket)
    await world.elena.opens('Tampoco')
    mine = await figures(Reader.of(world.lucia.user))
    all_ = await figures(Reader.of(world.marta.user))
    assert mine
    assert all_
    assert (mine.open, all_.open) == (0, 1)
    assert mine.in_time == 1
    assert mine.first_response is not None
    assert await figures(Reader()) is None


async def test_a_late_solution_counts_against_the_share(world: World) -> None:
    for subject in ('uno', 'dos'):
        ticket = await world.lucia.opens(subject)
        await world.marta.takes(ticket)
        await world.marta.resolves(ticket)
    await Ticket.filter(subject='dos').update(resolution_due=now() - timedelta(days=1))
    found = await figures(Reader.of(world.marta.user))
    assert found
    assert found.in_time == 0.5


async def test_the_headline_says_in_words_what_is_wrong(world: World) -> None:
    assert 'Aún no hay servicios' in (await shown())['head']
    mail, vpn = await component('mail', 'Correo'), await component('vpn', 'VPN')
    north = await Region.create(name='Norte')
    await Region.create(name='Sur')
    await mail.regions.add(*await Region.all())
    bus.publish(['board'])
    assert 'Todos los servicios funcionan' in (await shown())['head']
    await status.set_by_hand(world.marta.user, vpn.id, None, ComponentStatus.MAJOR)
    await status.set_by_hand(world.marta.user, mail.id, north.id, ComponentStatus.DEGRADED)
    seen = await shown()
    assert '1 servicio interrumpido, 1 degradado' in seen['head']
    assert 'Norte' in seen['tiles']
    assert 'Sur' not in seen['tiles']
    assert 'Interrumpido' in seen['tiles']


@pytest.mark.rule('S2-1')
async def test_an_announcement_for_the_wall_comes_and_goes_by_itself(world: World) -> None:
    start = now()
    for title, on_kiosk in (('Migramos el correo', True), ('Solo en la página', False)):
        await Announcement.create(
            kind=AnnouncementKind.NOTICE,
            title=title,
            on_kiosk=on_kiosk,
            starts_at=start,
            ends_at=start + timedelta(days=5),
            created_at=start,
            updated_at=start,
        )
    bus.publish(['announcements'])
    seen = (await shown())['notes']
    assert 'Migramos el correo' in seen
    assert 'Solo en la página' not in seen
    with freeze(start + timedelta(days=5, minutes=2)):
        assert 'Migramos el correo' not in (await shown())['notes']


async def test_what_many_boards_show_is_drawn_once_per_change(db: Database) -> None:
    drawn = []

    async def draw() -> Lists:
        drawn.append(len(drawn))
        return {'kiosk-head': {'title': Markup('{}').format(len(drawn))}, 'kiosk-notes': {}}

    def frame(lists: Lists) -> Markup:
        return Markup('<p>{}</p>').format(lists['kiosk-head']['title'])

    rooms = await asyncio.gather(*(room_of('key', SPANISH, draw, frame) for _ in range(30)))
    assert len(set(rooms)) == 1
    assert len(drawn) == 1
    for _burst in range(5):
        bus.publish(['board'])

    async def is_redrawn() -> bool:
        return len(drawn) > 1

    await until(is_redrawn)
    assert len(drawn) == 2
    assert rooms[0].everything() == {
        'version': 2,
        'lists': [['kiosk-head', ['title'], {'title': '2'}, False], ['kiosk-notes', [], {}, False]],
        'whole': True,
    }
    assert rooms[0].page == '<p>2</p>'
    rooms[0].close_if_empty()
