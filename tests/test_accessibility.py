"""axe finds nothing serious on any page, light and dark, wide and narrow; nothing scrolls sideways at 320 px."""

import pytest
from playwright.async_api import expect

from tests.support.axe import check, serious
from tests.support.browser import People, follow, visit

VISITOR, LUCIA, MARTA, ADMIN = '', 'lucia@mirador.example', 'marta@mesa.example', 'admin@mesa.example'
# no page beside itself with another query, which is no way to a new page
PAGES = {
    VISITOR: (
        '/',
        '/announcements',
        '/policies',
        '/kb',
        '/kb/rechazo-de-facturas-electronicas-codigos-frecuentes',
        '/downloads',
        '/login',
        '/recover',
        '/reset/gone',
        '/register',
        '/login/code',
        '/terms',
        '/verify/gone',
        '/invite/gone',
        '/profile/mail/new/gone',
        '/status/subscribe',
        '/status?live',
        '/status/incidents/1',
        '/severities',
    ),
    LUCIA: (
        '/',
        '/tickets',
        '/tickets/new',
        '/tickets/new/application-error',
        '/tickets?tab=resolved',
        '/tickets/new/cannot-invoice',
        '/announcements/1',
        '/tickets/MV-1',
        '/escalation',
        '/status/subscribe',
        '/status',
        '/profile',
    ),
    MARTA: (
        '/desk',
        '/desk/announcements',
        '/desk?view=mine&priority=low',
        '/desk/downloads',
        '/desk/texts',
        '/desk/status',
        '/desk/incidents',
        '/desk/incidents/1',
        '/desk/incidents/new?kind=maintenance',
        '/desk/incidents/templates',
        '/desk/articles',
        '/desk/articles/new',
        '/desk/articles/7',
        '/demo/mail',
    ),
    ADMIN: (
        '/settings/hours',
        '/settings/departments?department=6',
        '/settings/general',
        '/settings/texts',
        '/settings/languages',
        '/settings/audit',
        '/settings/status',
        '/settings/escalation',
        '/settings/escalation/1',
        '/settings/mail',
        '/settings/mail/reply',
        '/settings/remote',
        '/settings/announcements',
        '/settings/sla',
        '/settings/priorities',
        '/settings/catalog',
        '/settings/catalog/internet',
        '/settings/people',
        '/settings/people/8',
        '/settings/people/import',
        '/settings/companies',
        '/settings/companies/1',
        '/setup',
    ),
}
# where the queue is as it was on the pages before
BESIDE_THE_QUEUE = {path for path in PAGES[MARTA] if path.startswith('/desk/')} - {'/desk/announcements'}
DIALOGS = (
    (MARTA, '/desk/status', '.status-button'),
    (MARTA, '/desk/incidents/1', '.page-actions > button'),
    (MARTA, '/desk/incidents/1', '[data-correct]'),
    (MARTA, '/desk/announcements', '.page-head > button'),
    (MARTA, '/desk/downloads', '.texts-actions > button'),
    (ADMIN, '/settings/people', '.card-head .button-primary'),
    (ADMIN, '/settings/companies', '.card-head > button'),
    (ADMIN, '/settings/status', '.card-head > button'),
)
OVERLAPPING = """() => {
    const shown = [...document.querySelectorAll('.brand, .bar-links > *, .bar-find > *, .bar-tools > *')]
        .map((one) => [one.textContent, one.getBoundingClientRect()]).filter(([, box]) => box.width);
    return shown.flatMap(([words, box], at) => [
        ...(box.right > innerWidth ? [words] : []),
        ...shown.slice(at + 1).filter(([, other]) => box.right > other.left && other.right > box.left).map(() => words),
    ]);
}"""


@pytest.mark.parametrize('email', PAGES)
async def test_pages(people: People, email: str) -> None:
    first = PAGES[email][0]
    async with people.window(email, first) as page:
        for path in PAGES[email]:
            if path != first:
                await follow(page, path)
            await expect(page.get_by_role('heading', level=1)).to_have_count(1)
            await check(page, *(['.queue-pane'] if path in BESIDE_THE_QUEUE else []))


@pytest.mark.parametrize(('email', 'path', 'opener'), DIALOGS)
async def test_dialogs(people: People, email: str, path: str, opener: str) -> None:
    async with people.window(email, path) as page:
        opened_by = page.locator(opener).first
        await opened_by.press('Enter')
        dialog = page.locator('dialog[open]')
        await expect(dialog).to_be_visible()
        await check(page)
        await page.keyboard.press('Escape')
        await expect(dialog).to_have_count(0)
        await expect(opened_by).to_be_focused()


@pytest.mark.parametrize('email', [VISITOR, LUCIA, MARTA])
async def test_the_bar_at_every_width(people: People, email: str) -> None:
    async with people.window(email, '/downloads') as page:
        for width in range(320, 1921, 40):
            await page.set_viewport_size({'width': width, 'height': 300})
            assert await page.evaluate(OVERLAPPING) == [], width


@pytest.mark.parametrize(
    ('path', 'width', 'height'), [('/kiosk', 1920, 1080), ('/kiosk', 1080, 1920), ('/status', 1440, 900)]
)
async def test_boards_without_a_hand(people: People, path: str, width: int, height: int) -> None:
    page = await people.browser.new_page(locale='es-EC', viewport={'width': width, 'height': height})
    await page.goto(people.server.url + path)
    await page.wait_for_selector('body[data-known=live]')
    assert await serious(page) == []
    await page.close()


@pytest.mark.parametrize('tab', ['conversation', 'investigation', 'resolution', 'history'])
async def test_a_ticket_of_the_customer(people: People, tab: str) -> None:
    async with people.window(LUCIA, '/tickets?tab=yours') as page:
        await page.locator('[data-rows] > a').first.click()
        await page.wait_for_url('**/tickets/MV-*')
        await visit(page, f'{page.url}?tab={tab}')
        await check(page)


async def test_a_form_with_problems(people: People) -> None:
    async with people.window(LUCIA, '/tickets/new/application-error') as page:
        await page.get_by_role('button', name='Crear ticket').click()
        summary = page.get_by_role('alert').filter(has_text='asunto')
        await expect(summary).to_be_visible()
        await expect(summary).to_be_focused()
        await summary.get_by_role('link').first.click()
        await expect(page.get_by_label('Asunto')).to_be_focused()
        await check(page)


async def test_a_ticket_on_the_desk(people: People) -> None:
    async with people.window(MARTA, '/desk') as page:
        await page.locator('.queue-row').first.click()
        await page.wait_for_url('**/desk/MV-*')
        await check(page)
