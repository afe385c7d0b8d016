"""How soon a change of a service's state is on all open walls, and what walls and visitors cost everybody else."""

import asyncio
import time
from collections.abc import Sequence
from statistics import median
from uuid import uuid4

from playwright.async_api import Browser

from tests.bench import table
from tests.bench.driver import PATIENCE, Bench, Line, measured, views
from tests.bench.pages import DESK, prepare
from tests.bench.process import resident
from tests.bench.push import BROADCAST, CUSTOMER, LEAD, Act, broadcast, close, pushes, row
from tests.bench.visitors import crowd
from tests.support.browser import chromium

KIOSK, EMPTY = '/kiosk', '/bench/empty'
CALM = 1.2  # seconds: half a second after a change it is written to files too
WARM = 20  # pages
# Notes when words are painted: in the second frame after they are there
WATCH = """(words) => { window.painted = new Promise((done) => {
    new MutationObserver((_, watch) => {
        if (!document.body.textContent.includes(words)) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}); }"""


async def measure(*, quick: bool) -> None:
    sizes, rounds, visitors = ((1, 50), 3, 100) if quick else ((1, 300), 5, 500)
    async with measured(DESK, DEMO='1') as bench, measured(BROADCAST) as reference, chromium() as browser:
        await prepare(bench)
        await _walls(bench, reference, browser, sizes, rounds)
        await _visitors(bench, visitors, rounds)
    memory = [await _memory(path, sizes[-1]) for path in (EMPTY, KIOSK)]
    table.show(
        'Memory of an open board, KiB (aim: no more than twice an empty page)',
        ('', 'empty page', 'board', '×'),
        [(f'{sizes[-1]} open', *memory, memory[1] / memory[0])],
    )


async def _walls(bench: Bench, reference: Bench, browser: Browser, sizes: Sequence[int], rounds: int) -> None:
    async def turn(words: str) -> float:
        return float((await bench.do('state', name=words))['committed'])

    rows, painted = [], []
    alone = await pushes(bench, [], turn, rounds, CALM)
    for size in sizes:
        lines = await views(await bench.browsers(LEAD, size), KIOSK)
        pushed = await pushes(bench, lines, turn, rounds, CALM)
        painted.append((f'with {size} more', await _painted(bench, browser, turn, 3 * rounds)))
        close(lines)
        bare = await broadcast(reference, pushed.message, size, rounds)
        rows.append(row(f'state → {size}', size, alone.cpu, pushed, bare))
    table.show(
        'From commit to the walls, ms: to the one in the middle, to the last; CPU µs per wall beyond the change itself'
        f' ({alone.cpu / 1000:.0f} ms with files and feeds); against a bare broadcast of the same bytes',
        ('', 'kB', 'middle', 'bare', '×', 'last', 'bare', '×', 'CPU', 'bare', '×'),
        rows,
    )
    table.show("From commit to the pixels of a browser's wall, ms (aim: under 100)", ('', 'median'), painted)


async def _painted(bench: Bench, browser: Browser, turn: Act, rounds: int) -> float:
    """Milliseconds until a wall shows it."""
    page = await browser.new_page(locale='es', viewport={'width': 1920, 'height': 1080})
    await page.goto(bench.server.url + KIOSK)
    await page.wait_for_selector('body[data-known=live]')
    found = []
    for _ in range(rounds):
        words = f'wall-{uuid4().hex[:12]}'
        await page.evaluate(WATCH, words)
        committed = await turn(words) + time.time() - time.monotonic()
        painted = await asyncio.wait_for(page.evaluate('window.painted'), PATIENCE)
        found.append(painted - 1000 * committed)
    await page.close()
    return median(found)


async def _visitors(bench: Bench, many: int, rounds: int) -> None:
    """An agent's queue while visitors come all at once, against the same without them."""

    async def open_(words: str) -> float:
        begun = time.monotonic()
        await bench.do('open', email=CUSTOMER, subject=words)
        return begun

    lines = await views([await bench.browser(LEAD)], '/desk')
    calm = await pushes(bench, lines, open_, rounds)
    async with crowd(bench, '/status', many) as visitors:

        async def open_in_the_crowd(words: str) -> float:
            visitors.call()
            begun = await open_(words)
            await visitors.served()
            return begun

        busy = await pushes(bench, lines, open_in_the_crowd, rounds)
    close(lines)
    table.show(
        f'From what a customer sends to the queue of an agent, ms, while {many} visitors ask for /status at once',
        ('', 'without', 'with', '×'),
        [('new ticket', calm.middle, busy.middle, busy.middle / calm.middle)],
    )


async def _memory(path: str, many: int) -> float:
    """KiB per open view of a page, in a server of its own: what another page left would be used again."""
    async with measured(DESK, DEMO='1') as bench:
        await _open(bench, path, WARM)
        before = resident(bench.server.process.pid)
        await _open(bench, path, many)
        return (resident(bench.server.process.pid) - before) / many


async def _open(bench: Bench, path: str, many: int) -> Sequence[Line]:
    return await views(await bench.browsers(LEAD, many), path)
