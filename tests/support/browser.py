"""People in front of a real Chromium."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from playwright.async_api import Browser, BrowserContext, Error, Page, ViewportSize, async_playwright

from tests.support.server import Server

PASSWORD = 'mesa-viva-demo'
SIZE: ViewportSize = {'width': 1440, 'height': 900}
STILL = 'reduce'  # motion: nobody watches, and each frame of a transition costs
# A new window would also start what draws the list below an address bar: half the CPU of a test.
NEEDLESS = 'WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,Translate,HttpsUpgrades,PaintHolding'
QUIET = (
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    f'--disable-features={NEEDLESS}',
)


# The first that the machine has; the one without a face needs a third less for the same page
BROWSERS = ('chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome')

LINK = """path => {
    const arrived = mesa.arrived;  // called once all of a page is there that is drawn without a load
    window.isOnTheWay = true;
    mesa.arrived = () => { window.isOnTheWay = false; mesa.arrived = arrived; arrived(); };
    const link = Object.assign(document.createElement('a'), { href: path });
    document.body.append(link);
    link.click();
    link.remove();
}"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium, or Playwright's own where there is none."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
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
    idle: dict[str, list[Page]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def window(self, email: str = '', path: str = '/', **options: Any) -> AsyncIterator[Page]:
        """A window of somebody (of a new visitor without `email`) at `path`, connected; at no page yet without `path`.

        With `options` of a browser context it is one of another browser of that person.
        """
        if email and email not in self.contexts:
            self.contexts[email] = await self._signed_in(email)
        idle = self.idle.setdefault(email, [])
        is_shared = not options
        if is_shared and idle:
            page = idle.pop()
        elif is_shared and email:
            page = await self.contexts[email].new_page()
        else:
            state = await self.contexts[email].storage_state() if email else None
            page = await (await new_context(self.browser, storage_state=state, **options)).new_page()

        def failed(fault: Error) -> None:
            self.faults.append(f'{page.url}: {fault}')

        try:
            page.on('pageerror', failed)
            if path:
                await visit(page, self.server.url + path)
            yield page
        except BaseException:
            print(f'{email or "A visitor"} saw at {page.url}:\n{await page.locator("body").aria_snapshot()}')
            await _ended(page.close())
            raise
        page.remove_listener('pageerror', failed)
        if not is_shared:
            await _ended(page.context.close())
        elif not page.is_closed():
            try:
                await self._leave(page, is_visitor=not email)
            except Error:  # its last click was still leading somewhere
                await _ended(page.close())
            else:
                idle.append(page)

    async def _leave(self, page: Page, *, is_visitor: bool) -> None:
        """Go where nothing lives, for the next who needs a window: a new one costs as much as two pages."""
        await page.goto(f'{self.server.url}/readyz')
        await page.evaluate('sessionStorage.clear()')
        if is_visitor:  # the next one is somebody else
            for other in page.context.pages[1:]:
                await _ended(other.close())
            await page.evaluate('localStorage.clear()')
            await page.context.clear_cookies()
        await page.set_viewport_size(SIZE)
        await page.emulate_media(color_scheme='null', reduced_motion=STILL)

    async def _signed_in(self, email: str) -> BrowserContext:
        """As the form of the login does, without its page."""
        context = await new_context(self.browser)
        form, ours = {'email': email, 'password': PASSWORD}, {'Sec-Fetch-Site': 'same-origin'}
        answer = await context.request.post(f'{self.server.url}/login', form=form, headers=ours, max_redirects=0)
        assert not answer.headers['location'].endswith('/login'), email
        page = await context.new_page()
        zone = await page.evaluate('Intl.DateTimeFormat().resolvedOptions().timeZone')
        await context.add_cookies([{'name': 'mesa-zone', 'value': quote(zone, safe=''), 'url': self.server.url}])
        self.idle.setdefault(email, []).append(page)
        return context


async def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """Somebody's browser, in Spanish and on a desk, unless `options` say otherwise."""
    defaults = {'locale': 'es-EC', 'viewport': SIZE, 'reduced_motion': STILL}
    return await browser.new_context(**(defaults | options))


async def _ended(closing: Awaitable[None]) -> None:
    """A browser that is loading a page sometimes never says that it has closed it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            await closing


async def visit(page: Page, url: str) -> None:
    """Open `url` and wait until the page is live."""
    await page.goto(url)
    await connected(page)


async def connected(page: Page) -> None:
    """Wait until the page is live."""
    await page.wait_for_function('window.did_handshake === true')


async def follow(page: Page, path: str) -> None:
    """Go where a link would lead, without a load where it stays within the shell; not to the same page otherwise."""
    await page.evaluate(LINK, path)
    await page.wait_for_function('window.did_handshake === true && !window.isOnTheWay')


async def sign_in(page: Page, server: Server, email: str, password: str = PASSWORD) -> None:
    await visit(page, f'{server.url}/login')
    await page.get_by_label('Correo').fill(email)
    await page.get_by_label('Contraseña', exact=True).fill(password)
    await page.get_by_role('button', name='Entrar', exact=True).click()
    await page.wait_for_url(lambda url: '/login' not in url)
    await connected(page)
