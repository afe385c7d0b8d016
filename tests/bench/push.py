"""How soon a change is on the line to everybody who looks, against a bare broadcast of the same bytes."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import uuid4

from tests.bench import table
from tests.bench.driver import PATIENCE, Bench, Line, listen, measured, views
from tests.bench.pages import DESK, prepare
from tests.bench.process import cpu

BROADCAST = ('tests.bench.broadcast',)
CUSTOMER, LEAD = 'lucia@mirador.example', 'ana@mesa.example'
CALM = 0.5  # seconds after the last message in which a server may still be busy with it
WORDS = re.compile(rb'push-[0-9a-f]{24}')

Act = Callable[[str], Awaitable[float]]  # with words that the message will hold; gives the instant of the commit


@dataclass(frozen=True)
class Push:
    """Milliseconds from the commit to the client in the middle and to the last; of the server's CPU for all of it."""

    middle: float
    last: float
    cpu: float
    message: bytes


async def measure(*, quick: bool) -> None:
    sizes, rounds = ((1, 50), 3) if quick else ((1, 100, 500), 3)
    rows = []
    async with measured(DESK, DEMO='1') as bench, measured(BROADCAST) as reference:
        await prepare(bench)
        for name, act, path, email in await _changes(bench):
            alone = await pushes(bench, [], act, rounds)
            for size in sizes:
                lines = await views(await bench.browsers(email, size), path)
                pushed = await pushes(bench, lines, act, rounds)
                close(lines)
                bare = await broadcast(reference, pushed.message, size, rounds)
                rows.append(row(f'{name} → {size}', size, alone.cpu, pushed, bare))
    table.show(
        'From commit to the line, ms: to the client in the middle, to the last; CPU µs per client beyond the change'
        ' itself; against a bare broadcast of the same bytes (aim: within 5×)',
        ('', 'kB', 'middle', 'bare', '×', 'last', 'bare', '×', 'CPU', 'bare', '×'),
        rows,
    )


async def _changes(bench: Bench) -> Sequence[tuple[str, Act, str, str]]:
    """What happens, and whose view of which page shows it."""
    number = (await bench.do('open', email=CUSTOMER, subject='Sin teléfono'))['number']

    async def reply(words: str) -> float:
        return float((await bench.do('reply', email=LEAD, number=number, text=words))['committed'])

    async def open_(words: str) -> float:
        return float((await bench.do('open', email=CUSTOMER, subject=words))['committed'])

    return [('reply', reply, f'/tickets/{number}', CUSTOMER), ('new ticket', open_, '/desk', LEAD)]


async def broadcast(reference: Bench, message: bytes, size: int, rounds: int) -> Push:
    """The same message, by a server that does nothing else."""
    url = f'{reference.server.url}/socket.io/?EIO=4&transport=websocket'
    lines = [await listen(url, {}) for _ in range(size)]

    async def act(words: str) -> float:
        content = WORDS.sub(words.encode(), message.removeprefix(b'42'))
        answer = await reference.post('/broadcast', content=content)
        return float(answer.json()['committed'])

    pushed = await pushes(reference, lines, act, rounds)
    close(lines)
    return pushed


async def pushes(bench: Bench, lines: Sequence[Line], act: Act, rounds: int, calm: float = CALM) -> Push:
    """Let it happen some times; the best time, without other work on the machine, and the median of the CPU."""
    found = [await _once(bench, lines, act, calm) for _ in range(rounds + 1)][1:]  # the first one warms up
    return Push(
        min(push.middle for push in found),
        min(push.last for push in found),
        median(push.cpu for push in found),
        found[-1].message,
    )


async def _once(bench: Bench, lines: Sequence[Line], act: Act, calm: float) -> Push:
    words = f'push-{uuid4().hex[:24]}'
    pid = bench.server.process.pid
    idle = cpu(pid)
    await asyncio.sleep(calm)
    idle = (cpu(pid) - idle) / calm
    for line in lines:
        line.expect(words)
    used, begun = cpu(pid), time.monotonic()
    committed = await act(words)
    heard = await asyncio.wait_for(asyncio.gather(*(line.heard for line in lines)), PATIENCE)
    await asyncio.sleep(calm)
    used = cpu(pid) - used - idle * (time.monotonic() - begun)
    times = sorted(1000 * (at - committed) for at, _message in heard) or [0.0]
    return Push(median(times), times[-1], 1e6 * used, heard[0][1] if heard else b'')


def row(name: str, size: int, alone: float, ours: Push, bare: Push) -> Sequence[object]:
    """The line of a table that compares them; `alone` is the CPU of the change itself."""
    pairs = [(ours.middle, bare.middle), (ours.last, bare.last), ((ours.cpu - alone) / size, bare.cpu / size)]
    numbers = [number for one, other in pairs for number in (one, other, one / other)]
    return name, len(ours.message) / 1000, *numbers


def close(lines: Sequence[Line]) -> None:
    for line in lines:
        line.close()
