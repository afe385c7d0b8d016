"""People in front of a real Chromium."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.support.server import Server

PASSWORD = 'mesa-viva-demo'
QUIET = ('--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run')


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
    """Opens windows on one server. Each person signs in once; further windows share the session, as tabs do."""

    browser: Browser
    server: Server
    states: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def window(self, email: str = '', path: str = '/', **options: Any) -> AsyncIterator[Page]:
        """A window of somebody (of a visitor without `email`) at `path`, connected."""
        defaults = {'locale': 'es-EC', 'viewport': {'width': 1440, 'height': 900}}
        if email and email not in self.states:
            self.states[email] = await self._sign_in(email)
        context = await self.browser.new_context(**(defaults | options), storage_state=self.states.get(email))
        try:
            page = await context.new_page()
            page.on('pageerror', lambda fault: self.faults.append(f'{page.url}: {fault}'))
            await visit(page, self.server.url + path)
            yield page
        finally:
            await context.close()

    async def _sign_in(self, email: str) -> Any:
        context: BrowserContext = await self.browser.new_context(locale='es-EC')
        page = await context.new_page()
        await sign_in(page, self.server, email)
        state = await context.storage_state()
        await context.close()
        return state


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
