"""The board as a plain page and as files: what visitors get without a socket, and what outlives the program."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import httpx
import pytest
from playwright.async_api import Browser, expect
from starlette.requests import Request

from services import bus
from services.board import board_files
from services.env import env
from tests.support.database import Database
from tests.support.server import Server, running
from tests.support.waiting import until
from webui.edge.plain_board import PlainBoard

PROGRAM = ('tests.support.board_desk',)
NAMES = {'status.html', 'badge.svg', 'status.json', 'status.rss', 'status.atom', 'status.ics', 'announcements.rss'}


@pytest.fixture(scope='module')
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp('files'), PROGRAM) as server:
        yield server


async def say(desk: Server, state: str) -> None:
    async with httpx.AsyncClient(base_url=desk.url, timeout=30) as client:
        (await client.post('/test/say', params={'service': 'vpn', 'state': state})).raise_for_status()


async def test_visitors_get_the_same_bytes_until_something_changes(desk: Server) -> None:
    await say(desk, 'operational')
    async with httpx.AsyncClient(base_url=desk.url, timeout=30, headers={'Accept-Language': 'es'}) as visitor:
        page = await visitor.get('/status')
        assert 'Todos los servicios funcionan' in page.text
        assert 'socket' not in page.text
        again = await visitor.get('/status', headers={'If-None-Match': page.headers['etag']})
        assert again.status_code == 304
        await say(desk, 'major')
        changed = await visitor.get('/status', headers={'If-None-Match': page.headers['etag']})
        assert '1 servicio interrumpido' in changed.text
        live = await visitor.get('/status?live')
        assert 'socket.io' in live.text
        signed_in = await visitor.get('/status', headers={'Cookie': 'mesa=anything'})
        assert 'socket.io' in signed_in.text


async def test_the_plain_page_has_the_bar_of_the_live_one(desk: Server, browser: Browser) -> None:
    heights = []
    async with await browser.new_context(viewport={'width': 1440, 'height': 900}) as context:
        page = await context.new_page()
        for address in ('/status', '/status?live'):
            await page.goto(desk.url + address)
            box = await page.locator('.bar').bounding_box()
            heights.append(box and box['height'])
    assert heights[0] == heights[1]


async def test_however_many_visitors_come_others_are_heard_in_between(db: Database) -> None:
    plain, turns = PlainBoard(), 0
    headers = [(b'host', b'desk.example')]
    visit = {'type': 'http', 'method': 'GET', 'path': '/status', 'query_string': b'', 'headers': headers}
    await plain.answer(Request(dict(visit)))
    visitors = asyncio.gather(*(plain.answer(Request(dict(visit))) for _ in range(100)))
    while not visitors.done():
        turns += 1
        await asyncio.sleep(0)
    assert all(answer and answer.status_code == 200 for answer in await visitors)
    assert turns > 100


async def test_every_change_is_written_to_files_that_stand_alone(desk: Server, browser: Browser) -> None:
    folder = desk.data / 'public'
    for state, words in (('degraded', '1 servicio degradado'), ('partial', '1 servicio interrumpido en parte')):
        await say(desk, state)

        async def is_written(words: str = words) -> bool:
            page = folder / 'status.html'
            return page.exists() and words in await asyncio.to_thread(page.read_text, encoding='utf-8')

        await until(is_written)

    async def is_badged() -> bool:
        return 'Interrupción parcial' in await asyncio.to_thread((folder / 'badge.svg').read_text, encoding='utf-8')

    await until(is_badged)
    assert {path.name for path in folder.iterdir() if not path.name.startswith('.')} == NAMES
    assert json.loads((folder / 'status.json').read_text(encoding='utf-8'))
    assert not feedparser.parse(folder / 'status.rss').bozo
    page = await browser.new_page()
    asked: list[str] = []
    page.on('request', lambda request: asked.append(request.url))
    await page.goto((folder / 'status.html').as_uri())
    await expect(page.get_by_role('heading', name='1 servicio interrumpido en parte')).to_be_visible()
    assert await page.locator('.icon').first.evaluate('icon => icon.getBBox().width') > 0
    assert asked == [(folder / 'status.html').as_uri()]
    await page.close()


async def test_a_copy_that_grew_old_loses_its_colour_and_says_of_when_it_is(desk: Server, browser: Browser) -> None:
    context = await browser.new_context(locale='es-EC')
    page = await context.new_page()
    await page.clock.install()
    await say(desk, 'operational')
    async with httpx.AsyncClient(base_url=desk.url, timeout=30) as client:
        await client.post('/test/group', params={'service': 'correo'})
    await page.goto(f'{desk.url}/status')
    await expect(page.get_by_text('esta copia ya no se actualiza')).to_be_hidden()

    group = page.locator('details', has_text='Correo')
    await group.locator('summary').click()
    await say(desk, 'degraded')
    await page.clock.fast_forward(30_000)
    await expect(page.get_by_role('heading', name='1 servicio degradado')).to_be_visible()
    await expect(group).to_have_attribute('open', '')
    await expect(group.locator('summary')).to_be_focused()

    await context.set_offline(True)
    await page.clock.fast_forward(600_000)
    await expect(page.get_by_text('esta copia ya no se actualiza')).to_be_visible()
    drawn = await page.locator('#status-services').evaluate('place => getComputedStyle(place).filter')
    assert drawn == 'grayscale(1)'
    await context.close()


async def test_a_file_is_replaced_whole_and_one_that_fails_harms_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('MESA_DATA_DIR', str(tmp_path))
    env.cache_clear()
    made = [b'one', b'two']
    written = asyncio.Event()

    async def good() -> bytes:
        return made[0]

    async def bad() -> bytes:
        raise OSError('away')

    async def last() -> bytes:
        written.set()
        return b'last'

    stop = asyncio.Event()
    keeping = asyncio.create_task(board_files.keep_written({'good': good, 'bad': bad, 'last': last}, stop))
    try:
        await written.wait()
        made.pop(0)
        bus.publish(['board'])

        async def is_new() -> bool:
            path = tmp_path / 'public' / 'good'
            return path.exists() and path.read_bytes() == b'two'

        await until(is_new)
        assert not (tmp_path / 'public' / 'bad').exists()
    finally:
        stop.set()
        await keeping
        env.cache_clear()
