"""What the desk does with a ticket, in two real browser windows: the agent's dialogs and the customer's open page."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People, follow, visit
from tests.support.customer import opened_ticket
from tests.test_desk_page import LUCIA, MARTA

DIEGO, ANA = 'diego@mesa.example', 'ana@mesa.example'


def dialog(page: Page, name: str) -> Locator:
    return page.get_by_role('dialog', name=name)


async def taken(people: People, agent: Page, subject: str) -> str:
    """A ticket of Lucía that Marta has taken and the agent has open; gives the number."""
    number = await opened_ticket(people, subject, agent=MARTA)
    await visit(agent, f'{people.server.url}/desk/{number}')
    await expect(agent.locator('.pane-head .chip')).to_contain_text('En investigación')
    return number


@pytest.mark.rule('S4-11')
async def test_a_bug_waits_with_a_promised_date_that_the_customer_sees_and_that_changes_with_a_reason(
    people: People,
) -> None:
    async with people.window(MARTA, '') as agent, people.window(LUCIA, '') as customer:
        number = await taken(people, agent, 'Ticket que es un bug')
        await visit(customer, f'{people.server.url}/tickets/{number}')
        await agent.keyboard.press('h')
        hold = dialog(agent, 'Poner en espera')
        await hold.get_by_label('Qué se espera').select_option(label='Desarrollo (es un bug)')
        await expect(hold.get_by_label('Mensaje al cliente')).to_have_value(re.compile('error del programa'))
        await agent.keyboard.press('Control+Enter')
        await expect(hold.get_by_role('alert')).to_contain_text('Indica la fecha que prometemos')
        await hold.get_by_label('Fecha prometida').fill('2027-11-05T12:00')
        await agent.keyboard.press('Control+Enter')
        await expect(hold).to_be_hidden()
        await expect(agent.locator('.due').first).to_contain_text('5 nov 2027, 12:00')
        await expect(customer.get_by_text('prometido para 5 nov 2027, 12:00')).to_be_visible()
        await expect(customer.locator('.chip').first).to_contain_text('En espera')
        await agent.keyboard.press('h')
        again = dialog(agent, 'Cambiar la espera')
        await again.get_by_label('Fecha prometida').fill('2027-11-12T12:00')
        await again.get_by_role('button', name='Enviar').click()
        await expect(again.get_by_role('alert')).to_contain_text('Escribe por qué cambia la fecha')
        await again.get_by_label('Mensaje al cliente').fill('La corrección necesita otra semana.')
        await again.get_by_role('button', name='Enviar').click()
        await expect(customer.get_by_text('La corrección necesita otra semana.')).to_be_visible()
        await follow(customer, '/demo/mail')
        mail = customer.locator('article').filter(has_text='La corrección necesita otra semana.').first
        await expect(mail).to_contain_text('12 de noviembre de 2027')


@pytest.mark.rule('S2-11', 'S2-10')
async def test_an_agent_prioritises_and_transfers_and_the_customer_sees_it_live(people: People) -> None:
    async with people.window(MARTA, '') as agent, people.window(LUCIA, '') as customer:
        number = await taken(people, agent, 'Ticket que se transfiere')
        await visit(customer, f'{people.server.url}/tickets/{number}')
        await agent.get_by_role('button', name='Más acciones').click()
        await agent.get_by_role('button', name='Cambiar la prioridad').click()
        priority = dialog(agent, 'Cambiar la prioridad')
        await priority.get_by_label('Urgencia').select_option('stopped')
        await priority.get_by_label('Importancia').select_option('area')
        await priority.get_by_label('Motivo').fill('Nadie puede facturar.')
        await agent.keyboard.press('Control+Enter')
        await expect(priority).to_be_hidden()
        await expect(agent.get_by_role('button', name='Más acciones')).to_be_focused()
        await expect(agent.locator('.facts-pane .level')).to_have_text('S2 Alta')
        facts = customer.get_by_role('region', name='Datos')
        await expect(facts.get_by_text('S2 Alta', exact=True)).to_be_visible()
        await agent.keyboard.press('t')
        transfer = dialog(agent, 'Transferir')
        networks = transfer.get_by_role('option', name=re.compile('^Redes'))
        await transfer.get_by_label('Departamento', exact=True).select_option(await networks.get_attribute('value'))
        await transfer.get_by_label('Nota').fill('Es el enlace.')
        await agent.keyboard.press('Control+Enter')
        await expect(facts.get_by_text('Redes', exact=True)).to_be_visible()
        await customer.get_by_role('tab', name='Historial').click()
        await expect(customer.get_by_text('Pasó de Sistemas a Redes')).to_be_visible()
        await expect(customer.get_by_text('Nadie puede facturar.')).to_be_visible()
        await expect(customer.get_by_text('Es el enlace.')).to_have_count(0)


@pytest.mark.rule('S4-9')
async def test_attempts_are_counted_where_everybody_sees_them(people: People) -> None:
    async with people.window(MARTA, '') as agent, people.window(DIEGO, '') as other:
        number = await taken(people, agent, 'Ticket sin respuesta')
        await visit(other, f'{people.server.url}/desk/{number}')
        await agent.keyboard.press('q')
        question = dialog(agent, 'Preguntar al cliente')
        await question.get_by_label('Tu pregunta').fill('¿Qué modelo es?')
        await agent.keyboard.press('Control+Enter')
        await expect(agent.locator('.pane-head .chip')).to_contain_text('Espera al cliente')
        for count in (1, 2):
            await agent.keyboard.press('l')
            attempt = dialog(agent, 'Registrar intento de contacto')
            await expect(attempt).to_contain_text(f'Intento {count} de 9')
            await attempt.get_by_role('button', name='Registrar').click()
            await expect(other.locator('.facts-pane')).to_contain_text(f'intento {count} de 9')
            await expect(attempt).to_be_hidden()
        note = agent.locator('[data-form=note] textarea')
        await agent.keyboard.press('n')
        await note.fill('Solo entre nosotros')
        await agent.reload()  # its dialogs are closed, and no longer there
        await agent.wait_for_function(
            'window.did_handshake && !sessionStorage.getItem("mesa-late:" + location.pathname)'
        )
        await expect(note).to_have_value('Solo entre nosotros')
        for mode in ('reply', 'investigate', 'resolve'):
            await expect(agent.locator(f'[data-form={mode}] textarea')).to_have_value('')


@pytest.mark.rule('S1-10')
async def test_only_a_lead_is_offered_to_approve(people: People) -> None:
    async with people.window(MARTA, '') as agent, people.window(ANA, '') as lead:
        number = await taken(people, agent, 'Cambio que se aprueba')
        await agent.keyboard.press('h')
        hold = dialog(agent, 'Poner en espera')
        await hold.get_by_label('Qué se espera').select_option(label='Una aprobación')
        await agent.keyboard.press('Control+Enter')
        await expect(hold).to_be_hidden()
        await visit(lead, f'{people.server.url}/desk/{number}')
        for page, count in ((agent, 0), (lead, 1)):
            await page.get_by_role('button', name='Más acciones').click()
            await expect(page.get_by_role('button', name='Transferir')).to_be_visible()
            for name in ('Aprobar', 'Continuar'):
                await expect(page.get_by_role('button', name=name, exact=True)).to_have_count(count)
        await lead.get_by_role('button', name='Aprobar', exact=True).click()
        await dialog(lead, 'Aprobar').get_by_role('button', name='Aprobar').click()
        await expect(agent.get_by_text('El cambio está aprobado.')).to_be_visible()


@pytest.mark.rule('S2-13')
async def test_two_agents_resolve_at_once_and_the_other_keeps_his_text_and_is_told_who(people: People) -> None:
    async with people.window(MARTA, '') as marta, people.window(DIEGO, '') as diego:
        number = await taken(people, marta, 'Ticket de dos agentes')
        await visit(diego, f'{people.server.url}/desk/{number}')
        for page, text in ((marta, 'Se cambió el rodillo.'), (diego, 'Se limpió la bandeja.')):
            await page.keyboard.press('e')
            await page.get_by_label('Escribe la resolución').fill(text)
        await marta.get_by_label('Cómo se resolvió').select_option('workaround')
        await marta.get_by_role('button', name='Enviar solución').click()
        await expect(marta.locator('.facts-pane')).to_contain_text('Con una alternativa')
        await diego.get_by_role('button', name='Enviar solución').click()
        await expect(diego.get_by_text('Marta Ruiz ya resolvió este ticket.')).to_be_visible()
        await expect(diego.get_by_label('Escribe la resolución')).to_have_value('Se limpió la bandeja.')


async def test_an_action_on_a_phone_and_what_was_typed_is_there_again(people: People) -> None:
    phone = {'width': 390, 'height': 844}
    number = await opened_ticket(people, 'Ticket en el teléfono')
    async with people.window(MARTA, f'/desk/{number}', viewport=phone) as agent:
        await agent.get_by_role('button', name='Tomar').click()
        await expect(agent.locator('.pane-head .chip')).to_contain_text('En investigación')
        more = agent.get_by_role('button', name='Más acciones')
        await more.click()
        await agent.get_by_role('button', name='Transferir').click()
        transfer = dialog(agent, 'Transferir')
        await transfer.get_by_label('Nota').fill('Lo de la bandeja')
        await agent.keyboard.press('Escape')
        await expect(transfer).to_be_hidden()
        await more.click()
        await agent.get_by_role('button', name='Transferir').click()
        await expect(transfer.get_by_label('Nota')).to_have_value('Lo de la bandeja')
        await agent.wait_for_function('document.documentElement.scrollWidth === 390')
