"""The agents' desk in a real browser: queue, views, composer, menus, keys."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from services.desk import queue
from tests.support.browser import People
from tests.support.customer import opened_ticket
from tests.support.waiting import until_kept

LUCIA, MARTA = 'lucia@mirador.example', 'marta@mesa.example'
HALF = 0.5  # pixel: where a list ends between two, the browser may round otherwise later
ROWS = '.queue-row'


@pytest.fixture
async def desk(people: People) -> AsyncIterator[Page]:
    """Marta's window at the desk, with the whole queue."""
    async with people.window(MARTA, '/desk') as page:
        yield page


async def test_the_queue_stays_while_tickets_come_and_go_beside_it(desk: Page) -> None:
    rows = desk.locator(ROWS)
    await desk.locator('.queue-scroll').evaluate('list => list.scrollTo(0, 300)')
    await rows.nth(6).evaluate('row => { row.isTheSame = true }')
    for index in (6, 8):
        subject = await rows.nth(index).locator('b').inner_text()
        await rows.nth(index).click()
        await expect(desk.get_by_role('heading', level=1)).to_have_text(subject)
        await expect(desk.get_by_role('heading', level=1)).to_be_focused()
        await expect(rows.nth(index)).to_have_attribute('aria-current', 'true')
        await expect(desk).to_have_title(re.compile(re.escape(subject)))
    assert await rows.nth(6).evaluate('row => row.isTheSame')
    assert await desk.locator('.queue-scroll').evaluate('list => list.scrollTop') == 300
    await desk.go_back()
    await expect(rows.nth(6)).to_have_attribute('aria-current', 'true')
    await expect(desk.locator(f'{ROWS}[aria-current]')).to_have_count(1)


async def test_a_view_shows_its_tickets_and_names_the_page(desk: Page) -> None:
    mine = desk.get_by_role('link', name=re.compile('^Mías'))
    count = int(await mine.locator('.badge').inner_text())
    await mine.click()
    await expect(desk.get_by_role('heading', level=1)).to_have_text('Mías')
    await expect(desk).to_have_title(re.compile('^Mías'))
    await expect(mine).to_have_attribute('aria-current', 'page')
    await expect(desk.locator(ROWS)).to_have_count(count)
    await expect(desk.locator(ROWS).get_by_text('Sin asignar')).to_have_count(0)
    await desk.get_by_role('link', name=re.compile('^Redes')).click()
    await expect(desk.get_by_role('heading', level=1)).to_have_text('Redes')
    await desk.go_back()
    await expect(desk.get_by_role('heading', level=1)).to_have_text('Mías')


@pytest.mark.rule('S3-24')
async def test_a_new_ticket_waits_above_a_scrolled_queue(people: People, desk: Page) -> None:
    await desk.evaluate('document.fonts.ready.then(() => true)')
    await desk.locator('.queue-scroll').evaluate('list => list.scrollTo(0, list.scrollHeight)')
    last = desk.locator(ROWS).last
    place = await last.bounding_box()
    number = await opened_ticket(people, 'Ticket que espera arriba')
    waiting = desk.get_by_role('button', name=re.compile('nuevo'))
    await expect(waiting).to_have_text('1 nuevo')
    await expect(desk.get_by_role('link', name=re.compile(number))).to_have_count(0)
    assert await last.bounding_box() == pytest.approx(place, abs=HALF)
    await waiting.click()
    await expect(desk.get_by_role('link', name=re.compile(number))).to_be_visible()
    await expect(waiting).to_be_hidden()


async def test_a_new_ticket_takes_no_row_from_the_end_of_a_scrolled_page(people: People, desk: Page) -> None:
    rows = desk.locator(ROWS)
    await desk.evaluate('document.fonts.ready.then(() => true)')
    for _missing in range(await rows.count(), queue.PAGE):
        await opened_ticket(people, 'Ticket que llena la página')
    await expect(rows).to_have_count(queue.PAGE)
    await desk.locator('.queue-scroll').evaluate('list => list.scrollTo(0, list.scrollHeight)')
    last = desk.locator(f'{ROWS}[href="{await rows.last.get_attribute("href")}"]')
    place = await last.bounding_box()
    waiting = desk.get_by_role('button', name=re.compile('nuevo'))
    for words in ('1 nuevo', '2 nuevos'):
        await opened_ticket(people, 'Ticket que la desborda')
        await expect(waiting).to_have_text(words)
        await expect(rows).to_have_count(queue.PAGE)
        assert await last.bounding_box() == pytest.approx(place, abs=HALF)
    await waiting.click()
    await expect(waiting).to_be_hidden()
    await expect(last).to_have_count(0)
    await expect(rows).to_have_count(queue.PAGE)


