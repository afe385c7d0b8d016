"""Browsers without a screen, light enough to be five hundred: they shake hands as NiceGUI's script does, and listen."""

import asyncio
import base64
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import httpx

from tests.support.server import Server, running
from tests.support.visitor import Page, Visitor

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10  # opcodes of RFC 6455
PATIENCE = 60  # seconds


class Bench(Visitor):
    """Talks to the measured server (tests/bench/desk.py)."""

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self.headers['Accept-Encoding'] = 'gzip'
        self.timeout = PATIENCE

    async def do(self, what: str, **given: object) -> Any:
        """Let the server do one of the things that only the measured one can."""
        answer = await self.post(f'/bench/{what}', params={key: str(value) for key, value in given.items()})
        answer.raise_for_status()
        return answer.json()

    async def browsers(self, email: str, many: int) -> list['Browser']:
        """Browsers of a person, each signed in by itself."""
        return [Browser(self, token) for token in await self.do('session', email=email, many=many)]

    async def browser(self, email: str) -> 'Browser':
        [browser] = await self.browsers(email, 1)
        return browser


@dataclass(frozen=True)
class Browser:
    """Somebody's browser; they all share the lines of `bench`."""

    bench: Bench
    token: str

    async def get(self, path: str) -> httpx.Response:
        """Load a page, without its socket."""
        answer = await self.bench.get(path, headers={'Cookie': f'mesa={self.token}'})
        answer.raise_for_status()
        return answer

    async def view(self, path: str) -> 'Line':
        """Load a page and open its socket."""
        page = Page(self.bench, (await self.get(path)).text)
        query = {
            'EIO': '4',
            'transport': 'websocket',
            'client_id': page.client_id,
            'tab_id': uuid4(),
            'document_id': uuid4(),
            'next_message_id': '0',
            'implicit_handshake': 'true',
        }
        address = f'{self.bench.server.url}/_nicegui_ws/socket.io/?{urlencode(query)}'
        return await listen(address, {'Cookie': f'mesa={self.token}'})


class Line(asyncio.Protocol):
    """A socket.io connection that notes when a message with the awaited words came."""

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._buffer = bytearray()
        self._is_open = False
        self._words = b''
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self.heard: asyncio.Future[tuple[float, bytes]] = loop.create_future()

    def expect(self, words: str) -> None:
        """Wait for a message that holds `words`: `heard` gives its instant (`time.monotonic()`) and the message."""
        self._words = words.encode()
        self.heard = asyncio.get_running_loop().create_future()

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._head)

    def connection_lost(self, exc: Exception | None) -> None:
        for waiting in (self.ready, self.heard):
            if not waiting.done():
                waiting.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._is_open:
            head, blank, rest = self._buffer.partition(b'\r\n\r\n')
            if not blank:
                return
            if not head.startswith(b'HTTP/1.1 101'):
                raise ConnectionError(head.decode())
            self._is_open, self._buffer = True, rest
        while (frame := self._frame()) is not None:
            self._message(*frame)

    def _frame(self) -> tuple[int, bytes] | None:
        """The next whole frame of RFC 6455; servers send them unmasked and, here, in one piece."""
        buffer, start = self._buffer, 2
        if len(buffer) < 10 and (len(buffer) < 2 or len(buffer) < 2 + buffer[1]):
            return None
        length = buffer[1]
        if length >= 126:
            start = 4 if length == 126 else 10
            length = int.from_bytes(buffer[2:start], 'big')
        if len(buffer) < start + length:
            return None
        kind, content = buffer[0] & 15, bytes(buffer[start : start + length])
        del buffer[: start + length]
        return kind, content

    def _message(self, kind: int, content: bytes) -> None:
        if kind == PING:
            self._send(PONG, content)
        if kind == CLOSE:
            self._transport.close()
        if kind != TEXT:
            return
        match content[:2]:
            case b'0{':
                self._send(TEXT, b'40')
            case b'40':
                self.ready.set_result(None)
            case b'44':
                self.ready.set_exception(ConnectionError(content.decode()))
            case b'2':
                self._send(TEXT, b'3')
            case _ if self._words and self._words in content and not self.heard.done():
                self.heard.set_result((time.monotonic(), content))

    def _send(self, kind: int, content: bytes) -> None:
        """A short frame, masked with zeros."""
        self._transport.write(bytes((128 | kind, 128 | len(content), 0, 0, 0, 0)) + content)


async def listen(url: str, headers: dict[str, str]) -> Line:
    """Connect to a socket.io address."""
    parts = urlsplit(url)
    lines = {
        'Host': parts.netloc,
        'Origin': f'http://{parts.netloc}',
        'Upgrade': 'websocket',
        'Connection': 'Upgrade',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': base64.b64encode(os.urandom(16)).decode(),
        **headers,
    }
    head = f'GET {parts.path}?{parts.query} HTTP/1.1\r\n' + ''.join(
        f'{key}: {value}\r\n' for key, value in lines.items()
    )
    loop = asyncio.get_running_loop()
    _transport, line = await loop.create_connection(lambda: Line(head.encode() + b'\r\n'), parts.hostname, parts.port)
    await asyncio.wait_for(line.ready, PATIENCE)
    return line


async def views(browsers: Iterable[Browser], path: str) -> list[Line]:
    """One open view of `path` in each browser."""
    return [await browser.view(path) for browser in browsers]


@asynccontextmanager
async def measured(program: Sequence[str], **settings: str) -> AsyncIterator[Bench]:
    """A server of its own, in an empty folder."""
    with (
        tempfile.TemporaryDirectory(prefix='mesa-bench-') as folder,
        running(Path(folder), program, **settings) as server,
    ):
        async with Bench(server) as bench:
            yield bench
