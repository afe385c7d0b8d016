"""A board on a wall never shows a green that is not known, and heals without a hand."""

import signal
from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import connected, new_context
from tests.support.cable import Cable
from tests.support.server import Server, free_port, start

PROGRAM = ('tests.support.board_desk',)
SOON = 10_000  # ms


class Wall:
    """A kiosk, the cable to its server, and the door by which the desk says what it shows."""

    def __init__(self, page: Page, cable: Cable, server: Server) -> None:
        self.page, self.cable, self.server = page, cable, server

    async def say(self, state: str) -> None:
        async with httpx.AsyncClient(base_url=f'http://127.0.0.1:{self.cable.to}', timeout=30) as desk:
            (await desk.post('/test/say', params={'service': 'vpn', 'state': state})).raise_for_status()

    async def is_grey(self) -> None:
        """Within the time that is allowed it says since when it knows nothing, and has no colour left."""
        await expect(self.page.get_by_text('SIN CONEXIÓN desde')).to_be_visible(timeout=SOON)
        assert 'datos de' in await self.page.get_by_role('alert').inner_text()
        for place in ('.k-tiles', '.k-head', '.k-foot'):
            drawn = await self.page.locator(place).evaluate('place => getComputedStyle(place).filter')
            assert 'grayscale(1)' in drawn

    async def is_right(self, words: str) -> None:
        """Within the time that is allowed it shows what is, in colour."""
        await expect(self.page.get_by_role('heading', name=words)).to_be_visible(timeout=SOON)
        await self.page.wait_for_selector('body[data-known=live]', timeout=SOON)
        await expect(self.page.get_by_text('SIN CONEXIÓN')).to_be_hidden()


@pytest.fixture(scope='module')
async def one_wall(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Wall]:
    async with Cable(free_port()).laid() as cable:
        server = start(tmp_path_factory.mktemp('wall'), cable.to, PROGRAM, BASE_URL=cable.url)
        context = await new_context(browser, viewport={'width': 1280, 'height': 720})
        wall = Wall(await context.new_page(), cable, server)
        try:
            await wall.say('operational')
            await wall.page.goto(f'{cable.url}/kiosk')
            await connected(wall.page)
            yield wall
        finally:
            wall.server.signal(signal.SIGCONT)
            wall.server.stop()
            await context.close()


@pytest.fixture
async def wall(one_wall: Wall) -> Wall:
    """The same for all these tests, and nobody has touched its page in between."""
    await one_wall.say('operational')
    await one_wall.is_right('Todos los servicios funcionan')
    return one_wall


async def test_nothing_that_is_not_known_is_green_and_all_is_right_again_by_itself(wall: Wall) -> None:
    wall.server.signal(signal.SIGSTOP)
    await wall.is_grey()
    wall.server.signal(signal.SIGCONT)
    await wall.say('major')
    await wall.is_right('1 servicio interrumpido')

    wall.cable.cut()
    await wall.is_grey()
    await wall.say('degraded')
    wall.cable.mend()
    await wall.is_right('1 servicio degradado')

    wall.server.kill()
    await wall.is_grey()
    wall.server = start(wall.server.data, wall.cable.to, PROGRAM, BASE_URL=wall.cable.url)
    await wall.say('operational')
    await wall.is_right('Todos los servicios funcionan')
