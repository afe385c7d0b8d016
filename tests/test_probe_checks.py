"""What a probe sees when it looks once: real servers, on this machine."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import dns.flags
import dns.message
import dns.rrset
import pytest

from models import Probe
from models.probe import ProbeKind, is_down
from services import clock, outgoing
from services.probes import probe_checks, probes
from services.probes.probe_checks import Result, look, may_ping
from tests.support.database import Database
from tests.support.web_page import CERTIFICATE, moved, ok, web_page
from tests.support.world import World


def probe(kind: ProbeKind, target: str, timeout: int = 10, **options: Any) -> Probe:
    return Probe(kind=kind, target=target, options=options, timeout=timeout)


def why(result: Result) -> str:
    assert result.ok is not True
    assert result.why
    return result.why.into('en')


@pytest.fixture
async def inside(world: World) -> None:
    await probes.allow_networks(world.admin.user, '127.0.0.1')


@pytest.mark.usefixtures('inside')
async def test_a_page_is_well_by_status_and_text() -> None:
    async with web_page(ok('Bienvenido, señor'.encode())) as page:
        url = f'http://{page.place}/'
        assert (await look(probe(ProbeKind.HTTP, url))).ok
        assert (await look(probe(ProbeKind.HTTP, url, text='señor', status=200))).ok
        assert why(await look(probe(ProbeKind.HTTP, url, text='Adiós'))) == '“Adiós” is not in it'
        assert why(await look(probe(ProbeKind.HTTP, url, status=401))) == 'It answers with the status 200'
        page.answer = b'HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n'
        assert why(await look(probe(ProbeKind.HTTP, url))) == 'It answers with the status 503'
        assert (await look(probe(ProbeKind.HTTP, url, status=503))).ok
    assert 'No connection' in why(await look(probe(ProbeKind.HTTP, url)))


@pytest.mark.usefixtures('inside')
async def test_a_redirect_is_followed_or_is_what_is_asked_for() -> None:
    async with web_page() as page, web_page(moved(f'http://{page.place}/')) as first:
        url = f'http://{first.place}/'
        assert (await look(probe(ProbeKind.HTTP, url))).ok
        assert len(page.heard) == 1
        assert (await look(probe(ProbeKind.HTTP, url, status=302))).ok
        assert len(page.heard) == 1
        first.answer = moved(url)
        assert 'No connection' in why(await look(probe(ProbeKind.HTTP, url)))
        first.answer = moved('file:///etc/passwd')
        assert 'No connection' in why(await look(probe(ProbeKind.HTTP, url)))


async def test_a_network_inside_says_nothing_about_the_page(db: Database) -> None:
    async with web_page() as page:
        for one in (
            probe(ProbeKind.HTTP, f'http://{page.place}/'),
            probe(ProbeKind.TCP, page.place),
            probe(ProbeKind.DNS, 'portal.example', server=page.place),
        ):
            result = await look(one)
            assert result.ok is None
            assert why(result) == '127.0.0.1 is in a network that probes may not reach'
    assert page.heard == []


@pytest.mark.usefixtures('inside')
async def test_a_slow_answer_and_none() -> None:
    async with web_page() as page:
        page.ready.clear()
        assert why(await look(probe(ProbeKind.HTTP, f'http://{page.place}/', timeout=1))) == 'No answer within 1 s'
        asyncio.get_running_loop().call_later(0.05, page.ready.set)
        slow = await look(probe(ProbeKind.HTTP, f'http://{page.place}/', slow_ms=20))
    assert re.fullmatch(r'It took \d+ ms', why(slow))
    assert slow.ms > 20


@pytest.mark.usefixtures('inside')
async def test_an_endless_page_ends() -> None:
    async with web_page(b'HTTP/1.1 200 OK\r\n\r\n' + b'x' * 5_000_000) as page:
        assert 'is not in it' in why(await look(probe(ProbeKind.HTTP, f'http://{page.place}/', text='end')))


@pytest.mark.usefixtures('inside')
async def test_a_certificate_must_be_trusted_and_good_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    async with web_page(tls=True) as page:
        watched = probe(ProbeKind.HTTP, f'https://{page.place}/', tls_days=30)
        result = await look(watched)
        assert why(result) == 'No connection: its certificate is not valid'
        assert Result.read(json.loads(json.dumps(result.stored()))) == result
        monkeypatch.setenv('SSL_CERT_FILE', str(CERTIFICATE))
        outgoing.client.cache_clear()
        try:
            assert (await look(watched)).ok
            with clock.freeze(datetime(2126, 10, 20, tzinfo=UTC)):
                assert re.fullmatch(r'Days that its certificate is still good: \d+', why(await look(watched)))
        finally:
            outgoing.client.cache_clear()


@pytest.mark.usefixtures('inside')
async def test_a_port_is_open_or_not() -> None:
    async with web_page() as page:
        assert (await look(probe(ProbeKind.TCP, page.place))).ok
    assert 'No connection' in why(await look(probe(ProbeKind.TCP, page.place)))


class NameServer(asyncio.DatagramProtocol):
    """Knows `portal.example`, at 192.0.2.7."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def datagram_received(self, data: bytes, peer: Any) -> None:
        question = dns.message.from_wire(data)
        answer = dns.message.make_response(question)
        if str(question.question[0].name) == 'portal.example.':
            answer.answer.append(dns.rrset.from_text('portal.example.', 60, 'IN', 'A', '192.0.2.7'))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), peer)


