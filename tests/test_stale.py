"""Two windows: nothing is stale, nothing is lost."""

import sqlite3
from contextlib import closing

import pytest
from playwright.async_api import expect

from tests.support.browser import People, visit
from tests.support.customer import open_ticket

LUCIA, MARTA, DIEGO = 'lucia@mirador.example', 'marta@mesa.example', 'diego@mesa.example'


@pytest.mark.rule('S0-6')
async def test_everybody_sees_who_writes_and_the_desk_who_is_there(people: People) -> None:
    async with (
        people.window(LUCIA, '') as customer,
        people.window(MARTA, '') as marta,
        people.window(DIEGO, '') as diego,
    ):
        number = await open_ticket(customer, people, 'Ticket con compañía')
        await visit(marta, f'{people.server.url}/desk/{number}')
        await visit(diego, f'{people.server.url}/desk/{number}')
        await expect(marta.get_by_text('Diego también está aquí')).to_be_visible()
        await marta.keyboard.press('n')
        await marta.keyboard.type('Una nota de la que nadie sabe')
        await customer.get_by_label('Escribe tu respuesta').press_sequentially('Mientras')
        await expect(marta.get_by_text('Lucía está escribiendo…')).to_be_visible()
        await expect(customer.get_by_text('está escribiendo')).to_have_count(0)
        await marta.keyboard.press('Escape')
        await marta.keyboard.press('r')
        await marta.keyboard.type('Lo reviso')
        await expect(customer.get_by_text('Marta está escribiendo…')).to_be_visible()
        await expect(customer.get_by_text('Diego')).to_have_count(0)
        await diego.close()
        await expect(marta.get_by_text('Diego también está aquí')).to_have_count(0)
        await marta.keyboard.press('Control+Enter')
        await expect(customer.get_by_text('Marta está escribiendo…')).to_have_count(0)


async def test_a_text_that_others_were_faster_than_waits_for_its_writer(people: People) -> None:
    async with (
        people.window(LUCIA, '') as customer,
        people.window(MARTA, '') as marta,
        people.window(DIEGO, '') as diego,
    ):
        number = await open_ticket(customer, people, 'Ticket con prisa')
        await visit(marta, f'{people.server.url}/desk/{number}')
        await visit(diego, f'{people.server.url}/desk/{number}')
        box = marta.get_by_label('Escribe tu respuesta')
        await box.press_sequentially('Mi respuesta')
        await expect(diego.get_by_text('Marta está escribiendo…')).to_be_visible()
        for words in ('Primera', 'Segunda'):
            await diego.get_by_label('Escribe tu respuesta').fill(words)
            await diego.keyboard.press('Control+Enter')
            await expect(marta.get_by_text(words, exact=True)).to_be_visible()
            await expect(diego.get_by_label('Escribe tu respuesta')).to_have_value('')
        await box.press('Control+Enter')
        asked = marta.get_by_text('Llegaron 2 mensajes mientras escribías')
        await expect(asked).to_be_visible()
        await expect(box).to_have_value('Mi respuesta')
        await expect(customer.get_by_text('Mi respuesta')).to_have_count(0)
        await marta.get_by_role('button', name='Ver', exact=True).click()
        await expect(asked).to_be_hidden()
        await box.press('Control+Enter')
        await expect(customer.get_by_text('Mi respuesta')).to_be_visible()
        await expect(box).to_have_value('')


async def test_what_is_typed_outlives_a_reload_at_once(people: People) -> None:
    async with people.window(LUCIA, '') as customer:
        await open_ticket(customer, people, 'Ticket con borrador')
        box = customer.get_by_label('Escribe tu respuesta')
        for words in ('Primero', 'Primero y después'):
            await box.fill(words)
            await customer.reload()
            await expect(box).to_have_value(words)
        await box.fill('Y al final')
        await customer.get_by_role('link', name='Inicio').first.click()
        await customer.wait_for_url(f'{people.server.url}/')
        await customer.go_back()
        await expect(box).to_have_value('Y al final')


async def test_what_is_typed_before_there_is_a_line_is_there_when_its_writer_comes_back(people: People) -> None:
    async with people.window(LUCIA, locale='es-EC') as customer:
        number = await open_ticket(customer, people, 'Ticket de quien escribe pronto')
        laid: list[str] = []
        await customer.route_web_socket('**/socket.io/**', lambda line: laid and line.connect_to_server())
        box = customer.get_by_label('Escribe tu respuesta')
        await customer.reload()
        await box.fill('Escrito muy pronto')
        laid.append('now')
        await visit(customer, f'{people.server.url}/tickets')
        await customer.get_by_role('link', name='Inicio').first.click()
        await customer.wait_for_url(f'{people.server.url}/')
        await visit(customer, f'{people.server.url}/tickets/{number}')
        await expect(box).to_have_value('Escrito muy pronto')


async def test_a_draft_that_is_still_being_kept_is_there_when_its_page_is_drawn_again(people: People) -> None:
    form = '/tickets/new/application-error'
    async with people.window(LUCIA, form) as page:
        await page.get_by_label('Asunto').fill('Con prisa')
        with closing(sqlite3.connect(people.server.data / 'mesa.sqlite3', isolation_level=None)) as somebody:
            somebody.execute('BEGIN IMMEDIATE')
            await page.get_by_role('link', name='Mis tickets').first.click()
            await page.wait_for_url('**/tickets')
            await page.go_back()
            await page.request.get(people.server.url + form)  # until that is drawn, his page would be, too
        await expect(page.get_by_label('Asunto')).to_have_value('Con prisa')
