"""The customer's ticket in two real browser windows: what waits for him, how it ends, and how he comes back."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People, visit
from tests.support.customer import open_ticket
from tests.support.waiting import until_kept
from tests.test_two_windows import LUCIA, MARTA


def thread(agent: Page) -> Locator:
    return agent.get_by_role('log')


async def steps(customer: Page) -> list[str | None]:
    return [await step.get_attribute('data-state') for step in await customer.locator('.steps li').all()]


async def write(agent: Page, key: str, label: str, text: str) -> None:
    """In the composer of the desk, by keyboard alone."""
    await agent.keyboard.press('Escape')
    await agent.keyboard.press(key)
    await agent.get_by_label(label).fill(text)
    await agent.keyboard.press('Control+Enter')
    await expect(thread(agent).get_by_text(text)).to_be_visible()


async def tab(customer: Page, name: str) -> None:
    await customer.get_by_role('tab', name=name).click()
    await expect(customer.get_by_role('tab', name=name)).to_have_attribute('aria-selected', 'true')


@pytest.mark.rule('S0-14')
@pytest.mark.rule('S0-26')
async def test_a_question_is_answered_where_it_is_asked(people: People) -> None:
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        number = await open_ticket(customer, people, 'La impresora saca hojas negras')
        await visit(agent, f'{people.server.url}/desk/{number}')
        await agent.get_by_label('Escribe tu respuesta').fill('¿Desde cuándo pasa?')
        await agent.get_by_role('button', name='Enviar y esperar').click()
        question = customer.get_by_role('region', name='Te preguntamos algo')
        await expect(question).to_contain_text('¿Desde cuándo pasa?')
        await question.get_by_label('Responde aquí').fill('Desde el lunes por la')
        await until_kept(customer, 'Desde el lunes por la')
        await customer.reload()
        box = question.get_by_label('Responde aquí')
        await expect(box).to_have_value('Desde el lunes por la')
        await box.press('End')
        await box.press_sequentially(' mañana.')
        await question.get_by_role('button', name='Responder').click()
        await expect(thread(agent).get_by_text('Desde el lunes por la mañana.')).to_be_visible()
        await expect(agent.locator('.pane-head .chip')).to_have_text('En investigación')
        await expect(question).to_have_count(0)


@pytest.mark.rule('S0-24')
@pytest.mark.rule('S0-25')
@pytest.mark.rule('S2-13')
@pytest.mark.rule('S0-32')
@pytest.mark.rule('S0-8')
@pytest.mark.rule('S0-33')
async def test_what_was_done_is_told_confirmed_rated_and_thanked(people: People) -> None:
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        number = await open_ticket(customer, people, 'La impresora no toma papel')
        await visit(agent, f'{people.server.url}/desk/{number}')
        await agent.get_by_role('button', name='Tomar').click()
        panel = customer.get_by_role('tabpanel')
        await tab(customer, 'Resolución')
        await expect(panel).to_contain_text('Todavía sin resolver')
        await write(agent, 'i', 'Escribe los avances de la investigación', 'El rodillo está gastado.')
        await tab(customer, 'Investigación')
        await expect(panel).to_contain_text('Marta Ruiz')
        await expect(panel).to_contain_text('El rodillo está gastado.')
        await write(agent, 'e', 'Escribe la resolución', 'Rodillo cambiado.')
        await tab(customer, 'Resolución')
        await expect(panel.get_by_text('Rodillo cambiado.')).to_be_visible()
        await customer.get_by_role('button', name='Sí, confirmar').click()
        rating = customer.get_by_role('dialog', name='¿Cómo fue la atención?')
        await expect(rating.get_by_role('radio', checked=True)).to_have_count(0)
        await expect(rating.get_by_role('radio')).to_have_count(5)
        await rating.get_by_role('button', name='Enviar calificación').click()
        await expect(rating.get_by_text('Elige una de las cinco caras').first).to_be_visible()
        await rating.get_by_role('radio', name='Muy mala').focus()
        for _ in range(3):
            await customer.keyboard.press('ArrowRight')
        await rating.get_by_label('¿Algo que debamos mejorar?').fill('Todo claro.')
        await customer.keyboard.press('Control+Enter')
        await expect(rating.get_by_text('¡Gracias!')).to_be_visible()
        await expect(thread(agent).get_by_text('Calificó la atención: Buena (4 de 5). Todo claro.')).to_be_visible()
        await customer.keyboard.press('Enter')
        await expect(rating).to_have_count(0)
        assert await steps(customer) == ['done'] * 5
        closed = customer.get_by_role('region', name='Este ticket está cerrado')
        await expect(closed).to_contain_text('Buena')
        await closed.get_by_role('button', name='Cambiar calificación').click()
        await rating.get_by_role('radio', name='Excelente').check()
        await rating.get_by_role('button', name='Enviar calificación').click()
        await expect(thread(agent).get_by_text('Calificó la atención: Excelente (5 de 5)')).to_be_visible()


@pytest.mark.rule('S3-22')
@pytest.mark.rule('S2-15')
async def test_the_customer_closes_takes_it_back_closes_again_and_reopens(people: People) -> None:
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        number = await open_ticket(customer, people, 'La impresora parpadea')
        await visit(agent, f'{people.server.url}/desk/{number}')
        status = agent.locator('.pane-head .chip')
        closing = customer.get_by_role('dialog', name='Cerrar ticket')
        await customer.get_by_role('button', name='Cerrar ticket').click()
        await closing.get_by_label('¿Por qué?').fill('Se arregló al reiniciar.')
        await closing.get_by_role('button', name='Cerrar ticket').click()
        await expect(thread(agent).get_by_text('Se arregló al reiniciar.')).to_be_visible()
        await expect(status).to_have_text('Cerrado')
        await customer.get_by_role('button', name='Deshacer').click()
        await expect(status).to_have_text('Nuevo')
        await expect(customer.get_by_role('button', name='Deshacer')).to_have_count(0)
        await customer.get_by_role('button', name='Cerrar ticket').click()
        await closing.get_by_role('button', name='Cerrar ticket').click()
        closed = customer.get_by_role('region', name='Este ticket está cerrado')
        await expect(closed).to_contain_text('Puedes reabrirlo hasta')
        assert await steps(customer) == ['done', 'ahead', 'ahead', 'ahead', 'done']
        await closed.get_by_role('button', name='Reabrir ticket').click()
        await closed.get_by_label('¿Qué necesitas todavía?').fill('Parpadea otra vez.')
        await closed.get_by_role('button', name='Enviar').click()
        await expect(customer.get_by_text('Tu ticket está abierto otra vez.')).to_be_visible()
        await expect(thread(agent).get_by_text('Parpadea otra vez.')).to_be_visible()
        await expect(status).to_have_text('En investigación')


@pytest.mark.rule('S2-15')
async def test_an_old_ticket_goes_on_in_a_new_one(people: People) -> None:
    async with people.window(LUCIA, '/tickets?tab=closed') as customer:
        await customer.get_by_role('link', name=re.compile('Sede Norte sin internet')).click()
        closed = customer.get_by_role('region', name='Este ticket está cerrado')
        await closed.get_by_role('button', name='Crear ticket relacionado').click()
        old = customer.url.rsplit('/', 1)[1]
        await closed.get_by_label('¿Qué necesitas todavía?').fill('Otra vez sin luz en el módem.')
        await closed.get_by_role('button', name='Enviar').click()
        await customer.wait_for_url(lambda url: old not in url)
        await expect(customer.get_by_role('heading', level=1)).to_have_text('Sede Norte sin internet')
        await expect(customer.get_by_text('Otra vez sin luz en el módem.')).to_be_visible()
        await customer.get_by_role('link', name=old).click()
        await expect(customer.get_by_text('Sigue en el ticket')).to_be_visible()
