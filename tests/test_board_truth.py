"""The one query of the board, and what agents say of components by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tortoise.connection import get_connection

from models import (
    Audience,
    AuditLog,
    Component,
    ComponentGroup,
    Incident,
    IncidentComponent,
    IncidentUpdate,
    Region,
    StatusInterval,
    User,
)
from models.audience import Reach, Reader
from models.component import ComponentStatus, StatusSource
from models.incident import IncidentKind, Phase
from models.uptime import uptime
from services import clock
from services.announce import announce
from services.board.board import board, incident
from services.board.board_lines import ComponentLine
from services.board.status import set_by_hand, turn
from services.knowledge import announcements
from services.knowledge.announcements import Draft
from services.refusals import NotAllowed, NotFound
from tests.bench import plans
from tests.bench.statements import collected
from tests.support.database import Database
from tests.support.world import World

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday, in Guayaquil
MAJOR, PARTIAL, OPERATIONAL = ComponentStatus.MAJOR, ComponentStatus.PARTIAL, ComponentStatus.OPERATIONAL


async def component(slug: str, *regions: str, **more: Any) -> Component:
    made = await Component.create(slug=slug, name=slug, created_at=NOON - timedelta(days=200), **more)
    await made.regions.add(*[(await Region.get_or_create(name=name))[0] for name in regions])
    return made


async def line(slug: str, reader: Reader | None = None) -> ComponentLine:
    return next(one for one in (await board(reader or Reader())).components if one.slug == slug)


async def test_what_an_agent_says_is_on_the_board_with_its_bar_and_its_uptime(world: World) -> None:
    mail = await component('mail')
    for at, status in ((NOON - timedelta(days=1, hours=2), MAJOR), (NOON - timedelta(days=1), OPERATIONAL)):
        with clock.freeze(at):
            await set_by_hand(world.marta.user, mail.id, None, status)
    with clock.freeze(NOON):
        seen = await line('mail')
        assert (seen.status, seen.since) == (OPERATIONAL, NOON - timedelta(days=1))
        assert [day.status for day in seen.days[-3:]] == [OPERATIONAL, MAJOR, OPERATIONAL]
        assert seen.days[-2].down == timedelta(hours=2)
        assert len(seen.days) == 90
        assert uptime(seen.days[-2:]) == 1 - timedelta(hours=2) / timedelta(hours=24 + 12)
        await set_by_hand(world.marta.user, mail.id, None, PARTIAL)
        seen = await line('mail')
        assert (seen.status, seen.since, seen.days[-1].status) == (PARTIAL, NOON, OPERATIONAL)
    assert await AuditLog.filter(action='status_set', subject='mail').count() == 3


async def test_one_region_may_be_in_a_state_of_its_own(world: World) -> None:
    mail = await component('mail', 'Norte', 'Sur')
    north, south = [row.id for row in await Region.all().order_by('name')]

    async def states() -> tuple[str, ...]:
        seen = await line('mail')
        return seen.status, *(one.status for one in sorted(seen.regions, key=lambda one: one.id))

    await set_by_hand(world.marta.user, mail.id, north, PARTIAL)
    assert await states() == (PARTIAL, PARTIAL, OPERATIONAL)
    await set_by_hand(world.marta.user, mail.id, None, MAJOR)
    assert await states() == (MAJOR, MAJOR, MAJOR)
    await set_by_hand(world.marta.user, mail.id, south, OPERATIONAL)
    assert await states() == (MAJOR, MAJOR, OPERATIONAL)
    await set_by_hand(world.marta.user, mail.id, None, OPERATIONAL)
    assert await states() == (OPERATIONAL, OPERATIONAL, OPERATIONAL)


async def test_by_hand_nothing_is_taken_back_of_what_a_probe_says(world: World) -> None:
    mail = await component('mail')
    await turn(StatusSource.PROBE, 1, {(mail.id, None): PARTIAL}, clock.now())
    await set_by_hand(world.marta.user, mail.id, None, MAJOR)
    await set_by_hand(world.marta.user, mail.id, None, OPERATIONAL)
    assert (await line('mail')).status == PARTIAL


async def test_only_the_desk_says_how_components_are(world: World) -> None:
    mail, _other = await component('mail'), await component('other', 'Norte')
    for nobody in (world.lucia.user, None):
        with pytest.raises(NotAllowed):
            await set_by_hand(nobody, mail.id, None, MAJOR)
    with pytest.raises(NotFound):
        await set_by_hand(world.marta.user, 999, None, MAJOR)
    with pytest.raises(NotFound):
        await set_by_hand(world.marta.user, mail.id, (await Region.get(name='Norte')).id, MAJOR)
    assert (await board(Reader())).counts == {OPERATIONAL: 2}


async def test_everybody_sees_what_is_meant_for_him_and_nobody_more(world: World) -> None:
    own, _all, ours = [await component(slug, reach=reach) for slug, reach in REACHES.items()]
    await Audience.create(thing='component', thing_id=own.id, country='EC')
    both = await Incident.create(kind=IncidentKind.INCIDENT, phase=Phase.IDENTIFIED, title='Caída', **_dates())
    for affected in (own, ours):
        await IncidentComponent.create(incident=both, component=affected, status=MAJOR)
    secret = await Incident.create(
        kind=IncidentKind.INCIDENT, phase=Phase.IDENTIFIED, title='Nuestra', reach=Reach.STAFF, **_dates()
    )
    draft = await Incident.create(kind=IncidentKind.INCIDENT, phase=Phase.DRAFT, title='¿?', **_dates())
    expected: list[tuple[User | None, list[str], list[str], list[str]]] = [
        (None, [], ['Caída'], []),
        (world.lucia.user, ['chosen', 'signed_in'], ['Caída'], ['chosen']),
        (world.elena.user, ['signed_in'], ['Caída'], []),
        (world.marta.user, ['chosen', 'signed_in', 'staff'], ['Nuestra', 'Caída'], ['chosen', 'staff']),
    ]
    for person, slugs, titles, hit in expected:
        reader = Reader.of(person)
        seen = await board(reader)
        assert sorted(one.slug for one in seen.components) == slugs
        assert [one.title.text for one in seen.incidents] == titles
        told = next(one for one in seen.incidents if one.title.text == 'Caída')
        assert [one.component.text for one in told.impacts] == hit
        assert told.status == (MAJOR if hit else OPERATIONAL)
        assert await incident(reader, both.id) == told
    for reader, hidden in ((Reader.of(world.lucia.user), secret), (Reader(), draft)):
        with pytest.raises(NotFound):
            await incident(reader, hidden.id)


REACHES = {'chosen': Reach.CHOSEN, 'signed_in': Reach.SIGNED_IN, 'staff': Reach.STAFF}


def _dates() -> dict[str, Any]:
    at = clock.now()
    return {'starts_at': at, 'created_at': at, 'updated_at': at}


async def test_groups_of_two_levels_open_when_there_is_trouble_below(world: World) -> None:
    top = await ComponentGroup.create(name='Infraestructura')
    below = await ComponentGroup.create(name='Enlaces', parent=top)
    await ComponentGroup.create(name='Vacío', position=1)
    link, vpn = await component('link', group=below), await component('vpn', group=top)
    await component('loose')
    seen = (await board(Reader())).groups
    assert [(group.name.text, group.is_open, [one.slug for one in group.components]) for group in seen] == [
        ('Infraestructura', False, ['vpn']),
        ('', True, ['loose']),
    ]
    await set_by_hand(world.marta.user, link.id, None, MAJOR)
    seen = (await board(Reader())).groups
    assert [(group.name.text, group.status, group.is_open) for group in (seen[0], *seen[0].groups)] == [
        ('Infraestructura', MAJOR, True),
        ('Enlaces', MAJOR, True),
    ]
    assert [one.slug for one in (await board(Reader())).components] == ['vpn', 'link', 'loose']
    assert vpn.id != link.id


async def test_updates_are_told_in_their_last_words_newest_first(world: World) -> None:
    at = clock.now()
    told = await Incident.create(kind=IncidentKind.INCIDENT, phase=Phase.IDENTIFIED, title='Caída', **_dates())
    first = await IncidentUpdate.create(
        incident=told, phase=Phase.INVESTIGATING, body='Investigmos', at=at - timedelta(hours=1), created_at=at
    )
    await IncidentUpdate.create(incident=told, phase=Phase.IDENTIFIED, body='Es el proveedor', at=at, created_at=at)
    await IncidentUpdate.create(
        incident=told, phase=Phase.INVESTIGATING, body='Investigamos', at=first.at, replaces=first, created_at=at
    )
    seen = (await board(Reader())).incidents[0].updates
    assert [(one.body.text, one.is_corrected) for one in seen] == [('Es el proveedor', False), ('Investigamos', True)]


async def test_the_board_is_read_once_for_all_who_see_the_same_until_something_happens(world: World) -> None:
    mail = await component('mail')
    reader, colleague = Reader.of(world.lucia.user), Reader.of(world.ivan.user)
    with clock.freeze(NOON):
        seen = await board(reader)
        assert await board(colleague) is seen
        await announce({'board'})
        assert await board(colleague) is not seen
        await set_by_hand(world.marta.user, mail.id, None, MAJOR)
        assert (await board(colleague)).status == MAJOR


@pytest.mark.rule('S2-1')
async def test_an_announcement_is_on_the_board_from_its_beginning_until_its_end(world: World) -> None:
    draft = Draft('notice', 'Migración', 'Durante esta semana.', NOON, NOON + timedelta(days=5))
    with clock.freeze(NOON - timedelta(hours=1)):
        await announcements.save(world.marta.user, draft)
    shown = []
    for hours in (-1, 0, 119, 120):
        with clock.freeze(NOON + timedelta(hours=hours)):
            shown.append([one.title.text for one in (await board(Reader())).announcements])
    assert shown == [[], ['Migración'], ['Migración'], []]


async def test_what_was_long_ago_is_not_read(db: Database) -> None:
    """The intervals of the last days are found by an index, however many there were."""
    mail = await component('mail')
    ago = [NOON - timedelta(days=100, minutes=n) for n in range(20_000)]
    await StatusInterval.bulk_create(
        StatusInterval(
            component_id=mail.id, status=MAJOR, source=StatusSource.PROBE, source_id=1, started_at=at, ended_at=at
        )
        for at in ago
    )
    if db.dialect == 'postgres':
        await get_connection('default').execute_script('ANALYZE status_interval')
    with clock.freeze(NOON), collected() as asked:
        await board(Reader())
    intervals = [statement for statement in asked if 'FROM "status_interval"' in statement[0]]
    assert len(intervals) == 1
    assert len(asked) <= 10
    assert await plans.faults(intervals[0], 'status_interval') == []