async def test_the_keys_of_the_desk(people: People) -> None:
    number = await opened_ticket(people, 'Ticket para las teclas')
    async with people.window(MARTA, f'/desk/{number}?view=unassigned') as desk:
        for key, label in (('r', 'respuesta'), ('n', 'nota interna'), ('i', 'investigación'), ('e', 'resolución')):
            await desk.keyboard.press(key)
            await desk.keyboard.type('jkrnie?')
            box = desk.get_by_label(re.compile(f'^Escribe .*{label}'))
            await expect(box).to_be_focused()
            await expect(box).to_have_value('jkrnie?')
            await desk.keyboard.press('Escape')
        await desk.keyboard.press('?')
        await expect(desk.get_by_role('dialog', name='Atajos de teclado')).to_be_visible()
        await desk.keyboard.press('Escape')
        await expect(desk.get_by_role('dialog')).to_be_hidden()
        rows = desk.locator(ROWS)
        await desk.keyboard.press('k')
        above = await rows.evaluate_all('rows => rows.indexOf(document.activeElement)')
        await desk.keyboard.press('j')
        assert await rows.evaluate_all('rows => rows.indexOf(document.activeElement)') == above + 1
        subject = await rows.nth(above + 1).locator('b').inner_text()
        await desk.keyboard.press('Enter')
        await expect(desk.get_by_role('heading', level=1)).to_have_text(subject)


@pytest.mark.rule('S2-11')
async def test_a_ticket_is_given_to_a_member_of_its_department(people: People) -> None:
    number = await opened_ticket(people, 'Ticket que se asigna')
    async with people.window(MARTA, f'/desk/{number}') as desk:
        await desk.keyboard.press('a')
        await desk.get_by_role('button', name='Diego Paz').click()
        await expect(desk.get_by_text('Asignado a Diego Paz')).to_be_visible()
        await expect(desk.get_by_role('button', name='Diego Paz')).to_be_hidden()
        await expect(desk.get_by_role('button', name='Tomar')).to_be_hidden()
        row = desk.get_by_role('link', name=re.compile(number))
        await expect(row).to_contain_text('Diego Paz')


@pytest.mark.rule('S0-14')
async def test_a_question_waits_for_the_customer(people: People) -> None:
    number = await opened_ticket(people, 'Ticket con pregunta')
    async with people.window(MARTA, f'/desk/{number}') as desk:
        await desk.get_by_label('Escribe tu respuesta').fill('¿Qué modelo es?')
        await desk.get_by_role('button', name='Enviar y esperar').click()
        await expect(desk.get_by_role('article').filter(has_text='¿Qué modelo es?').first).to_contain_text('Pregunta')
        await expect(desk.get_by_label('Escribe tu respuesta')).to_have_value('')
        await desk.reload()
        await expect(desk.get_by_label('Escribe tu respuesta')).to_have_value('')


async def test_each_mode_keeps_its_own_draft(people: People) -> None:
    number = await opened_ticket(people, 'Ticket con borradores')
    async with people.window(MARTA, f'/desk/{number}') as desk:
        await desk.get_by_label('Escribe tu respuesta').fill('Para el cliente')
        await desk.keyboard.press('Escape')
        await desk.keyboard.press('n')
        await desk.get_by_label('Escribe una nota interna').fill('Para nosotros')
        await until_kept(desk, 'Para el cliente', 'Para nosotros')
        await desk.reload()
        texts = await desk.locator('textarea').evaluate_all('boxes => boxes.map(box => box.value)')
        assert texts == ['Para el cliente', 'Para nosotros', '', '']


async def test_an_empty_text_is_refused_at_its_field(people: People) -> None:
    number = await opened_ticket(people, 'Ticket sin texto')
    async with people.window(MARTA, f'/desk/{number}') as desk:
        await desk.get_by_role('button', name='Resolver').click()
        box = desk.get_by_label('Escribe la resolución')
        await expect(box).to_be_focused()
        await desk.get_by_role('button', name='Enviar solución').click()
        await expect(box).to_have_attribute('aria-invalid', 'true')
        await box.fill('Se cambió el rodillo.')
        await desk.get_by_role('button', name='Resolver').click()
        await expect(desk.locator('.pane-head .chip').filter(has_text='Resuelto')).to_be_visible()
        await expect(desk.get_by_role('button', name='Resolver')).to_be_hidden()


@pytest.mark.rule('S2-9')
async def test_a_number_in_any_writing_leads_to_its_ticket(people: People, desk: Page) -> None:
    number = await opened_ticket(people, 'Ticket que se busca')
    await desk.keyboard.press('/')
    await desk.keyboard.type(number.lower().replace('-', ' '))
    await desk.keyboard.press('Enter')
    await expect(desk.get_by_role('heading', level=1)).to_have_text('Ticket que se busca')
    assert number in desk.url


async def test_on_a_phone_list_and_ticket_take_turns(people: People) -> None:
    async with people.window(MARTA, '/desk', viewport={'width': 390, 'height': 844}) as page:
        await expect(page.get_by_role('heading', level=1)).to_have_text('Abiertas')
        await page.get_by_role('button', name='Vistas').click()
        await page.get_by_role('link', name=re.compile('^Mías')).click()
        await expect(page.get_by_role('heading', level=1)).to_have_text('Mías')
        await expect(page.get_by_role('link', name=re.compile('^Sin asignar'))).to_be_hidden()
        await page.locator(ROWS).first.click()
        await expect(page.get_by_label('Escribe tu respuesta')).to_be_visible()
        await expect(page.locator('.queue-pane')).to_be_hidden()
        await page.get_by_role('button', name='Datos').click()
        await expect(page.get_by_role('heading', name='Solicitante')).to_be_visible()
        await page.keyboard.press('Escape')
        await expect(page.get_by_role('heading', name='Solicitante')).to_be_hidden()
        await page.get_by_role('link', name='Volver a la cola').click()
        await expect(page.get_by_role('heading', level=1)).to_have_text('Mías')
