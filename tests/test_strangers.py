"""What somebody of another company gets: exactly what he gets for what does not exist."""

import re

from playwright.async_api import APIResponse, expect

from models.ticket_number import format_number
from tests.support.browser import People, visit
from tests.support.customer import opened_ticket
from tests.test_two_windows import ELENA

NOWHERE = format_number(987_654)


async def _shape(answer: APIResponse, number: str) -> tuple[int, str]:
    """Status and body, without what differs between any two pages: ids, nonces, the number asked for."""
    text = (await answer.text()).replace(number, 'NUMBER')
    text = re.sub(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'UUID', text)
    return answer.status, re.sub(r'nonce="[^"]+"', 'NONCE', text)


async def test_the_page_of_anothers_ticket_is_the_page_of_no_ticket(people: People) -> None:
    number = await opened_ticket(people, 'Solo para Hotel Mirador')
    async with people.window(ELENA) as elena:
        address = people.server.url + '/tickets/'
        theirs = await _shape(await elena.request.get(address + number), number)
        nothing = await _shape(await elena.request.get(address + NOWHERE), NOWHERE)
        assert theirs == nothing
        assert theirs[0] == 404
        for odd in ('10' * 15, '-1', '1e5', '%00', 'MV-', '٣٤٥', "'%20OR%201=1"):
            assert (await elena.request.get(address + odd)).status == 404


async def test_search_finds_neither(people: People) -> None:
    number = await opened_ticket(people, 'Solo para Hotel Mirador')
    async with people.window(ELENA) as elena:
        for asked in (number, NOWHERE):
            await visit(elena, people.server.url)
            await elena.get_by_label('Buscar').locator('visible=true').fill(asked)
            await elena.keyboard.press('Enter')
            await elena.wait_for_url(re.compile('/search'))
            await expect(elena.get_by_text('No encontramos nada')).to_be_visible()


async def test_the_desk_is_no_page_for_customers(people: People) -> None:
    async with people.window(ELENA) as elena:
        answer = await elena.request.get(people.server.url + '/desk')
        nothing = await elena.request.get(people.server.url + '/nowhere')
        assert (answer.status, await answer.text()) == (nothing.status, await nothing.text())
        await elena.evaluate("() => void window.socket.emit('event', {})")
        async with elena.expect_navigation(url=people.server.url + '/desk') as navigation:
            await elena.evaluate("() => void emitEvent('sub_pages_navigate', '/desk')")
        loaded = await navigation.value
        assert loaded
        assert loaded.status == 404
        await expect(elena.get_by_text('Mías')).to_have_count(0)
