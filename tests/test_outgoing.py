"""Connections to what somebody typed go to public networks alone, and to those that an admin allows."""

import socket

import httpx
import pytest

from services import outgoing
from services.outgoing import Forbidden, may_reach
from services.probes import probes
from services.refusals import Invalid, NotAllowed
from services.settings import Outgoing, load
from tests.support.database import Database
from tests.support.web_page import moved, web_page
from tests.support.world import World

INSIDE = (
    '127.0.0.1 10.0.0.1 172.16.3.4 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1'
    ' ::1 :: fe80::1 fc00::1 fd00:ec2::254 fec0::1 ff02::1 ::ffff:169.254.169.254 ::ffff:10.0.0.1'
    ' 64:ff9b::a9fe:a9fe 2002:a9fe:a9fe::1 ::7f00:1'
).split()


@pytest.mark.parametrize('address', INSIDE)
def test_no_network_inside_is_reached(address: str) -> None:
    assert not may_reach(address, [])


def test_public_addresses_and_allowed_networks_are_reached() -> None:
    assert may_reach('9.9.9.9', [])
    assert may_reach('2620:fe::fe', [])
    assert may_reach('10.1.2.3', ['10.1.0.0/16'])
    assert not may_reach('10.2.2.3', ['10.1.0.0/16'])
    assert may_reach('::ffff:10.1.2.3', ['10.1.0.0/16'])
    assert not may_reach('169.254.169.254', ['10.0.0.0/8'])


@pytest.mark.parametrize('host', ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '127.1', '[::ffff:127.0.0.1]'])
async def test_however_it_is_written_nothing_inside_is_asked(db: Database, host: str) -> None:
    async with web_page() as page:
        with pytest.raises((Forbidden, httpx.InvalidURL, httpx.ConnectError)):
            await outgoing.client().get(f'http://{host}:{page.port}/')
    assert page.heard == []


async def test_a_redirect_leads_no_further_inside(world: World) -> None:
    await probes.allow_networks(world.admin.user, '127.0.0.1')
    async with web_page(moved('http://127.0.0.2/keys')) as page:
        with pytest.raises(Forbidden, match=r'127\.0\.0\.2'):
            await outgoing.client().get(f'http://{page.place}/', follow_redirects=True)
    assert len(page.heard) == 1


async def test_what_was_checked_is_what_is_connected_to(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere at the second look gains nothing, as there is none."""
    await probes.allow_networks(world.admin.user, '127.0.0.1')
    answers = iter(['127.0.0.1', '127.0.0.2'])
    looked_up: list[str] = []

    def lookup(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(2, 1, 6, '', (next(answers), 0))]

    async with web_page() as page:
        monkeypatch.setattr(socket, 'getaddrinfo', lookup)
        answer = await outgoing.client().get(f'http://rebinding.example:{page.port}/')
    assert answer.status_code == 200
    assert looked_up == ['rebinding.example']
    assert f'Host: rebinding.example:{page.port}' in page.heard[0]


async def test_a_proxy_of_the_environment_is_not_a_way_round(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with web_page() as page:
        monkeypatch.setenv('HTTP_PROXY', f'http://{page.place}')
        outgoing.client.cache_clear()
        with pytest.raises(Forbidden):
            await outgoing.client().get('http://10.0.0.1/')
    outgoing.client.cache_clear()
    assert page.heard == []


async def test_names_without_an_address_are_no_connection(db: Database) -> None:
    with pytest.raises(httpx.ConnectError):
        await outgoing.client().get(f'http://{"a" * 70}.invalid/')
    with pytest.raises(OSError, match=r'.'):
        await outgoing.addresses_of('nothing.invalid')


async def test_only_an_admin_allows_networks(world: World) -> None:
    for person in (world.ana, world.marta, world.lucia):
        with pytest.raises(NotAllowed):
            await probes.allow_networks(person.user, '10.0.0.0/8')
    with pytest.raises(Invalid):
        await probes.allow_networks(world.admin.user, '10.0.0.0/8 inside')
    await probes.allow_networks(world.admin.user, '10.0.0.0/8, fd00::/8')
    assert (await load(Outgoing)).private_networks == ['10.0.0.0/8', 'fd00::/8']
