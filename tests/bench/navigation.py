"""A click inside the shell against a load of the same page, in a real browser with a warm cache."""

import time
from collections.abc import Awaitable
from statistics import median

from playwright.async_api import Page

from tests.bench import table
from tests.bench.driver import measured
from tests.bench.pages import DESK, SUBJECT, prepare
from tests.support.browser import chromium


async def measure(*, quick: bool) -> None:
    rounds = 3 if quick else 15
    rows = []
    async with measured(DESK, DEMO='1') as bench, chromium() as browser:
        pages = await prepare(bench)
        number = pages['ticket'][1].rpartition('/')[2]
        for name, (email, start), target, heading in (
            ('Inicio → Mis tickets', pages['Inicio'], '/tickets', 'Mis tickets'),
            ('Mis tickets → ticket', pages['Mis tickets'], f'/tickets/{number}', SUBJECT),
            ('queue → ticket', pages['queue of 50'], f'/desk/{number}', SUBJECT),
        ):
            context = await browser.new_context(base_url=bench.server.url, locale='es')
            token = (await bench.browser(email)).token
            await context.add_cookies([{'name': 'mesa', 'value': token, 'url': bench.server.url}])
            page = await context.new_page()
            inside = [await _click(page, start, target, heading) for _ in range(rounds + 1)][1:]
            loads = [await _load(page, target, heading) for _ in range(rounds + 1)][1:]
            await context.close()
            rows.append((name, median(inside), median(loads), median(loads) / median(inside)))
    table.show('Until the new heading is visible, ms', ('', 'click', 'load', 'load / click'), rows)


async def _click(page: Page, start: str, target: str, heading: str) -> float:
    await page.goto(start)
    link = page.locator(f'a[href^="{target}"]:visible').first
    await link.wait_for()
    await page.wait_for_function('window.socket?.connected')
    return await _until(page, heading, link.click())


async def _load(page: Page, target: str, heading: str) -> float:
    await page.goto('about:blank')
    return await _until(page, heading, page.goto(target, wait_until='commit'))


async def _until(page: Page, heading: str, go: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await go
    await page.locator('h1', has_text=heading).first.wait_for()
    return 1000 * (time.perf_counter() - begun)
