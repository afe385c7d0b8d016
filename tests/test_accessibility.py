"""axe finds nothing serious on any page, light and dark, wide and narrow; nothing scrolls sideways at 320 px."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.support.browser import People, visit

LUCIA, MARTA = 'lucia@mirador.example', 'marta@mesa.example'
LOOKS = (('light', 1440, 900), ('dark', 390, 844))
PAGES = (
    ('', '/'),
    ('', '/login'),
    ('', '/recover'),
    ('', '/reset/gone'),
    (LUCIA, '/'),
    (LUCIA, '/tickets'),
    (LUCIA, '/tickets?tab=resolved'),
    (LUCIA, '/tickets/new'),
    (LUCIA, '/tickets/new/application-error'),
    (LUCIA, '/tickets/MV-1'),
    (LUCIA, '/profile'),
    (MARTA, '/desk'),
    (MARTA, '/desk?view=mine&priority=low'),
    (MARTA, '/desk/texts'),
    (MARTA, '/demo/mail'),
)


async def _serious(page: Page) -> list[str]:
    results = await Axe().run(page, options={'resultTypes': ['violations']})
    return [
        f'{found["id"]} ({found["impact"]}): {found["nodes"][0]["html"][:200]}'
        for found in results.response['violations']
        if found['impact'] in ('serious', 'critical')
    ]


async def _check(page: Page) -> None:
    for theme, width, height in LOOKS:
        await page.emulate_media(color_scheme=theme, reduced_motion='reduce')
        await page.wait_for_function(
            "dark => document.body.classList.contains('body--dark') === dark", arg=theme == 'dark'
        )
        await page.set_viewport_size({'width': width, 'height': height})
        assert await _serious(page) == [], f'{page.url} {theme} {width}'
    await page.set_viewport_size({'width': 320, 'height': 700})
    assert await page.evaluate('document.documentElement.scrollWidth') <= 320, page.url


@pytest.mark.parametrize(('email', 'path'), PAGES)
async def test_pages(people: People, email: str, path: str) -> None:
    async with people.window(email, path) as page:
        await expect(page.get_by_role('heading', level=1)).to_have_count(1)
        await _check(page)


@pytest.mark.parametrize('tab', ['conversation', 'investigation', 'resolution', 'history'])
async def test_a_ticket_of_the_customer(people: People, tab: str) -> None:
    async with people.window(LUCIA, '/tickets?tab=yours') as page:
        await page.locator('[data-rows] > a').first.click()
        await page.wait_for_url('**/tickets/MV-*')
        await visit(page, f'{page.url}?tab={tab}')
        await _check(page)


async def test_a_form_with_problems(people: People) -> None:
    async with people.window(LUCIA, '/tickets/new/application-error') as page:
        await page.get_by_role('button', name='Crear ticket').click()
        summary = page.get_by_role('alert').filter(has_text='asunto')
        await expect(summary).to_be_visible()
        await expect(summary).to_be_focused()
        await summary.get_by_role('link').first.click()
        await expect(page.get_by_label('Asunto')).to_be_focused()
        await _check(page)


async def test_a_ticket_on_the_desk(people: People) -> None:
    async with people.window(MARTA, '/desk') as page:
        await page.locator('.queue-row').first.click()
        await page.wait_for_url('**/desk/MV-*')
        await _check(page)
