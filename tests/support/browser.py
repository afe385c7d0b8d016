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
NOWHERE = 'about:blank'


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
class Profile:
    """What somebody uses as his browser, with its cache; those of its windows that are at no page."""

    context: BrowserContext
    idle: list[Page] = field(default_factory=list)
    in_use: int = 0
    is_spoilt: bool = False  # somebody failed in it


_nobodys: list[Profile] = []  # a new one costs as much as a page, and then loads and compiles all scripts anew


@dataclass
class People:
    """Opens windows on one server. Who has several at a time has them in one browser, and is signed in once."""

    browser: Browser
    server: Server
    cookies: dict[str, list[Any]] = field(default_factory=dict)
    present: dict[str, Profile] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def window(self, email: str = '', path: str = '/', **options: Any) -> AsyncIterator[Page]:
        """A window of somebody (of a new visitor without `email`) at `path`, connected; at no page yet without `path`.

        With `options` of a browser context it is one of another browser of that person. Whoever listens at the page, or
        intercepts its requests, closes it: others get it next.
        """
        if options:
            profile = Profile(await new_context(self.browser, **options))
        elif email in self.present:
            profile = self.present[email]
        else:
            profile = _nobodys.pop() if _nobodys else Profile(await new_context(self.browser))
        page = profile.idle.pop() if profile.idle else await profile.context.new_page()
        if email and not profile.in_use:
            await self._sign_in(page, email)
            if not options:
                self.present[email] = profile
        profile.in_use += 1

        def failed(fault: Error) -> None:
            self.faults.append(f'{page.url}: {fault}')

        try:
            page.on('pageerror', failed)
            if path:
                await visit(page, self.server.url + path)
            yield page
        except BaseException:
            profile.is_spoilt = True  # nobody gets this browser any more
            if not options:
                self.present.pop(email, None)
            with suppress(Error):
                print(f'{email or "A visitor"} saw at {page.url}:\n{await page.locator("body").aria_snapshot()}')
            await _ended(page.close() if profile.in_use > 1 else profile.context.close())
            profile.in_use -= 1
            raise
        page.remove_listener('pageerror', failed)
        if options:
            await _ended(page.context.close())
        else:
            await self._leave(profile, page, email)

    async def _leave(self, profile: Profile, page: Page, email: str) -> None:
        """Go where nothing lives, for the next who needs a window; with the last one the whole browser is left."""
        profile.in_use -= 1
        if not page.is_closed():
            try:
                if page.url != NOWHERE:
                    await page.evaluate('nowhere => location.href = nowhere', NOWHERE)  # cheaper than from outside
                    await page.wait_for_url(NOWHERE)
                    await page.evaluate('sessionStorage.clear()')
            except Error:  # its last click was still leading somewhere
                await _ended(page.close())
            else:
                await page.set_viewport_size(SIZE)
                await page.emulate_media(color_scheme='null', reduced_motion=STILL)
                profile.idle.append(page)
        if profile.in_use or self.present.pop(email, profile) is not profile:
            return
        kept = await profile.context.cookies()
        self.cookies.pop(email, None)
        if email and any(cookie['name'] == 'mesa' for cookie in kept):  # or somebody has signed out
            self.cookies[email] = kept
        for other in profile.context.pages:
            if other not in profile.idle:
                await _ended(other.close())
        if profile.is_spoilt or not profile.idle:
            await _ended(profile.context.close())
            return
        await profile.context.clear_cookies()
        _nobodys.append(profile)

    async def _sign_in(self, page: Page, email: str) -> None:
        """As the form of the login does, without its page."""
        context = page.context
        if email in self.present:
            self.cookies[email] = await self.present[email].context.cookies()
        if email in self.cookies:
            await context.add_cookies(self.cookies[email])
            return
        form, ours = {'email': email, 'password': PASSWORD}, {'Sec-Fetch-Site': 'same-origin'}
        answer = await context.request.post(f'{self.server.url}/login', form=form, headers=ours, max_redirects=0)
        assert not answer.headers['location'].endswith('/login'), email
        zone = await page.evaluate('Intl.DateTimeFormat().resolvedOptions().timeZone')
        await context.add_cookies([{'name': 'mesa-zone', 'value': quote(zone, safe=''), 'url': self.server.url}])
        self.cookies[email] = await context.cookies()


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
