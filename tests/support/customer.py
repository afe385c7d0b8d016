"""What customers do, in their windows or without one."""

import re
from uuid import uuid4

import httpx
from playwright.async_api import Page

from tests.support.browser import People, visit

LUCIA = 'lucia@mirador.example'


async def opened_ticket(people: People, subject: str, email: str = LUCIA) -> str:
    """Without a window; gives the number."""
    given = {'email': email, 'subject': subject, 'key': str(uuid4())}
    async with httpx.AsyncClient(base_url=people.server.url, timeout=30) as client:
        answer = await client.post('/test/open', params=given)
        answer.raise_for_status()
        return str(answer.json())


async def open_ticket(page: Page, people: People, subject: str) -> str:
    """Through the form of a type; gives the number."""
    await visit(page, f'{people.server.url}/tickets/new/printer')
    await page.get_by_label('Asunto').fill(subject)
    await page.get_by_label('Descripción').fill('Atasca el papel.')
    await page.get_by_role('button', name='Crear ticket').click()
    await page.wait_for_url(re.compile(r'/tickets/MV-\d+'))
    return page.url.rsplit('/', 1)[1]
