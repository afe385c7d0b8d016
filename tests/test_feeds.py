"""Feeds, badge and pill: as readers of their formats understand them, for everybody, with nothing of anybody."""

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import feedparser
import httpx
import pytest
from icalendar import Calendar

from models import Announcement, Component, Incident, IncidentComponent, IncidentUpdate
from models.announcement import AnnouncementKind
from models.audience import Reach
from models.component import ComponentStatus
from models.incident import IncidentKind, Phase
from services import bus, clock
from services.board import feeds
from services.incidents.incident_forms import Impact, NewIncident, NewUpdate
from services.incidents.incidents import correct, open_incident, post_update
from services.refusals import NotFound
from tests.support.server import Server
from tests.support.world import World

NASTY = '<script>alert(1)</script> & "ñ" ]]> \x0b\x1b 𝄞'


async def component(slug: str, name: str, reach: Reach = Reach.EVERYBODY) -> Component:
    return await Component.create(slug=slug, name=name, reach=reach, created_at=clock.now())


async def parsed(name: str) -> Any:
    found = feedparser.parse((await feeds.feed(name)).body)
    assert not found.bozo, found.bozo_exception
    return found


async def maintenance(title: str, phase: Phase, **columns: Any) -> Incident:
    at = clock.now()
    row = await Incident.create(
        kind=IncidentKind.MAINTENANCE,
        phase=phase,
        title=title,
        starts_at=at + timedelta(days=1),
        ends_at=at + timedelta(days=1, hours=2),
        created_at=at,
        updated_at=at,
        **columns,
    )
    body = 'Línea uno;\ncon, comas y \\barras\r\nBEGIN:VEVENT ' + 'largo ' * 40
    await IncidentUpdate.create(incident=row, phase=phase, body=body, at=at, created_at=at)
    bus.publish(['board'])
    return row


@pytest.mark.parametrize('name', ['status.rss', 'status.atom'])
async def test_each_update_is_one_entry_that_keeps_its_id_when_it_is_corrected(world: World, name: str) -> None:
    mail = await component('correo', 'Correo')
    form = NewIncident(f'Correo {NASTY.strip()[:30]}', NASTY, impacts=[Impact(mail.id, ComponentStatus.MAJOR)])
    incident = await open_incident(world.marta.user, form)
    update = await post_update(world.marta.user, incident.id, NewUpdate('Es el proveedor.', 'identified'))
    before = await parsed(name)
    newest, first = before.entries
    assert before.feed.title == 'Estado de Mesa Viva'
    assert newest.title.startswith('Identificado: Correo <script>')
    assert 'Es el proveedor.' in newest.summary
    assert 'Correo: Interrumpido' in newest.summary
    assert newest.link.endswith(f'/status/incidents/{incident.id}')
    assert '<script' not in first.summary
    assert 'ñ' in first.summary
    assert newest.id != first.id
    await correct(world.marta.user, update.id, 'Es nuestro proveedor.', {})
    after = await parsed(name)
    assert [entry.id for entry in after.entries] == [newest.id, first.id]
    assert 'Es nuestro proveedor.' in after.entries[0].summary


async def test_the_feed_changes_with_what_it_tells_and_not_by_itself(world: World) -> None:
    # At noon in the desk's zone: its feed is as old as the day while there is nothing to tell
    noon = clock.now().replace(hour=17)
    with clock.freeze(noon):
        empty = await feeds.feed('status.rss')
    bus.publish(['board'])
    with clock.freeze(noon + timedelta(minutes=5)):
        assert (await feeds.feed('status.rss')).etag == empty.etag
    incident = await open_incident(world.marta.user, NewIncident('Sin correo', 'Lo investigamos.'))
    told = await feeds.feed('status.rss')
    assert told.etag != empty.etag
    assert await feeds.feed('status.rss') is told
    await post_update(world.marta.user, incident.id, NewUpdate('Ya está.', 'resolved'))
    assert len((await parsed('status.rss')).entries) == 2
    assert 'Status of' in (await feeds.feed('status.rss', 'en')).body.decode()


async def test_feeds_and_badges_tell_what_everybody_may_see_and_nothing_else(world: World) -> None:
    inner = await component('interno', 'Interno', Reach.STAFF)
    outer = await component('externo', 'Externo')
    harm = [Impact(inner.id, ComponentStatus.MAJOR), Impact(outer.id, ComponentStatus.DEGRADED)]
    await open_incident(world.marta.user, NewIncident('Público', 'Texto.', impacts=harm))
    await open_incident(world.marta.user, NewIncident('Secreto', 'Texto.', reach=Reach.SIGNED_IN))
    at = clock.now()
    for title, reach in (('Aviso', Reach.EVERYBODY), ('Reservado', Reach.STAFF)):
        await Announcement.create(
            kind=AnnouncementKind.NOTICE, title=title, reach=reach, starts_at=at, created_at=at, updated_at=at
        )
    bus.publish(['board', 'announcements'])
    everything = b''.join([(await feeds.feed(name)).body for name in feeds.FEEDS]).decode()
    for told, hidden in (('Público', 'Secreto'), ('Externo', 'Interno'), ('Aviso', 'Reservado')):
        assert told in everything
        assert hidden not in everything
    assert json.loads((await feeds.feed('status.json')).body)['status']['state'] == 'degraded'
    drawn = ElementTree.fromstring((await feeds.badge_of('externo')).body)
    assert drawn.get('aria-label') == 'Externo: Degradado'
    for unknown in ('interno', 'nada', '../externo'):
        with pytest.raises(NotFound):
            await feeds.badge_of(unknown)


