"""The board in browsers: pushed to page and wall, on screens of every shape, and dark once its link is revoked."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.support.browser import connected, new_context, visit
from tests.support.server import Server, running

SCREENS = {'720p': (1280, 720), '1080p': (1920, 1080), '4K': (3840, 2160), 'portrait': (1080, 1920)}
OVERFLOW = """() => ['.k-tiles', '.k-incidents', '.k-head', '.k-foot']
    .map((name) => document.querySelector(name).getBoundingClientRect())
    .filter((box) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight).length
    + Math.max(0, document.documentElement.scrollHeight - innerHeight)
    + Math.max(0, document.documentElement.scrollWidth - innerWidth)"""
# What a wall asks of its browser; one without a screen has no lock to give
ASKED = """window.locks = []; window.sounds = 0;
navigator.wakeLock.request = async (kind) => {
    const lock = { kind, released: false };
    locks.push(lock);
    return lock;
};
window.AudioContext = class extends AudioContext { constructor() { super(); sounds += 1; } };"""
DRAWN = "(property) => getComputedStyle(document.querySelector('.kiosk'))[property]"
# A change after another that did not come, and one that cannot be shown
GAP = """() => {
    const lists = [['status-head', ['head'], {head: '<p data-row="head">Never</p>'}, false]];
    window.socket.listeners('board')[0]({version: 1000, lists});
    return document.body.textContent;
}"""
BROKEN = """() => mesa.rows([
    ['status-head', ['unknown', 'head'], {}, false],
    ['status-going', ['row'], {row: '<p data-row="row">What stands behind it</p>'}, false],
])"""
SHOWN = "() => [...document.querySelectorAll('.k-tile')].filter((tile) => tile.getClientRects().length).length"


@pytest.fixture(scope='module')
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp('board'), ('tests.support.board_desk',)) as server:
        yield server


@pytest.fixture
async def door(desk: Server) -> AsyncIterator[httpx.AsyncClient]:
    """By which a test says what the desk shows."""
    async with httpx.AsyncClient(base_url=f'{desk.url}/test/', timeout=30) as client:
        yield client


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await new_context(browser, viewport={'width': 1280, 'height': 720})
    yield context
    await context.close()


async def opened(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    await page.goto(address)
    await connected(page)
    await page.wait_for_selector('body[data-known=live]')
    return page


async def say(door: httpx.AsyncClient, service: str, state: str) -> None:
    (await door.post('say', params={'service': service, 'state': state})).raise_for_status()


@pytest.mark.rule('S0-9')
async def test_page_and_walls_show_at_once_what_is_said(
    desk: Server, door: httpx.AsyncClient, context: BrowserContext
) -> None:
    await say(door, 'vpn', 'operational')
    path = (await door.post('kiosk')).json()
    public, private = await opened(context, f'{desk.url}/kiosk'), await opened(context, desk.url + path)
    page = await opened(context, f'{desk.url}/status?live')
    await say(door, 'vpn', 'major')
    for view in (public, private, page):
        await expect(view.get_by_role('heading', name='1 servicio interrumpido')).to_be_visible()
        await expect(view.get_by_text('Interrumpido', exact=True).first).to_be_visible()
    await door.post('name', params={'name': 'SOS Ondú'})
    for view in (public, private):
        await expect(view.get_by_text('SOS Ondú').first).to_be_visible()
    await expect(private.get_by_text('Recepción')).to_be_visible()
    assert 'Never' not in await page.evaluate(GAP)
    await page.evaluate(BROKEN)
    await expect(page.get_by_text('What stands behind it')).to_be_visible()


async def test_a_board_that_is_come_to_without_a_load_is_live_too(
    desk: Server, door: httpx.AsyncClient, context: BrowserContext
) -> None:
    await say(door, 'vpn', 'operational')
    page = await context.new_page()
    await page.goto(desk.url)
    await connected(page)
    await page.get_by_role('link', name='Estado', exact=True).first.click()
    await page.wait_for_selector('body[data-known=live]')
    await say(door, 'vpn', 'degraded')
    await expect(page.get_by_role('heading', name='1 servicio degradado')).to_be_visible()

    await door.post('group', params={'service': 'correo'})
    group = page.locator('details', has_text='Correo')
    await say(door, 'correo', 'major')
    await expect(group).to_have_attribute('open', '')
    await group.locator('summary').click()
    await say(door, 'correo', 'partial')
    await expect(group.locator('summary')).to_contain_text('Interrupción parcial')
    await expect(group).not_to_have_attribute('open', '')  # as its reader has left it
    await say(door, 'correo', 'operational')
    await expect(group.locator('summary')).to_contain_text('Operativo')
    await say(door, 'correo', 'major')
    await expect(group).to_have_attribute('open', '')
    await say(door, 'correo', 'operational')

    await page.get_by_role('link', name='Inicio', exact=True).first.click()
    await page.wait_for_selector('body:not([data-known])')


async def test_whoever_stands_at_the_door_sees_what_works(
    desk: Server, door: httpx.AsyncClient, context: BrowserContext
) -> None:
    await say(door, 'vpn', 'operational')
    page = await context.new_page()
    await visit(page, f'{desk.url}/login')
    line = page.get_by_role('region', name='Estado de red').get_by_role('listitem').filter(has_text='Vpn')
    await expect(line).to_contain_text('Operativo')
    await say(door, 'vpn', 'major')
    await expect(line).to_contain_text('Interrumpido')
    await say(door, 'vpn', 'operational')


def test_at_the_door_stands_what_everybody_may_see(tmp_path: Path) -> None:
    with running(tmp_path, DEMO='1'):
        pass  # its services are there
    with closing(sqlite3.connect(tmp_path / 'mesa.sqlite3')) as database, database:
        database.execute("UPDATE component SET reach = 'staff' WHERE name = 'Correo corporativo'")
    with running(tmp_path, DEMO='1') as server:
        text = httpx.get(f'{server.url}/login', timeout=30).text
        assert ('Servidor central' in text, 'Correo corporativo' in text) == (True, False)


def test_a_board_that_fails_keeps_nobody_out(tmp_path: Path) -> None:
    with running(tmp_path):
        pass  # its tables are there
    with closing(sqlite3.connect(tmp_path / 'mesa.sqlite3')) as database:
        database.execute('ALTER TABLE component RENAME TO lost')
    with running(tmp_path) as server:
        answer = httpx.get(f'{server.url}/login', timeout=30)
        assert (answer.status_code, 'current-password' in answer.text) == (200, True)
        assert 'no such table: component' in server.log.read_text()


async def test_a_revoked_link_goes_dark(desk: Server, door: httpx.AsyncClient, context: BrowserContext) -> None:
    await say(door, 'vpn', 'operational')
    path = (await door.post('kiosk', params={'shows': 'all'})).json()
    public, private = await opened(context, f'{desk.url}/kiosk'), await opened(context, desk.url + path)
    await door.post('revoke')
    await expect(private.get_by_text('Vpn')).to_have_count(0, timeout=5000)
    await expect(public.get_by_text('Vpn')).to_be_visible()
    async with httpx.AsyncClient(timeout=30) as stranger:
        answer = await stranger.get(desk.url + path)
    assert answer.status_code == 404
    assert 'Vpn' not in answer.text
    assert answer.headers['refresh']  # nobody stands before a wall to try again


async def test_a_wall_stays_awake_dims_at_night_moves_a_little_and_chimes_when_it_gets_worse(
    desk: Server, door: httpx.AsyncClient, context: BrowserContext
) -> None:
    await say(door, 'vpn', 'operational')
    hour = timedelta(hours=1)
    here = datetime.now(ZoneInfo('America/Guayaquil'))
    night = {'night_from': f'{here - hour:%H:%M}', 'night_to': f'{here + hour:%H:%M}'}
    path = (await door.post('kiosk', params=night)).json()
    await context.add_init_script(ASKED)
    page = await context.new_page()
    await page.clock.install()
    await page.goto(desk.url + path)
    await page.wait_for_selector('body[data-known=live][data-night=yes]')
    assert 'brightness' in await page.evaluate(DRAWN, 'filter')
    await page.wait_for_function("locks.length === 1 && locks[0].kind === 'screen'")
    await expect(page.get_by_text('Esta pantalla puede apagarse')).to_be_hidden()

    for state, words in (('major', '1 servicio interrumpido'), ('degraded', '1 servicio degradado')):
        await say(door, 'vpn', state)
        await expect(page.get_by_role('heading', name=words)).to_be_visible()
    assert await page.evaluate('sounds') == 1

    place = await page.evaluate(DRAWN, 'translate')
    await page.evaluate('locks[0].released = true')
    await page.clock.fast_forward(60_000)
    await page.wait_for_function('locks.length === 2 && !locks[1].released')
    await page.wait_for_function(f'({DRAWN})("translate") !== "{place}"')
    await page.wait_for_selector('body[data-known=live]')


async def test_it_fits_every_screen_and_takes_turns_with_what_does_not(
    desk: Server, door: httpx.AsyncClient, context: BrowserContext
) -> None:
    (await door.post('fill', params={'services': 40})).raise_for_status()
    page = await context.new_page()
    await page.clock.install()
    await page.goto(f'{desk.url}/kiosk')
    await connected(page)
    await page.wait_for_selector('body[data-night=no] .k-tile')
    for name, (width, height) in SCREENS.items():
        await page.set_viewport_size({'width': width, 'height': height})
        await page.wait_for_function(f'({OVERFLOW})() === 0')
        assert 8 <= await page.evaluate(SHOWN) < 41, name
    await expect(page.get_by_role('heading', name='Servicio-39')).to_be_hidden()
    seen = set()
    for _turn in range(6):
        seen |= set(await page.locator('.k-tile:visible h2').all_inner_texts())
        await page.clock.run_for(12_000)
    assert {'Servicio-0', 'Servicio-20', 'Servicio-39'} <= seen
