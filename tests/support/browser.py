"""People in front of a real Chromium."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.support.server import Server

PASSWORD = 'mesa-viva-demo'
# A new window would also start what draws the list below an address bar: half the CPU of a test.
NEEDLESS = 'WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,Translate,HttpsUpgrades,PaintHolding'
QUIET = (
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    f'--disable-features={NEEDLESS}',
)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, or Playwright's own where there is none."""
    names = ('chromium', 'chromium-browser', 'google-chrome')
    found = next((path for path in map(shutil.which, names) if path), None)
    root = ['--no-sandbox'] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*root, *QUIET])
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class People:
    """Opens windows on one server. Each person has one browser, signed in once; its windows share session and cache."""

    browser: Browser
    server: Server
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def window(self, email: str = '', path: str = '/', **options: Any) -> AsyncIterator[Page]:
        """A window of somebody (of a new visitor without `email`) at `path`, connected.

        With `options` of a browser context it is one of another browser of that person.
        """
        if email and email not in self.contexts:
            self.contexts[email] = await self._signed_in(email)
        context = self.contexts.get(email)
        own = context
        if context is None or options:
            state = await context.storage_state() if context else None
            own = await self._context(storage_state=state, **options)
        assert own is not None
        page = await own.new_page()
        try:
            page.on('pageerror', lambda fault: self.faults.append(f'{page.url}: {fault}'))
            await visit(page, self.server.url + path)
            yield page
        except BaseException:
            print(f'{email or "A visitor"} saw at {page.url}:\n{await page.locator("body").aria_snapshot()}')
            raise
        finally:
            with suppress(TimeoutError):  # a browser that is loading a page sometimes never says that it has closed it
                async with asyncio.timeout(10):
                    await (page.close() if own is context else own.close())

    async def _context(self, **options: Any) -> BrowserContext:
        defaults = {'locale': 'es-EC', 'viewport': {'width': 1440, 'height': 900}}
        return await self.browser.new_context(**(defaults | options))

    async def _signed_in(self, email: str) -> BrowserContext:
        context = await self._context()
        page = await context.new_page()
        await sign_in(page, self.server, email)
        await page.close()
        return context


async def visit(page: Page, url: str) -> None:
    """Open `url` and wait until the page is live."""
    await page.goto(url)
    await connected(page)


async def connected(page: Page) -> None:
    """Wait until the page is live."""
    await page.wait_for_function('window.did_handshake === true')


async def sign_in(page: Page, server: Server, email: str, password: str = PASSWORD) -> None:
    await visit(page, f'{server.url}/login')
    await page.get_by_label('Correo').fill(email)
    await page.get_by_label('Contraseña', exact=True).fill(password)
    await page.get_by_role('button', name='Entrar', exact=True).click()
    await page.wait_for_url(lambda url: '/login' not in url)
    await connected(page)
