"""Webhooks: a real receiver gets each update, signed by the recipe that is published, and again when it fails."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from models import Subscription, WebhookOut
from services import bus, clock, settings
from services.incidents.incident_forms import NewIncident, NewUpdate
from services.incidents.incidents import open_incident, post_update
from services.settings import Outgoing
from services.subscriptions import subscribing, webhook_setup, webhooks
from services.subscriptions.subscribing import Choice
from tests.support.receiver import Receiver, receiver
from tests.support.server import ROOT
from tests.support.web_page import web_page
from tests.support.world import World


@pytest.fixture
async def hook(world: World) -> AsyncIterator[Receiver]:
    """A receiver that Lucía has subscribed."""
    await settings.save(world.admin.user, Outgoing(private_networks=['127.0.0.0/8']))
    async with receiver() as server:
        await webhook_setup.add(world.lucia.user, server.url, Choice())
        yield server


@asynccontextmanager
async def sending() -> AsyncIterator[None]:
    """A sender, as each process has one."""
    stop = asyncio.Event()
    task = asyncio.create_task(webhooks.run(stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], Awaitable[bool]], world: World) -> None:
    changed = asyncio.Event()
    unwatch = bus.watch([f'user:{world.lucia.user.id}'], changed.set)
    try:
        while not await holds():
            await changed.wait()
            changed.clear()
    finally:
        unwatch()


async def is_sent() -> bool:
    return not await WebhookOut.filter(sent_at=None).exists()


def recipe() -> Callable[[str, dict[str, str], bytes], bool]:
    """The function of the guide that is served to those who write receivers."""
    text = (ROOT / 'assets/guides/webhooks.md').read_text(encoding='utf-8')
    code = re.findall(r'```python\n(.*?)```', text, re.DOTALL)
    known: dict[str, Any] = {}
    exec(code[0], known)
    found: Callable[[str, dict[str, str], bytes], bool] = known['is_genuine']
    return found


async def test_the_receiver_gets_each_update_once_and_the_published_recipe_verifies_it(
    world: World, hook: Receiver
) -> None:
    async with sending(), sending():
        incident = await open_incident(world.marta.user, NewIncident('Sin correo', 'Lo investigamos.'))
        await hook.has(lambda: len(hook.calls) == 1)
        await post_update(world.marta.user, incident.id, NewUpdate('Es el proveedor.', 'identified'))
        await hook.has(lambda: len(hook.calls) == 2)
        await until(is_sent, world)
    assert len(hook.calls) == 2
    secret, is_genuine = (await Subscription.get()).secret, recipe()
    first, second = hook.calls
    told = json.loads(second.body)
    assert (told['type'], told['data']['title'], told['data']['phase']) == (
        'incident.updated',
        'Sin correo',
        'identified',
    )
    assert told['data']['update']['body'] == 'Es el proveedor.'
    assert is_genuine(secret, second.headers, second.body)
    assert not is_genuine(secret, second.headers, second.body.replace(b'proveedor', b'cliente'))
    assert not is_genuine(secret, first.headers, second.body)
    assert not is_genuine('whsec_' + secret.removeprefix('whsec_')[::-1], second.headers, second.body)
    late = {**second.headers, 'webhook-timestamp': str(int(second.headers['webhook-timestamp']) - 900)}
    assert not is_genuine(secret, late, second.body)
    assert first.headers['webhook-id'] != second.headers['webhook-id']


async def test_what_fails_is_tried_again_with_the_same_id_and_given_up_after_a_day(
    world: World, hook: Receiver
) -> None:
    hook.answer = '302 Found\r\nLocation: http://127.0.0.1:9/'
    await open_incident(world.marta.user, NewIncident('Sin correo', 'Lo investigamos.'))
    instant, tries = clock.now(), 0
    while (row := await WebhookOut.get()).next_try_at:
        instant = row.next_try_at
        with clock.freeze(instant):
            async with sending():
                tried = WebhookOut.filter(problem='HTTP 302', tries=(tries := tries + 1))
                await until(tried.exists, world)
    assert tries == len(hook.calls) == 9
    assert timedelta(hours=20) < instant - (await Subscription.get()).created_at < timedelta(hours=36)
    assert len({call.headers['webhook-id'] for call in hook.calls}) == 1
    mine = await subscribing.mine(world.lucia.user)
    assert mine.problems == {mine.webhooks[0].id: 'HTTP 302'}


async def test_a_receiver_that_is_back_gets_what_it_missed(world: World, hook: Receiver) -> None:
    hook.answer = '500 Oops'
    await open_incident(world.marta.user, NewIncident('Sin correo', 'Lo investigamos.'))
    async with sending():
        await hook.has(lambda: len(hook.calls) == 1)
        await until(lambda: WebhookOut.filter(problem='HTTP 500').exists(), world)
    hook.answer = '200 OK'
    with clock.freeze(clock.now() + timedelta(minutes=1)):
        async with sending():
            await until(is_sent, world)
    assert len(hook.calls) == 2


async def test_a_receiver_that_is_gone_for_good_is_told_nothing_more(world: World, hook: Receiver) -> None:
    hook.answer = '410 Gone'
    incident = await open_incident(world.marta.user, NewIncident('Sin correo', 'Lo investigamos.'))
    async with sending():
        await until(lambda: Subscription.exclude(ended_at=None).exists(), world)
    await post_update(world.marta.user, incident.id, NewUpdate('Es el proveedor.', 'identified'))
    assert await WebhookOut.all().count() == 1


@pytest.mark.parametrize(
    ('url', 'reason'),
    [
        ('http://127.0.0.1:{closed}/', 'the connection is refused'),
        ('https://127.0.0.1:{tls}/', 'its certificate is not valid'),
        ('http://127.0.0.1:{odd}/', 'the connection fails'),
        ('http://nowhere.invalid/', 'its name is not found'),
    ],
)
async def test_why_it_did_not_arrive_is_told_in_words(world: World, hook: Receiver, url: str, reason: str) -> None:
    async with web_page(tls=True) as safe, web_page(b'SSH-2.0\r\n') as odd:
        async with web_page() as closed:
            pass
        address = url.format(closed=closed.port, tls=safe.port, odd=odd.port)
        await Subscription.all().update(address=address)
        await open_incident(world.marta.user, NewIncident('Sin correo', 'Lo investigamos.'))
        async with sending():
            await until(WebhookOut.exclude(problem='').exists, world)
    assert (await WebhookOut.get()).problem == reason
    assert not hook.calls


async def test_an_address_that_became_forbidden_is_not_connected_to(world: World, hook: Receiver) -> None:
    await settings.save(world.admin.user, Outgoing())
    await open_incident(world.marta.user, NewIncident('Sin correo', 'Lo investigamos.'))
    async with sending():
        await until(lambda: WebhookOut.filter(problem='its address is not on the public internet').exists(), world)
    assert not hook.calls
