"""What a customer does in his window."""

import re

from playwright.async_api import Page

from tests.support.browser import People, visit


async def open_ticket(page: Page, people: People, subject: str) -> str:
    """Through the form of a type; gives the number."""
    await visit(page, f'{people.server.url}/tickets/new/printer')
    await page.get_by_label('Asunto').fill(subject)
    await page.get_by_label('Descripción').fill('Atasca el papel.')
    await page.get_by_role('button', name='Crear ticket').click()
    await page.wait_for_url(re.compile(r'/tickets/MV-\d+'))
    return page.url.rsplit('/', 1)[1]
