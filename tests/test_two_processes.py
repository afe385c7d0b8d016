"""Two server processes on one PostgreSQL: what happens in one is seen in the other's windows."""

import re
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.support.browser import People, visit
from tests.support.postgres import Server as PostgresServer
from tests.support.server import running
from tests.test_two_windows import LUCIA, MARTA, opens_a_ticket

HANG_UP = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope='module')
async def url(postgres: PostgresServer) -> str:
    return await postgres.create_database()


@pytest.fixture(scope='module')
async def both(
    browser: Browser, url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[People, People]]:
    """People in front of each of two processes that share database and files."""
    shared = {'DATABASE_URL': url, 'DEMO': '1', 'SECRET': 'the same in both'}
    folder = tmp_path_factory.mktemp('shared')
    with running(folder, **shared) as first, running(folder, **shared) as second:
        yield People(browser, first), People(browser, second)


@pytest.mark.rule('S0-26')
async def test_a_reply_in_one_process_is_read_in_a_window_of_the_other(both: tuple[People, People]) -> None:
    here, there = both
    async with here.window(LUCIA) as customer, there.window(MARTA, '/desk') as agent:
        number = await opens_a_ticket(customer, 'La impresora no responde')
        row = agent.get_by_role('link', name=re.compile(number))
        await expect(row).to_be_visible()
        await row.click()
        await agent.get_by_role('button', name='Tomar').click()
        await agent.get_by_label('Escribe tu respuesta').fill('La reinicio desde aquí.')
        await agent.keyboard.press('Control+Enter')
        await expect(customer.get_by_text('La reinicio desde aquí.')).to_be_visible()
        await customer.get_by_label('Escribe tu respuesta').fill('Ya imprime.')
        await customer.keyboard.press('Control+Enter')
        await expect(agent.get_by_text('Ya imprime.')).to_be_visible()
        await visit(customer, f'{here.server.url}/demo/mail')
        await expect(
            customer.locator('article').filter(has_text=LUCIA).filter(has_text='La reinicio').first
        ).to_contain_text(f'/tickets/{number}')


async def test_events_missed_while_the_database_hung_up_are_seen_after_it(
    both: tuple[People, People], url: str, postgres: PostgresServer
) -> None:
    here, there = both
    async with here.window(LUCIA) as customer, there.window(MARTA, '/desk') as agent:
        await postgres.execute(HANG_UP, urlsplit(url).path[1:])
        number = await opens_a_ticket(customer, 'La impresora se desconfiguró')
        await expect(agent.get_by_role('link', name=re.compile(number))).to_be_visible(timeout=15_000)
