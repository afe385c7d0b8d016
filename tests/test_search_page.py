"""The search and the palette in a real browser, by keyboard alone."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People, visit
from tests.support.customer import opened_ticket
from tests.test_two_windows import ELENA, LUCIA, MARTA

CHANGED_AND_DOWN = """(box, text) => {
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
}"""


def options(page: Page) -> Locator:
    return page.get_by_role('option').locator('visible=true')


@pytest.mark.rule('S3-8')
async def test_one_box_finds_while_somebody_types(people: People) -> None:
    number = await opened_ticket(people, 'El <i>termóstato</i> no regula')
    async with people.window(LUCIA) as page, people.window(ELENA, '') as other:
        await page.keyboard.press('/')
        await page.keyboard.type('TERMOSTATOS reg')
        await expect(options(page)).to_have_count(1)
        await expect(options(page).locator('mark')).to_have_text(['termóstato', 'regula'])
        await expect(options(page)).to_contain_text('El <i>termóstato</i> no regula')
        await page.keyboard.press('Escape')
        await expect(options(page)).to_have_count(0)
        await page.get_by_role('combobox').evaluate(CHANGED_AND_DOWN, 'TERMOSTATOS')
        await expect(options(page)).to_have_attribute('aria-selected', 'true')
        await expect(options(page).locator('mark')).to_have_count(1)  # the answer came once it was chosen
        await expect(options(page)).to_have_attribute('aria-selected', 'true')
        await page.keyboard.press('Enter')
        await expect(page.get_by_role('heading', level=1)).to_contain_text('termóstato')
        await expect(page).to_have_url(re.compile(number))

        await visit(other, f'{people.server.url}/search?q=termostato')
        await expect(other.get_by_text('No encontramos nada')).to_be_visible()
        await other.get_by_role('searchbox').fill('zz')
        await expect(other).to_have_url(re.compile('q=zz$'))


@pytest.mark.rule('S2-9', 'S4-7')
async def test_a_number_in_any_writing_opens_the_ticket_at_once(people: People) -> None:
    number = await opened_ticket(people, 'Se busca por su número')
    digits = number.removeprefix('MV-')
    async with people.window(LUCIA, '/tickets') as customer, people.window(MARTA, '/desk') as agent:
        for page, text in ((customer, f'mv{digits}'), (agent, f' # {digits[:2]} {digits[2:]} ')):
            await page.keyboard.press('/')
            await page.keyboard.type(text)
            await page.keyboard.press('Enter')
            await expect(page.get_by_role('heading', level=1)).to_have_text('Se busca por su número')


@pytest.mark.rule('S3-8')
async def test_the_page_of_the_search_has_an_address_and_is_live(people: People) -> None:
    async with people.window(LUCIA, '/search?q=girasol') as later:
        await expect(later.get_by_text('No encontramos nada')).to_be_visible()
        await opened_ticket(people, 'Cuadro de girasoles: detallar la SOLICITUD')
        await expect(later.get_by_role('link', name=re.compile('girasoles'))).to_be_visible()
        await later.reload()
        await expect(later.get_by_role('searchbox')).to_have_value('girasol')
        await expect(later.get_by_role('link', name=re.compile('girasoles'))).to_be_visible()
        await visit(later, f'{people.server.url}/search?q=detallar+solicitud')
        for kind, title in (
            ('Tickets', 'Cuadro de girasoles'),
            ('Artículos y descargas', 'Cómo detallar una solicitud de soporte'),
            ('Artículos y descargas', 'Guía: cómo detallar una solicitud'),  # a download
            ('Anuncios', 'Guía: cómo detallar una solicitud de soporte'),
        ):
            found = later.get_by_role('region', name=kind).get_by_role('link', name=re.compile(title))
            await expect(found.first).to_be_visible()
    async with people.window(path='/search?q=girasol') as visitor:
        await expect(visitor.get_by_text('Entra para buscar')).to_be_visible()
        await expect(visitor.get_by_text('Cuadro de')).to_have_count(0)


async def test_the_palette_does_what_the_page_can_do(people: People) -> None:
    number = await opened_ticket(people, 'Ticket de la paleta')
    async with people.window(MARTA, f'/desk/{number}') as agent:
        palette = agent.get_by_role('dialog', name='Acciones y búsqueda')
        await agent.keyboard.press('Control+k')
        await expect(palette.get_by_role('option', name='Tomar')).to_be_visible()
        await agent.keyboard.type('toma')
        await expect(palette.get_by_role('option').first).to_contain_text('Tomar')
        await agent.keyboard.press('Enter')
        await expect(palette).to_be_hidden()
        await expect(agent.get_by_role('button', name='Tomar')).to_be_hidden()
        await agent.keyboard.press('Control+k')
        await expect(palette.get_by_role('option', name='Tomar')).to_have_count(0)
        await agent.keyboard.type('nota int')
        await agent.keyboard.press('Enter')
        await expect(agent.get_by_label('Escribe una nota interna')).to_be_focused()
        await agent.keyboard.press('Control+k')
        await agent.keyboard.type('rayos')
        await expect(palette.get_by_role('option').locator('mark').first).to_have_text('rayos')
        await agent.keyboard.press('Escape')
        await expect(palette).to_be_hidden()
        await expect(agent.get_by_label('Escribe una nota interna')).to_be_focused()
        await agent.keyboard.press('Control+k')
        await agent.keyboard.type('rayos')
        await expect(palette.get_by_role('option', selected=True)).to_contain_text('rayos X')
        await agent.keyboard.press('Enter')
        await expect(agent.get_by_role('heading', level=1)).to_contain_text('rayos X')
        await agent.keyboard.press('Control+k')
        await expect(palette.get_by_role('option').first).to_contain_text(number)


async def test_the_palette_points_at_the_best_of_what_it_finds(people: People) -> None:
    async with people.window(MARTA, '/desk') as agent:
        palette = agent.get_by_role('dialog', name='Acciones y búsqueda')
        await agent.keyboard.press('Control+k')
        question, pointed_at = palette.get_by_role('combobox'), palette.get_by_role('option', selected=True)
        await question.fill('gabriel ortiz')
        await expect(pointed_at).to_contain_text('Gabriel Ortiz')
        await question.fill('admi')  # tickets come before people
        await expect(palette.get_by_role('group', name='Personas')).to_contain_text('Gabriel Ortiz')
        await expect(palette.get_by_role('group', name='Tickets')).to_be_visible()
        await expect(pointed_at).to_contain_text('MV-')