@asynccontextmanager
async def name_server() -> AsyncIterator[str]:
    loop = asyncio.get_running_loop()
    transport, _protocol = await loop.create_datagram_endpoint(NameServer, local_addr=('127.0.0.1', 0))
    yield f'127.0.0.1:{transport.get_extra_info("sockname")[1]}'
    transport.close()


@pytest.mark.usefixtures('inside')
async def test_a_name_leads_where_it_should() -> None:
    async with name_server() as server:
        assert (await look(probe(ProbeKind.DNS, 'portal.example', server=server))).ok
        assert (await look(probe(ProbeKind.DNS, 'portal.example', server=server, text='192.0.2.7'))).ok
        assert 'is not in it' in why(
            await look(probe(ProbeKind.DNS, 'portal.example', server=server, text='192.0.2.8'))
        )
        assert 'does not exist' in why(await look(probe(ProbeKind.DNS, 'other.example', server=server)))


@pytest.mark.usefixtures('inside')
async def test_a_ping_where_it_is_possible_and_a_port_where_not(monkeypatch: pytest.MonkeyPatch) -> None:
    async with web_page() as page:
        pinged = await look(probe(ProbeKind.ICMP, '127.0.0.1', port=page.port))
        assert pinged.ok
        monkeypatch.setattr(probe_checks, 'may_ping', lambda: None)
        assert (await look(probe(ProbeKind.ICMP, '127.0.0.1', port=page.port))).ok
    assert 'No connection' in why(await look(probe(ProbeKind.ICMP, '127.0.0.1', port=page.port)))
    unable = await look(probe(ProbeKind.ICMP, '127.0.0.1'))
    assert unable.ok is None
    assert 'ping_group_range' in why(unable)


def test_whether_we_may_ping_is_found_out() -> None:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP).close()
    except OSError:
        assert may_ping() is not False
    else:
        assert may_ping() is False


def test_few_results_that_differ_do_not_turn_it() -> None:
    def states(results: str, fails_needed: int = 3, window: int = 5) -> str:
        down, told = False, ''
        for end in range(1, len(results) + 1):
            seen = [result == '+' for result in results[:end]][-window:]
            down = is_down(seen, fails_needed, was_down=down)
            told += '-' if down else '+'
        return told

    assert states('+-+-++-+++') == '++++++++++'
    assert states('++---+++++') == '++++---+++'
    assert states('-+-+-+-+++') == '++++-----+'
    assert states('---', fails_needed=1) == '---'
    assert states('-+-+', fails_needed=1) == '-+-+'
    assert states('--++++++', fails_needed=2) == '+--+++++'