async def test_maintenance_is_a_calendar_to_subscribe_to(world: World) -> None:
    planned = await maintenance('Cambio de «núcleo»; 2, y más', Phase.SCHEDULED)
    await maintenance('Anulado', Phase.CANCELLED)
    await maintenance('De la casa', Phase.SCHEDULED, reach=Reach.STAFF)
    mail = await component('correo', 'Correo')
    await IncidentComponent.create(incident=planned, component=mail, status=ComponentStatus.MAINTENANCE)
    bus.publish(['board'])
    body = (await feeds.feed('status.ics')).body
    assert all(len(line) <= 75 for line in body.split(b'\r\n'))
    calendar = Calendar.from_ical(body)
    events = {str(event['SUMMARY']): event for event in calendar.walk('VEVENT')}
    assert set(events) == {'Cambio de «núcleo»; 2, y más', 'Anulado'}
    event = events['Cambio de «núcleo»; 2, y más']
    assert event.errors == []
    assert event['DTSTART'].dt == planned.starts_at.replace(microsecond=0)
    assert event['DTEND'].dt == planned.ends_at.replace(microsecond=0)
    assert 'Línea uno;\ncon, comas y \\barras\nBEGIN:VEVENT' in str(event['DESCRIPTION'])
    assert 'Correo: Mantenimiento' in str(event['DESCRIPTION'])
    assert event['STATUS'] == 'CONFIRMED'
    assert events['Anulado']['STATUS'] == 'CANCELLED'
    moved = planned.starts_at + timedelta(hours=3)
    await Incident.filter(id=planned.id).update(starts_at=moved, ends_at=moved + timedelta(hours=1))
    await IncidentUpdate.create(
        incident=planned, phase=Phase.SCHEDULED, body='Más tarde.', at=clock.now(), created_at=clock.now()
    )
    bus.publish(['board'])
    again = Calendar.from_ical((await feeds.feed('status.ics')).body)
    (after,) = (one for one in again.walk('VEVENT') if one['UID'] == event['UID'])
    assert after['DTSTART'].dt == moved.replace(microsecond=0)
    assert int(after['SEQUENCE']) > int(event['SEQUENCE'])


@pytest.mark.rule('S2-1')
async def test_an_announcement_leaves_its_feed_by_itself(world: World) -> None:
    at = clock.now()
    await Announcement.create(
        kind=AnnouncementKind.NEWS,
        title='Guía nueva',
        body='Léela.',
        starts_at=at - timedelta(hours=1),
        ends_at=at + timedelta(hours=1),
        created_at=at,
        updated_at=at,
    )
    bus.publish(['announcements'])
    (entry,) = (await parsed('announcements.rss')).entries
    assert (entry.title, entry.summary) == ('Guía nueva', 'Léela.')
    with clock.freeze(at + timedelta(hours=2)):
        bus.publish(['announcements'])  # as its timer does
        assert (await parsed('announcements.rss')).entries == []


async def test_the_addresses_are_cached_open_to_other_pages_and_set_no_cookie(demo_server: Server) -> None:
    async with httpx.AsyncClient(base_url=demo_server.url, trust_env=False) as client:
        for path in (
            '/status.rss',
            '/status.atom',
            '/status.ics',
            '/announcements.rss',
            '/status/badge.svg',
            '/status/embed',
        ):
            answer = await client.get(path)
            assert answer.status_code == 200, path
            assert 'max-age' in answer.headers['cache-control']
            assert 'set-cookie' not in answer.headers
            assert answer.headers['cross-origin-resource-policy'] == 'cross-origin'
            assert answer.headers['access-control-allow-origin'] == '*'
            known = await client.get(path, headers={'If-None-Match': answer.headers['etag']})
            assert (known.status_code, known.content) == (304, b''), path
            assert (await client.head(path)).status_code == 200
        board = (await client.get('/status.json')).json()
        slug = board['components'][0]['slug']
        assert (await client.get(f'/status/badge.svg?component={slug}')).status_code == 200
        assert (await client.get('/status/badge.svg?component=nada')).status_code == 404
        framed = (await client.get('/status/embed')).headers
        assert 'frame-ancestors *' in framed['content-security-policy']
        assert "default-src 'none'" in framed['content-security-policy']
        assert 'x-frame-options' not in framed
        for other in ('/status', '/', '/status.json', '/status/subscribe'):
            headers = (await client.get(other)).headers
            assert headers['x-frame-options'] == 'DENY'
            assert "frame-ancestors 'none'" in headers['content-security-policy']
