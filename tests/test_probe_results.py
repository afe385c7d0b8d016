"""Probes turn components only when it is sure, say when nobody knows, and write one draft for an agent."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from models import Audience, Component, Incident, IncidentUpdate, Probe, StatusInterval
from models.audience import Reach, Reader
from models.component import ComponentStatus, StatusSource
from models.incident import Phase
from models.probe import ProbeKind
from services import bus, clock
from services.board.board import board
from services.language import N_
from services.probes import probes
from services.probes.probe_checks import Result
from services.probes.probe_results import mark_silent, record
from tests.support.world import World

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FORM = {
    'name': 'Portal',
    'target': 'https://portal.example/',
    'interval': '60',
    'timeout': '10',
    'fails_needed': '3',
    'window': '5',
    'turns_to': 'major',
}


@pytest.fixture
async def component(world: World) -> AsyncIterator[Component]:
    with clock.freeze(START):
        yield await Component.create(slug='portal', name='Portal web', created_at=START - timedelta(days=100))


async def defined(world: World, component: Component, **values: str) -> Probe:
    await probes.define(world.admin.user, ProbeKind.HTTP, FORM | {'component': str(component.id)} | values)
    return await Probe.get(name=values.get('name', FORM['name']))


async def sees(probe: Probe, results: str, start: datetime = START) -> datetime:
    """A result a minute, `+`, `-`, or `?` when it could not look; gives the time of the last."""
    at = start
    for sign in results:
        at += MINUTE
        with clock.freeze(at):
            ok = {'+': True, '-': False, '?': None}[sign]
            await record(probe, Result(at, ok, 12, None if ok else N_('No sign of life')))
    return at


async def told(probe: Probe) -> list[tuple[ComponentStatus, int, int | None]]:
    """What it said: the state, and from which minute until which."""
    rows = await StatusInterval.filter(source=StatusSource.PROBE, source_id=probe.id).order_by('started_at', 'id')
    minute = lambda at: None if at is None else round((at - START) / MINUTE)  # noqa: E731
    return [(row.status, minute(row.started_at) or 0, minute(row.ended_at)) for row in rows]


async def shown(at: datetime) -> ComponentStatus:
    with clock.freeze(at):
        bus.publish(['board'])
        return (await board(Reader(is_staff=True, is_signed_in=True))).components[0].status


async def drafts() -> Sequence[Incident]:
    return await Incident.all().order_by('id')


async def test_nobody_knows_before_the_first_result(world: World, component: Component) -> None:
    probe = await defined(world, component)
    assert await shown(START) == ComponentStatus.UNKNOWN
    await sees(probe, '-')
    assert await shown(START + MINUTE) == ComponentStatus.UNKNOWN
    at = await sees(probe, '+', START + MINUTE)
    assert await shown(at) == ComponentStatus.OPERATIONAL


async def test_it_turns_after_three_of_five_and_back_after_three(world: World, component: Component) -> None:
    probe = await defined(world, component)
    await sees(probe, '+-+-++++--')
    assert await told(probe) == [(ComponentStatus.UNKNOWN, 0, 1)]
    assert not await drafts()
    await sees(probe, '-+-+++', START + 10 * MINUTE)
    assert await told(probe) == [(ComponentStatus.UNKNOWN, 0, 1), (ComponentStatus.MAJOR, 11, 16)]


async def test_one_draft_is_written_for_the_desk_alone(world: World, component: Component) -> None:
    first, second = await defined(world, component), await defined(world, component, name='Portal, API')
    await sees(first, '+---')
    await sees(second, '+---')
    (draft,) = await drafts()
    assert draft.phase == Phase.DRAFT
    assert draft.title == 'Portal web está fallando'
    assert not (await board(Reader.of(world.lucia.user))).incidents
    assert await shown(START + 4 * MINUTE) == ComponentStatus.MAJOR
    await sees(first, '+++---', START + 4 * MINUTE)
    assert len(await drafts()) == 1


async def test_where_an_admin_chose_so_it_is_published(world: World, component: Component) -> None:
    await Component.all().update(translations={'en': {'name': 'Portal'}})
    probe = await defined(world, component, publishes='yes', turns_to='partial')
    await sees(probe, '+---')
    (incident,) = await drafts()
    assert incident.phase == Phase.INVESTIGATING
    (line,) = (await board(Reader())).incidents
    assert [line.title.into(language) for language in ('es', 'en')] == ['Portal web está fallando', 'Portal is failing']
    body = line.updates[0].body
    assert body.text.startswith('Detectamos que Portal web está fallando')
    assert body.into('en') == 'We have noticed that Portal is failing, and are looking into it.'
    assert await IncidentUpdate.filter(incident=incident).count() == 1
    assert await StatusInterval.filter(source=StatusSource.INCIDENT, status=ComponentStatus.PARTIAL).count() == 1


async def test_an_incident_is_told_to_those_who_may_see_the_component(world: World, component: Component) -> None:
    assert world.elena.user.organization_id
    component.reach = Reach.CHOSEN
    await component.save()
    await Audience.create(thing='component', thing_id=component.id, organization_id=world.elena.user.organization_id)
    probe = await defined(world, component, publishes='yes')
    await sees(probe, '+---')
    assert len((await board(Reader.of(world.elena.user))).incidents) == 1
    assert not (await board(Reader.of(world.lucia.user))).incidents
    assert not (await board(Reader())).incidents


async def test_silence_is_never_green(world: World, component: Component) -> None:
    probe = await defined(world, component)
    at = await sees(probe, '++')
    with clock.freeze(at + 2 * MINUTE):
        await mark_silent()
    assert await shown(at) == ComponentStatus.OPERATIONAL
    for _again in range(2):
        with clock.freeze(at + 3 * MINUTE):
            await mark_silent()
    assert await shown(at + 3 * MINUTE) == ComponentStatus.UNKNOWN
    assert len(await told(probe)) == 2
    await sees(probe, '-', at + 3 * MINUTE)
    assert await shown(at + 4 * MINUTE) == ComponentStatus.UNKNOWN
    await sees(probe, '+', at + 4 * MINUTE)
    assert await shown(at + 5 * MINUTE) == ComponentStatus.OPERATIONAL


async def test_what_nobody_looked_at_is_unknown_afterwards_too(world: World, component: Component) -> None:
    """As when all processes were stopped: nobody was there to mark it."""
    probe = await defined(world, component)
    await sees(probe, '++')
    await sees(probe, '+', START + 60 * MINUTE)
    assert await told(probe) == [(ComponentStatus.UNKNOWN, 0, 1), (ComponentStatus.UNKNOWN, 4, 61)]


async def test_what_cannot_be_looked_at_says_nothing(world: World, component: Component) -> None:
    probe = await defined(world, component)
    at = await sees(probe, '++??????')
    assert await told(probe) == [(ComponentStatus.UNKNOWN, 0, 1)]
    with clock.freeze(at):
        await mark_silent()
    assert await shown(at) == ComponentStatus.UNKNOWN
    assert not await drafts()


async def test_a_probe_that_fell_silent_while_down_is_unknown_then(world: World, component: Component) -> None:
    probe = await defined(world, component)
    at = await sees(probe, '+---')
    with clock.freeze(at + 5 * MINUTE):
        await mark_silent()
    assert await shown(at + 5 * MINUTE) == ComponentStatus.UNKNOWN
    await sees(probe, '-', at + 5 * MINUTE)
    assert await shown(at + 6 * MINUTE) == ComponentStatus.MAJOR


async def test_a_stopped_probe_says_nothing_and_starts_anew(world: World, component: Component) -> None:
    probe = await defined(world, component)
    at = await sees(probe, '+---')
    with clock.freeze(at):
        await probes.set_active(world.admin.user, probe.id, active=False)
    assert await shown(at + MINUTE) == ComponentStatus.OPERATIONAL
    await sees(probe, '---', at)
    with clock.freeze(at + 60 * MINUTE):
        await mark_silent()
        assert await shown(at + 60 * MINUTE) == ComponentStatus.OPERATIONAL
        await probes.set_active(world.admin.user, probe.id, active=True)
    assert await shown(at + 60 * MINUTE) == ComponentStatus.UNKNOWN
    assert (await Probe.get(id=probe.id)).results == []


async def test_results_about_what_was_changed_do_not_count(world: World, component: Component) -> None:
    probe = await defined(world, component)
    await sees(probe, '+---')
    form = FORM | {'component': str(component.id)}
    await probes.change(world.admin.user, probe.id, form | {'name': 'Portal de clientes'})
    assert len((await Probe.get(id=probe.id)).results) == 4
    await probes.change(world.admin.user, probe.id, form | {'target': 'https://clientes.example/'})
    await sees(probe, '+', START + 10 * MINUTE)  # it had begun to look before
    changed = await Probe.get(id=probe.id)
    assert changed.results == []
    assert await shown(START + 11 * MINUTE) == ComponentStatus.UNKNOWN
    with clock.freeze(START + 20 * MINUTE):
        await probes.delete(world.admin.user, probe.id)
    assert await shown(START + 21 * MINUTE) == ComponentStatus.OPERATIONAL


async def test_only_the_last_results_are_kept(world: World, component: Component) -> None:
    probe = await defined(world, component)
    await sees(probe, '+' * 9)
    assert len((await Probe.get(id=probe.id)).results) == 5
