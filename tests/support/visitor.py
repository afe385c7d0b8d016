"""A visitor as the server sees one: requests with a cookie jar, and pages with their sockets."""

import html
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support.server import Server


class Visitor(httpx.AsyncClient):
    """A browser without a screen, at an address of this machine. Redirects are not followed."""

    def __init__(self, server: Server, address: str = '127.0.0.1') -> None:
        transport = httpx.AsyncHTTPTransport(local_address=address)
        super().__init__(base_url=server.url, timeout=30, transport=transport)
        self.server = server

    async def post_form(self, path: str, **fields: str) -> httpx.Response:
        """Post a form as a page of ours would."""
        return await self.post(path, data=fields, headers={'Origin': self.server.url})

    async def sign_in(self, name: str, password: str) -> httpx.Response:
        return await self.post_form('/login', email=f'{name}@mirador.example', password=password)

    async def open(self, path: str = '/') -> 'Page':
        """Load a page, without its socket."""
        answer = await self.get(path)
        assert answer.status_code == 200, answer.text
        return Page(self, answer.text)

    def cookie_header(self) -> dict[str, str]:
        return {'Cookie': '; '.join(f'{cookie.name}={cookie.value}' for cookie in self.cookies.jar)}


@dataclass
class Page:
    """A loaded page: what its script would know."""

    visitor: Visitor
    text: str

    @property
    def client_id(self) -> str:
        found = re.search(r"'client_id': '([^']+)'", self.text)
        assert found
        return found[1]

    @property
    def elements(self) -> dict[str, Any]:
        """All elements, by id, as NiceGUI writes them."""
        raw = re.search(r'parseElements\(String\.raw`(.*?)`\)', self.text, re.DOTALL)
        assert raw
        return dict(json.loads(html.unescape(raw[1])))

    def element(self, name: str) -> tuple[int, str]:
        """Id and first listener of the element called `name`."""
        for number, element in self.elements.items():
            if element.get('props', {}).get('data-name') == name:
                return int(number), element['events'][0]['listener_id']
        raise AssertionError(f'No element {name}')

    def event(self, name: str, *arguments: object) -> dict[str, Any]:
        """What the browser sends when the element is used."""
        number, listener = self.element(name)
        told = [json.dumps(argument) for argument in arguments]
        return {'id': number, 'client_id': self.client_id, 'listener_id': listener, 'args': told}

    @asynccontextmanager
    async def socket(self, *, cookies: dict[str, str] | None = None, **query: str) -> AsyncIterator['PageSocket']:
        """The page's socket, connected; `accepted` tells whether the server shook hands."""
        asked = {
            'EIO': '4',
            'transport': 'websocket',
            'client_id': self.client_id,
            'tab_id': str(uuid4()),
            'document_id': str(uuid4()),
            'next_message_id': '0',
            'implicit_handshake': 'true',
        }
        headers = self.visitor.cookie_header() if cookies is None else cookies
        url = f'{self.visitor.server.url.replace("http", "ws")}/_nicegui_ws/socket.io/?{urlencode(asked | query)}'
        async with connect(url, additional_headers=headers, max_size=None) as line:
            opened = await line.recv()
            assert str(opened).startswith('0')
            await line.send('40')
            yield PageSocket(line, str(await line.recv()))


@dataclass
class PageSocket:
    line: ClientConnection
    answer: str

    @property
    def accepted(self) -> bool:
        return self.answer.startswith('40')

    async def send(self, event: str, message: object) -> None:
        await self.line.send(f'42{json.dumps([event, message])}')

    async def ask(self, event: str, message: object) -> str:
        """Send and wait for the answer to it."""
        await self.line.send(f'421{json.dumps([event, message])}')
        while not (answer := str(await self.line.recv())).startswith('431'):
            pass
        return answer

    async def told(self, words: str) -> str:
        """Wait for a message that holds `words`."""
        while words not in (message := str(await self.line.recv())):
            if message == '2':
                await self.line.send('3')
        return message

    async def is_closed(self) -> bool:
        """Wait for the server to hang up."""
        try:
            while True:
                await self.line.recv()
        except ConnectionClosed:
            return True
