"""Lines that break and servers that die: the page says so, catches up by itself, and keeps what was typed."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Browser, expect

from tests.support.browser import People, visit
from tests.support.customer import open_ticket
from tests.support.server import start
from tests.support.visitor import Visitor
from tests.support.waiting import until, until_kept
from tests.test_two_windows import LUCIA, MARTA

# the browser takes the line up again by itself, after long enough for the agent to write
HANG_UP = """() => {
    const line = window.socket.io;
    line.randomizationFactor(0);
    line.reconnectionDelay(3000);
    line.engine.close();
}"""


async def test_a_view_that_lost_its_line_says_so_and_catches_up(people: People) -> None:
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        number = await open_ticket(customer, people, 'La impresora se reinicia sola')
        await visit(agent, f'{people.server.url}/desk/{number}')
        await customer.get_by_label('Escribe tu respuesta').fill('a medio escribir')
        await customer.evaluate(HANG_UP)
        await expect(customer.get_by_text('Reconectando…').first).to_be_visible()
        await agent.get_by_label('Escribe tu respuesta').fill('Escrito mientras no había línea.')
        await agent.keyboard.press('Control+Enter')
        await expect(agent.get_by_text('Escrito mientras no había línea.').first).to_be_visible()
        await expect(customer.get_by_text('Reconectando…').first).to_be_visible()
        await expect(customer.get_by_text('Escrito mientras no había línea.')).to_be_visible()
        await expect(customer.get_by_text('En vivo').first).to_be_visible()
        await expect(customer.get_by_label('Escribe tu respuesta')).to_have_value('a medio escribir')


async def test_a_view_that_cannot_be_redrawn_says_so_until_it_can(browser: Browser, visitor: Visitor) -> None:
    page = await browser.new_page()
    await visit(page, f'{visitor.server.url}/shaky')
    await expect(page.get_by_text('shown whole')).to_be_visible()
    problem = page.get_by_text('No pudimos actualizar esta parte')
    await visitor.post('/mood/broken')
    await expect(problem).to_be_visible()
    await visitor.post('/mood/mended')
    await expect(page.get_by_text('shown mended')).to_be_visible()
    await expect(problem).to_be_hidden()
    await page.close()


async def test_a_page_without_its_line_is_drawn_again_for_nobody_until_it_is_back(visitor: Visitor) -> None:
    page, other = await visitor.open('/shaky'), await visitor.open('/shaky')
    tab, mood = {'tab_id': str(uuid4()), 'document_id': str(uuid4())}, uuid4().hex

    async def is_left() -> bool:
        return (await visitor.get('/views')).json()['sockets'] == 1

    async with other.socket() as watched:
        async with page.socket(**tab):
            pass
        await until(is_left)
        await visitor.post(f'/mood/{mood}')
        await watched.told(f'shown {mood}')
        assert (await visitor.get('/shown')).json().count(mood) == 1
    async with page.socket(**tab) as again:
        await again.told(f'shown {mood}')
    await visitor.post('/mood/whole')


@pytest.fixture
async def mortal(browser: Browser, tmp_path: Path) -> AsyncIterator[People]:
    """People in front of a server that may be killed."""
    people = People(browser, start(tmp_path, DEMO='1'))
    yield people
    people.server.stop()


async def test_after_the_death_of_the_server_the_page_is_back_with_what_was_typed(mortal: People) -> None:
    server = mortal.server
    async with mortal.window(LUCIA, '/tickets/new/printer') as page:
        await page.get_by_label('Asunto').fill('Se me fue la luz')
        await page.get_by_label('Descripción').fill('Estaba escribiendo esto')
        await until_kept(page, 'Se me fue la luz', 'Estaba escribiendo esto')
        await page.evaluate('window.beforeTheDeath = true')
        server.kill()
        await expect(page.get_by_text(re.compile('Reconectando')).first).to_be_visible()
        mortal.server = start(server.data, int(server.url.rsplit(':', 1)[1]), DEMO='1')
        await page.wait_for_function('!window.beforeTheDeath && window.did_handshake === true')
        await expect(page.get_by_label('Asunto')).to_have_value('Se me fue la luz')
        await expect(page.get_by_label('Descripción')).to_have_value('Estaba escribiendo esto')
