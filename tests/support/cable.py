"""A cable between a browser and a server that can be cut: what is sent gets nowhere, and nobody is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from tests.support.server import free_port


@dataclass
class Cable:
    """Leads from `port` to `to`, both of this machine."""

    to: int
    port: int = field(default_factory=free_port)
    whole: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f'http://127.0.0.1:{self.port}'

    def cut(self) -> None:
        self.whole.clear()

    def mend(self) -> None:
        self.whole.set()

    @asynccontextmanager
    async def laid(self) -> AsyncIterator['Cable']:
        self.mend()
        server = await asyncio.start_server(self._carry, '127.0.0.1', self.port)
        try:
            yield self
        finally:
            self.mend()
            server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.whole.wait()
        try:
            there, back = await asyncio.open_connection('127.0.0.1', self.to)
        except OSError:
            writer.close()
            return
        async with asyncio.TaskGroup() as both:
            both.create_task(self._pass_on(reader, back))
            both.create_task(self._pass_on(there, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self.whole.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
