"""A web server of one page, for those who look at pages."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE = Path(__file__).parent.parent / 'data' / 'localhost.pem'  # of localhost and 127.0.0.1, good until 2126


@dataclass
class WebPage:
    """It gives `answer`, as soon as it is `ready`; `heard` are the requests that came."""

    answer: bytes
    port: int = 0
    heard: list[str] = field(default_factory=list)
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def place(self) -> str:
        return f'127.0.0.1:{self.port}'


def ok(body: bytes, headers: bytes = b'') -> bytes:
    return b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n%s' % (len(body), headers, body)


def moved(to: str) -> bytes:
    return b'HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n' % to.encode()


PLAIN = ok(b'ok')


@asynccontextmanager
async def web_page(answer: bytes = PLAIN, *, tls: bool = False) -> AsyncIterator[WebPage]:
    """Serve it at a free port of 127.0.0.1."""
    page = WebPage(answer)
    page.ready.set()
    context = None
    if tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            page.heard.append((await reader.readuntil(b'\r\n\r\n')).decode())
            await page.ready.wait()
            writer.write(page.answer)
            await writer.drain()
        except (asyncio.IncompleteReadError, OSError):  # he had seen enough
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(serve, '127.0.0.1', 0, ssl=context) as server:
        page.port = server.sockets[0].getsockname()[1]
        yield page
        page.ready.set()
