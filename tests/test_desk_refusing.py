"""Splitting, merging and closing with a reason, in two real browser windows: the desk and the customer's page."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People, follow
from tests.support.customer import opened_ticket
from tests.test_desk_page import LUCIA, MARTA

ANA = 'ana@mesa.example'


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role('dialog', name=name)


@pytest.mark.rule('S4-5')
async def test_who_told_too_little_is_told_what_is_missing_and_begins_anew_with_it(people: People) -> None:
    number = await opened_ticket(people, 'No funciona nada')
    async with people.window(MARTA, f'/desk/{number}') as agent, people.window(LUCIA, f'/tickets/{number}') as customer:
        await agent.keyboard.press('b')
        close = dialog(agent, 'Cerrar por información insuficiente')
        await expect(close.get_by_role('checkbox').first).to_be_visible()
        await close.get_by_role('button', name='Cerrar y enviar').click()
        await expect(close.get_by_role('alert')).to_contain_text('Marca qué falta')
        await close.get_by_label('El código o el texto del error').check()
        await close.get_by_label('Algo más').fill('El nombre del equipo')
        preview = close.locator('.mail-preview')
        await expect(preview).to_contain_text('– El nombre del equipo')
        await expect(preview).to_contain_text(f'/tickets/new/printer?from={number}')
        await expect(preview).to_contain_text('.pdf')
        await agent.keyboard.press('Control+Enter')
        await expect(close).to_be_hidden()
        await expect(agent.locator('.pane-head .chip')).to_contain_text('Cerrado')
        await expect(customer.get_by_text('– El nombre del equipo')).to_be_visible()
        await follow(customer, '/demo/mail')
        mail = customer.locator('article').filter(has_text='– El nombre del equipo').first
        await expect(mail).to_contain_text('Crear nuevo con estos datos')
        await follow(customer, f'/tickets/new/printer?from={number}')
        await expect(customer.get_by_label('Asunto')).to_have_value('No funciona nada')
        await expect(customer.get_by_label('Descripción')).to_have_value('No imprime desde ayer.')
        await customer.get_by_label('Descripción').fill('Error 217 en REC-PC03.')
        await customer.get_by_role('button', name='Crear ticket').click()
        await customer.wait_for_url(re.compile(r'/tickets/MV-\d+$'))
        new = customer.url.rsplit('/', 1)[1]
        assert new != number
        await expect(agent.get_by_role('article').get_by_role('link', name=new)).to_be_visible()
        await expect(customer.get_by_role('link', name=number).first).to_be_visible()


@pytest.mark.rule('S4-2', 'S4-17')
async def test_who_asks_for_something_else_is_told_where_to_go(people: People) -> None:
    number = await opened_ticket(people, 'Quiero clases de la aplicación')
    async with people.window(MARTA, f'/desk/{number}') as agent, people.window(LUCIA, f'/tickets/{number}') as customer:
        await agent.keyboard.press('v')
        close = dialog(agent, 'Fuera de alcance')
        await close.get_by_label('De qué se trata').select_option(label='Capacitación')
        await expect(close.get_by_label('Mensaje al cliente')).to_have_value(re.compile('servicio aparte'))
        await expect(close.get_by_label('A dónde acudir')).to_have_value(re.compile('Comercial'))
        await expect(close.locator('.mail-preview')).to_contain_text('servicio aparte')
        await close.get_by_label('A dónde acudir').fill('Escribe a comercial@empresa.example.')
        await close.get_by_label('De qué se trata').select_option(index=2)
        await expect(close.get_by_label('Mensaje al cliente')).not_to_have_value(re.compile('servicio aparte'))
        await expect(close.get_by_label('A dónde acudir')).to_have_value('Escribe a comercial@empresa.example.')
        await close.get_by_role('button', name='Cerrar y enviar').click()
        await expect(customer.get_by_text('comercial@empresa.example')).to_be_visible()
        await expect(customer.locator('.ticket-head .chip')).to_contain_text('Cerrado')


@pytest.mark.rule('S4-8')
async def test_a_selected_part_of_a_message_becomes_a_ticket_of_its_own(people: People) -> None:
    number = await opened_ticket(people, 'La impresora y el correo')
    async with people.window(MARTA, f'/desk/{number}') as agent, people.window(LUCIA, f'/tickets/{number}') as customer:
        await customer.get_by_label('Escribe tu respuesta').fill('Sigue sin imprimir.\n\nEl correo tampoco llega.')
        await customer.get_by_role('button', name='Enviar', exact=True).click()
        message = agent.get_by_role('article').filter(has_text='El correo tampoco llega.').last
        await expect(message).to_be_visible()
        await message.get_by_text('El correo tampoco llega.').click(click_count=3)
        await message.get_by_role('button', name='Separar en ticket nuevo').click()
        split = dialog(agent, 'Separar en ticket nuevo')
        await expect(split.get_by_label('Qué pasa al ticket nuevo')).to_have_value(
            re.compile(r'^El correo tampoco llega\.\s*$')
        )
        await expect(split.get_by_role('combobox')).to_have_value('')  # as the old one, also where it is not offered
        await split.get_by_role('button', name='Crear ticket').click()
        await expect(split.get_by_role('alert')).to_contain_text('Escribe un asunto para el ticket nuevo')
        await split.get_by_label('Asunto').fill('El correo no llega')
        part = split.get_by_label('Qué pasa al ticket nuevo')
        taken = await part.input_value()
        await part.fill('Esto no lo escribió.')
        await agent.keyboard.press('Control+Enter')
        await expect(part).to_have_attribute('aria-invalid', 'true')
        await part.fill(taken)
        await agent.keyboard.press('Control+Enter')
        await expect(split).to_be_hidden()
        told = customer.get_by_role('article').filter(has_text='Un mensaje pasó al ticket')
        new = await told.get_by_role('link').inner_text()
        await told.get_by_role('link').click()
        await expect(customer.get_by_role('heading', level=1)).to_have_text('El correo no llega')
        await expect(customer.get_by_text('El correo tampoco llega.').first).to_be_visible()
        await expect(customer.get_by_text('Sigue sin imprimir.')).to_have_count(0)
        await expect(customer.get_by_role('link', name=number).first).to_be_visible()
        await expect(agent.get_by_role('link', name=re.compile(new)).first).to_be_visible()
        await follow(customer, '/demo/mail')
        await expect(customer.locator('article').filter(has_text=f'[{new}]').first).to_contain_text(number)


async def test_a_duplicate_goes_on_in_the_other_ticket_until_the_merge_is_undone(people: People) -> None:
    one = await opened_ticket(people, 'Impresora del bar atascada')
    two = await opened_ticket(people, 'Otra vez la impresora del bar')
    async with (
        people.window(MARTA, f'/desk/{two}') as agent,
        people.window(ANA, f'/desk/{two}') as lead,
        people.window(LUCIA, f'/tickets/{two}') as customer,
    ):
        await lead.keyboard.press('m')
        late = dialog(lead, 'Unir a otro ticket')
        await late.get_by_label('Número o palabras del asunto').fill(one)
        await expect(late.get_by_role('radio')).to_have_count(1)
        await expect(late.get_by_role('radio')).to_be_checked()
        await agent.keyboard.press('m')
        merge = dialog(agent, 'Unir a otro ticket')
        await merge.get_by_label('Número o palabras del asunto').fill('BAR atascada')
        await expect(merge.get_by_role('radio')).to_have_count(1)
        await agent.keyboard.press('Control+Enter')
        await expect(merge).to_be_hidden()
        await expect(agent.get_by_text('Marta Ruiz unió este ticket a otro')).to_be_visible()
        await lead.keyboard.press('Control+Enter')
        await expect(late.get_by_role('alert')).to_contain_text(f'Marta Ruiz unió este ticket a {one}')
        await expect(late.get_by_role('alert')).to_be_focused()  # in the search Escape would empty it
        await lead.keyboard.press('Escape')
        await expect(late).to_be_hidden()
        await customer.get_by_role('link', name=one).first.click()
        await expect(customer.get_by_role('heading', level=1)).to_have_text('Impresora del bar atascada')
        merged = customer.get_by_role('article').filter(has_text=f'de {two}')
        await expect(merged).to_contain_text('No imprime desde ayer.')
        await lead.keyboard.press('z')
        await expect(lead.locator('.pane-head .chip')).to_contain_text('Nuevo')
        await expect(agent.get_by_text('Marta Ruiz unió este ticket a otro')).to_be_hidden()
        await expect(merged).to_have_count(0)
