"""How soon what one person does is painted in another's window, on one process and across two on PostgreSQL."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from playwright.async_api import Browser

from tests.bench import table
from tests.bench.driver import PATIENCE, Bench, measured
from tests.bench.pages import DESK
from tests.bench.push import CUSTOMER, LEAD, Act
from tests.support.browser import SIZE, chromium, visit
from tests.support.postgres import running_server
from tests.support.server import running

CALM = 0.3  # seconds between two changes
# Notes when words are painted: in the second frame after they are there
WATCH = """(words) => { window.painted = new Promise((done) => {
    new MutationObserver((_, watch) => {
        if (!document.body.textContent.includes(words)) return;
        watch.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}); }"""


async def measure(*, quick: bool) -> None:
    rounds = 8 if quick else 30
    async with chromium() as browser:
        async with measured(DESK, DEMO='1') as alone:
            rows = [('one process', *await _both(alone, alone, browser, rounds))]
        async with _two_processes() as (here, there):
            rows.append(('two on PostgreSQL', *await _both(here, there, browser, rounds)))
    table.show(
        "From commit to the pixels of another's window, ms, median (aim: under 100)",
        ('', 'new ticket in the queue', "reply in its customer's window"),
        rows,
    )


@asynccontextmanager
async def _two_processes() -> AsyncIterator[tuple[Bench, Bench]]:
    """Two servers that share database and files."""
    with tempfile.TemporaryDirectory(prefix='mesa-bench-') as folder, running_server(Path(folder)) as postgres:
        shared = {'DATABASE_URL': await postgres.create_database(), 'DEMO': '1', 'SECRET': 'the same in both'}
        with running(Path(folder), DESK, **shared) as first, running(Path(folder), DESK, **shared) as second:
            async with Bench(first) as here, Bench(second) as there:
                yield here, there


async def _both(here: Bench, there: Bench, browser: Browser, rounds: int) -> tuple[float, float]:
    """It is done `here` and seen `there`."""
    number = (await here.do('open', email=CUSTOMER, subject='Sin teléfono'))['number']

    async def open_(words: str) -> float:
        return float((await here.do('open', email=CUSTOMER, subject=words))['committed'])

    async def reply(words: str) -> float:
        return float((await here.do('reply', email=LEAD, number=number, text=words))['committed'])

    return (
        await painted(there, browser, LEAD, '/desk', open_, rounds),
        await painted(there, browser, CUSTOMER, f'/tickets/{number}', reply, rounds),
    )


async def painted(bench: Bench, browser: Browser, email: str, path: str, act: Act, rounds: int) -> float:
    """Milliseconds from the commit until somebody's window shows the words, in the middle of so many times."""
    context = await browser.new_context(locale='es-EC', viewport=SIZE)
    await context.add_cookies(
        [{'name': 'mesa', 'value': (await bench.browser(email)).token, 'url': bench.server.url, 'httpOnly': True}]
    )
    page = await context.new_page()
    await visit(page, bench.server.url + path)
    found = []
    for _ in range(rounds + 1):
        await asyncio.sleep(CALM)
        words = f'pixel-{uuid4().hex[:12]}'
        await page.evaluate(WATCH, words)
        committed = await act(words) + time.time() - time.monotonic()
        seen = await asyncio.wait_for(page.evaluate('window.painted'), PATIENCE)
        found.append(seen - 1000 * committed)
    await context.close()
    return median(found[1:])  # the first one warms up
