"""Visitors of a page who come all at once: `python -m tests.bench.visitors PORT PATH MANY`, a process of its own.

For every line that it reads they come, and it tells when the first asked and the last was answered.
"""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bench.driver import Bench


class Crowd:
    """Visitors who come when they are called."""

    def __init__(self, process: Process) -> None:
        assert process.stdin
        assert process.stdout
        self._say, self._hear = process.stdin, process.stdout

    def call(self) -> None:
        self._say.write(b'\n')

    async def served(self) -> float:
        """Seconds from the first question to the last answer."""
        return float(await self._hear.readline())


@asynccontextmanager
async def crowd(bench: Bench, path: str, many: int) -> AsyncIterator[Crowd]:
    """So many visitors of a page, who were there once already."""
    port = bench.server.url.rpartition(':')[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable, '-m', __name__, port, path, str(many), stdin=PIPE, stdout=PIPE
    )
    found = Crowd(process)
    found.call()
    await found.served()
    yield found
    process.terminate()
    await process.wait()


async def _visit(port: int, path: str) -> None:
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(f'GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n'.encode())
    head = await reader.readuntil(b'\r\n\r\n')
    if not head.startswith(b'HTTP/1.1 200'):
        raise ConnectionError(head.decode())
    length = next(line for line in head.lower().split(b'\r\n') if line.startswith(b'content-length:'))
    await reader.readexactly(int(length.partition(b':')[2]))
    writer.close()


async def _visits(port: int, path: str, many: int) -> None:
    begun = time.monotonic()
    await asyncio.gather(*(_visit(port, path) for _ in range(many)))
    print(time.monotonic() - begun, flush=True)


if __name__ == '__main__':
    for _call in sys.stdin:
        asyncio.run(_visits(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
