"""What customers do, in their windows or without one."""

from uuid import uuid4

import httpx
from playwright.async_api import Page

from tests.support.browser import People, visit

LUCIA = 'lucia@mirador.example'


async def opened_ticket(people: People, subject: str, email: str = LUCIA, **more: str) -> str:
    """Without a window, with what `more` the door of the demo desk takes; gives the number."""
    given = {'email': email, 'subject': subject, 'key': str(uuid4())} | more
    async with httpx.AsyncClient(base_url=people.server.url, timeout=30) as client:
        answer = await client.post('/test/open', params=given)
        answer.raise_for_status()
        return str(answer.json())


async def open_ticket(page: Page, people: People, subject: str, email: str = LUCIA) -> str:
    """With its page in a window of theirs; gives the number."""
    number = await opened_ticket(people, subject, email)
    await visit(page, f'{people.server.url}/tickets/{number}')
    return number
