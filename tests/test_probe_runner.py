"""Processes that share the work of the probes, and what becomes of it when nobody looks."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models import Component, Probe
from models.component import ComponentStatus
from models.probe import ProbeKind
from services import bus, clock
from services.clock import now
from services.probes import probe_runner, probes
from services.probes.probe_checks import Result
from services.probes.probe_push import beat
from services.probes.probe_results import record
from tests.support.probes import FORM, PUSH, state, the_probe
from tests.support.waiting import until
from tests.support.web_page import web_page
from tests.support.world import World


@pytest.fixture
async def component(world: World) -> Component:
    return await Component.create(slug='mail', name='Correo', created_at=now())


async def test_two_runners_share_the_probes(world: World, component: Component) -> None:
    """Each is looked at once, whoever takes it."""
    await probes.allow_networks(world.admin.user, '127.0.0.1')
    stop = asyncio.Event()
    async with web_page() as page:
        for number in range(12):
            form = FORM | {'component': str(component.id), 'name': str(number), 'target': f'http://{page.place}/'}
            await probes.define(world.admin.user, ProbeKind.HTTP, form)
        async with asyncio.TaskGroup() as tasks:
            for _ in range(2):
                tasks.create_task(probe_runner.run(stop))
            await until(lambda: all_seen(12))
            stop.set()
        assert len(page.heard) == 12
    assert await Probe.filter(next_at__gt=now()).count() == 12


async def all_seen(number: int) -> bool:
    return sum(len(probe.results) for probe in await Probe.all()) >= number


async def test_a_new_probe_looks_at_once_and_no_more_than_so_many_do(
    world: World, component: Component, monkeypatch: pytest.MonkeyPatch
) -> None:
    await probes.allow_networks(world.admin.user, '127.0.0.1')
    monkeypatch.setattr(probe_runner, 'AT_ONCE', 2)
    stop = asyncio.Event()
    async with web_page() as page, asyncio.TaskGroup() as tasks:
        page.ready.clear()
        tasks.create_task(probe_runner.run(stop))
        form = FORM | {'component': str(component.id), 'target': f'http://{page.place}/', 'timeout': '60'}
        for number in range(5):
            await probes.define(world.admin.user, ProbeKind.HTTP, form | {'name': str(number)})
        await until(lambda: heard(page.heard, 2))
        assert await Probe.filter(next_at__lte=now()).count() == 3
        page.ready.set()
        await until(lambda: all_seen(5))
        stop.set()
    assert len(page.heard) == 5


async def test_a_probe_that_cannot_be_claimed_leaves_its_slot_to_others(
    world: World, component: Component, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(probe_runner, 'AT_ONCE', 1)
    await probes.define(world.admin.user, ProbeKind.PUSH, PUSH | {'component': str(component.id)})
    await Probe.all().update(next_at=now())
    stop = asyncio.Event()
    with clock.freeze(datetime.max.replace(tzinfo=UTC)):  # after which nothing can be due
        running = asyncio.create_task(probe_runner.run(stop))
        await until(lambda: is_logged(caplog, 'The probes could not be read'))
    bus.publish([probe_runner.PROBES])
    await until(lambda: all_seen(1))
    stop.set()
    await running


async def is_logged(caplog: pytest.LogCaptureFixture, text: str) -> bool:
    return text in caplog.text


async def heard(requests: list[str], number: int) -> bool:
    return len(requests) == number


async def test_a_missed_sign_of_life_is_a_failure(world: World, component: Component) -> None:
    start = now()
    with clock.freeze(start):
        address = await probes.define(world.admin.user, ProbeKind.PUSH, PUSH | {'component': str(component.id)})
        await beat(address.rsplit('/', 1)[1], '127.0.0.1')
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for hours in (2, 3):
            with clock.freeze(start + timedelta(hours=hours)):
                stop.clear()
                running = tasks.create_task(probe_runner.run(stop))
                await until(lambda number=hours: all_seen(number))
                stop.set()
                await running
    assert (await state(world)) == ComponentStatus.PARTIAL
    assert [row.get('why') for row in (await the_probe()).results] == [None, 'No sign of life', 'No sign of life']


async def test_whoever_should_have_looked_silence_is_noticed(world: World, component: Component) -> None:
    """The watch runs beside the runner, which here does not run at all."""
    await probes.define(world.admin.user, ProbeKind.TCP, FORM | {'component': str(component.id)})
    await record(await the_probe(), Result(now(), True, 5))
    assert (await state(world)) == ComponentStatus.OPERATIONAL
    stop = asyncio.Event()
    with clock.freeze(now() + timedelta(minutes=3)):
        watching = asyncio.create_task(probe_runner.watch(stop))
        await until(lambda: is_unknown(world))
        stop.set()
        await watching


async def is_unknown(world: World) -> bool:
    return await state(world) == ComponentStatus.UNKNOWN


async def test_what_fails_in_ourselves_is_no_result(world: World, component: Component) -> None:
    await probes.allow_networks(world.admin.user, '127.0.0.1')
    async with web_page() as page:
        form = FORM | {'component': str(component.id), 'target': f'http://{page.place}/'}
        await probes.define(world.admin.user, ProbeKind.HTTP, form)
        await probes.define(world.admin.user, ProbeKind.HTTP, form | {'name': 'Otra'})
        await Probe.filter(name='Correo').update(options={'status': 'no number'})
        stop = asyncio.Event()
        running = asyncio.create_task(probe_runner.run(stop))
        await until(lambda: all_seen(1))
        stop.set()
        await running
    assert (await Probe.get(name='Correo')).results == []
    assert len((await Probe.get(name='Otra')).results) == 1
