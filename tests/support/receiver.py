"""A real HTTP server that is told by webhooks, and answers as it is told to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Call:
    """What came; the names of headers are in lower case."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`answer` gives the status line and headers of the answer to each call; it may wait."""

    url: str = ''
    answer: str = '204 No Content'
    calls: list[Call] = field(default_factory=list)
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def has(self, holds: Callable[[], bool]) -> None:
        async with self._arrived:
            await self._arrived.wait_for(holds)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b'\r\n\r\n')).decode()
        lines = head.split('\r\n')[1:]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(':') for line in lines) if name}
        body = await reader.readexactly(int(headers.get('content-length', 0)))
        async with self._arrived:
            self.calls.append(Call(headers, body))
            self._arrived.notify_all()
        writer.write(f'HTTP/1.1 {self.answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'.encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    """On a port of this machine."""
    server = Receiver()
    listening = await asyncio.start_server(server.serve, '127.0.0.1', 0)
    server.url = f'http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/hook'
    try:
        yield server
    finally:
        listening.close()
