"""The first access in a window: from the link at the door to the mail, and in."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import People, connected, visit

TERESA = 'teresa@andes.example'


async def asks(page: Page, people: People, address: str) -> str:
    """For a link; gives what the page says then."""
    await visit(page, f'{people.server.url}/login')
    await page.get_by_role('link', name='Primer acceso').click()
    await page.wait_for_url('**/recover')
    await connected(page)
    await page.get_by_label('Correo').fill(address)
    await page.keyboard.press('Enter')
    await page.get_by_role('status').filter(has_text='enlace').wait_for()
    return await page.locator('.door-form').inner_text()


@pytest.mark.rule('S0-17', 'S0-18')
async def test_somebody_chooses_a_password_by_a_mailed_link_that_works_once(people: People) -> None:
    async with people.window() as page, people.window('lucia@mirador.example', '/demo/mail') as mails:
        told = await asks(page, people, 'nadie@laurel.example')
        assert await asks(page, people, TERESA.upper()) == told
        mail = mails.locator('article').filter(has_text=TERESA).first
        await expect(mail).to_be_visible()
        found = re.search(r'/reset/\S+', await mail.inner_text())
        assert found
        link = people.server.url + found[0]
        await visit(page, link)
        await page.get_by_label('Contraseña nueva').fill('una frase cualquiera y larga')
        await page.keyboard.press('Enter')
        await page.wait_for_url(f'{people.server.url}/')
        await expect(page.get_by_role('heading', level=1)).to_contain_text('Hola, Teresa')
        async with people.window(path=found[0]) as second:
            await expect(second.get_by_role('heading', level=1)).to_have_text('Este enlace ya no sirve')
