"""Going from page to page without loading: addresses, titles, focus, back and forward, deep links, the guard."""

import re

import pytest
from playwright.async_api import expect

from tests.support.browser import People, connected, sign_in, visit
from tests.support.customer import opened_ticket

LUCIA, MARTA = 'lucia@mirador.example', 'marta@mesa.example'


async def test_a_click_changes_address_title_and_focus_without_a_load(people: People) -> None:
    async with people.window(LUCIA) as page:
        await page.evaluate('window.sameDocument = true')
        await page.get_by_role('link', name='Mis tickets').first.click()
        await expect(page).to_have_title(re.compile('^Mis tickets'))
        assert page.url.endswith('/tickets')
        heading = page.get_by_role('heading', level=1)
        await expect(heading).to_have_text('Mis tickets')
        await expect(heading).to_be_focused()
        await page.locator('[data-rows] > a').first.click()
        await page.wait_for_url('**/tickets/MV-*')
        await expect(heading).not_to_have_text('Mis tickets')
        subject = await heading.inner_text()
        await page.go_back()
        await expect(page.get_by_role('heading', level=1)).to_have_text('Mis tickets')
        await page.go_forward()
        await expect(page.get_by_role('heading', level=1)).to_have_text(subject)
        assert await page.evaluate('window.sameDocument')


@pytest.mark.rule('S0-23')
async def test_a_deep_link_survives_the_sign_in(people: People) -> None:
    link = f'/tickets/{await opened_ticket(people, "Enlace de un correo")}'
    async with people.window(path=f'{link}?tab=history') as page:
        assert '/login' in page.url
        await page.get_by_label('Correo').fill(LUCIA)
        await page.get_by_label('Contraseña', exact=True).fill('mesa-viva-demo')
        await page.keyboard.press('Enter')
        await page.wait_for_url(f'**{link}?tab=history')
        await connected(page)
        await expect(page.get_by_role('tab', name='Historial')).to_have_attribute('aria-selected', 'true')


async def test_tabs_by_keyboard_and_address(people: People) -> None:
    async with people.window(LUCIA, '/tickets') as page:
        await page.locator('[data-rows] > a').first.click()
        await page.get_by_role('tab', name='Conversación').focus()
        await page.keyboard.press('ArrowRight')
        await page.wait_for_url('**?tab=investigation')
        await expect(page.get_by_role('tab', name='Investigación')).to_have_attribute('aria-selected', 'true')
        await page.go_back()
        await expect(page.get_by_role('tab', name='Conversación')).to_have_attribute('aria-selected', 'true')


async def test_signing_out_ends_every_open_view(people: People) -> None:
    async with people.window(path='') as first:
        await sign_in(first, people.server, 'ivan@mirador.example')
        second = await first.context.new_page()
        await visit(second, people.server.url + '/tickets')
        await first.get_by_label(re.compile('cuenta')).click()
        await first.get_by_role('button', name='Cerrar sesión').click()
        await first.wait_for_url(re.compile('/login'))
        await second.wait_for_url(re.compile('/login'), timeout=5000)


@pytest.mark.rule('S3-9')
async def test_the_language_is_switched_and_remembered(people: People) -> None:
    async with people.window() as page:
        for name, code, welcome in (
            ('English', 'en', 'Welcome to our support centre'),
            ('Português', 'pt', 'Boas-vindas à nossa central de suporte'),
        ):
            await page.locator('summary').filter(has_text=re.compile('Español|English')).click()
            await page.get_by_role('button', name=name).click()
            await expect(page.get_by_role('heading', level=1)).to_have_text(welcome)
            await expect(page.locator('html')).to_have_attribute('lang', re.compile(f'^{code}'))
        await page.reload()
        await expect(page.get_by_role('heading', level=1)).to_have_text('Boas-vindas à nossa central de suporte')
        await expect(page.get_by_role('link', name='Comunicados').first).to_be_visible()


async def test_no_request_leaves_for_another_host(people: People) -> None:
    asked: set[str] = set()
    async with people.window(MARTA, '') as page:
        page.on('request', lambda request: asked.add(request.url.split('/')[2]))
        await visit(page, f'{people.server.url}/desk')
        await page.wait_for_load_state('networkidle')
        await page.close()
    assert asked == {people.server.url.split('/')[2]}


async def test_times_are_told_in_the_zone_of_the_viewer_even_on_the_first_page_elsewhere(people: People) -> None:
    number = await opened_ticket(people, 'Un ticket de viaje')
    for zone, told in (('America/Guayaquil', 'hora de Ecuador'), ('Europe/Madrid', 'de Europa central')):
        async with people.window(LUCIA, f'/tickets/{number}', timezone_id=zone) as page:
            time = page.locator('.entry time').first
            await expect(time).to_have_attribute('title', re.compile(told))
