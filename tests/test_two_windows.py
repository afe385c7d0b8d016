"""The main job in two real browser windows: a customer opens, an agent answers, and both see it happen."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import People, follow, visit
from tests.support.customer import open_ticket, opened_ticket
from tests.support.waiting import until_kept

# The second before the server can have answered the first
IN_ONE_BREATH = """async (box, texts) => {
    for (const text of texts) {
        box.value = text;
        box.form.requestSubmit();
        for (let turn = 0; turn < 20; turn++) await null; // until it is sent, and nothing can have arrived
    }
}"""
LUCIA, ELENA, MARTA = 'lucia@mirador.example', 'elena@ondu.example', 'marta@mesa.example'


async def opens_a_ticket(page: Page, subject: str) -> str:
    """Through the home page and the form of a type; gives the number."""
    await page.get_by_role('link', name=re.compile('Fallo con la impresora')).click()
    await page.get_by_label('Asunto').fill(subject)
    await page.get_by_label('Descripción').fill('Atasca el papel desde ayer por la tarde.')
    await page.get_by_label('Copia a').fill('recepcion@mirador.example, gerencia@mirador.example')
    await page.get_by_role('button', name='Crear ticket').click()
    await page.wait_for_url(re.compile(r'/tickets/MV-\d+'))
    return page.url.rsplit('/', 1)[1]


@pytest.mark.rule('S0-6')
@pytest.mark.rule('S0-19')
async def test_a_customer_opens_a_ticket_an_agent_answers_and_both_see_it_happen(people: People) -> None:
    async with people.window(LUCIA) as customer, people.window(MARTA, '/desk') as agent:
        number = await opens_a_ticket(customer, 'La impresora de recepción atasca papel')
        row = agent.get_by_role('link', name=re.compile(number))
        await expect(row).to_be_visible()
        await row.click()
        await expect(agent.get_by_role('heading', level=1)).to_contain_text('atasca papel')
        await expect(agent.get_by_text('Para Lucía y 2 en copia')).to_be_visible()
        await agent.get_by_role('button', name='Tomar').click()
        await expect(customer.get_by_text('Marta Ruiz').first).to_be_visible()
        await agent.get_by_label('Escribe tu respuesta').fill('¿Puede enviarme una foto de la bandeja?')
        await agent.get_by_role('button', name='Enviar', exact=True).click()
        await expect(customer.get_by_text('¿Puede enviarme una foto de la bandeja?')).to_be_visible()
        await customer.get_by_label('Escribe tu respuesta').fill('Ahora mismo la tomo.')
        await customer.get_by_role('button', name='Enviar', exact=True).click()
        await expect(agent.get_by_text('Ahora mismo la tomo.')).to_be_visible()
        await follow(customer, '/demo/mail')
        mail = customer.locator('article').filter(has_text=LUCIA).filter(has_text='¿Puede enviarme una foto').first
        await expect(mail).to_contain_text(f'{people.server.url}/tickets/{number}')


async def test_a_reply_that_is_submitted_while_another_is_on_its_way_is_not_lost(people: People) -> None:
    number = await opened_ticket(people, 'Dos respuestas seguidas')
    async with people.window(MARTA, f'/desk/{number}') as agent:
        box = agent.get_by_label('Escribe tu respuesta')
        await box.evaluate(IN_ONE_BREATH, ['Ya voy.', 'Estoy abajo.'])
        await expect(agent.locator('.entry', has_text='Ya voy.')).to_have_count(1)
        await expect(box).to_have_value('Estoy abajo.')
        await box.press('Control+Enter')
        await expect(agent.locator('.entry', has_text='Estoy abajo.')).to_have_count(1)
        await expect(box).to_have_value('')


@pytest.mark.rule('S0-5')
@pytest.mark.rule('S0-32')
@pytest.mark.rule('S2-14')
async def test_the_customers_open_page_shows_each_step_until_he_confirms(people: People) -> None:
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        number = await open_ticket(customer, people, 'La impresora imprime manchado')
        step = customer.locator('[aria-current=step]')
        await expect(step).to_contain_text(re.compile(r'Recibido.*\d\d:\d\d'))
        await visit(agent, f'{people.server.url}/desk/{number}')
        await agent.get_by_role('button', name='En análisis').click()
        await expect(step).to_contain_text('En investigación')
        await agent.keyboard.press('e')
        await agent.get_by_label('Escribe la resolución').fill('Se cambió el tóner.')
        await agent.keyboard.press('Control+Enter')
        await expect(step).to_contain_text(re.compile(r'Resuelto.*\d\d:\d\d'))
        await customer.get_by_role('button', name='Sigue fallando').click()
        await customer.get_by_label('¿Qué sigue fallando?').fill('Ahora sale en blanco.')
        await customer.get_by_role('button', name='Enviar', exact=True).first.click()
        await expect(agent.get_by_text('Ahora sale en blanco.')).to_be_visible()
        await agent.keyboard.press('Escape')
        await agent.keyboard.press('e')
        await agent.get_by_label('Escribe la resolución').fill('Era el cartucho nuevo: cambiado otra vez.')
        await agent.keyboard.press('Control+Enter')
        await customer.get_by_role('button', name='Sí, confirmar').click()
        await expect(step).to_contain_text('Confirmado')
        await expect(agent.get_by_text('Cerrado').first).to_be_visible()


async def test_typing_loses_no_character_and_no_focus_while_ten_events_arrive(people: People) -> None:
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        number = await open_ticket(customer, people, 'La impresora hace ruido')
        await visit(agent, f'{people.server.url}/desk/{number}')
        box = customer.get_by_label('Escribe tu respuesta')
        await box.focus()
        typed = ''
        for event in range(10):
            await agent.get_by_label('Escribe tu respuesta').fill(f'Mensaje número {event}.')
            await agent.keyboard.press('Control+Enter')
            words = f'mientras llega el {event} sigo escribiendo; '
            await customer.keyboard.type(words)
            typed += words
            await expect(customer.get_by_text(f'Mensaje número {event}.')).to_be_visible()
        await expect(box).to_have_value(typed)
        await expect(box).to_be_focused()


@pytest.mark.rule('S0-24')
async def test_no_byte_of_an_internal_note_reaches_the_customer(people: People) -> None:
    received: list[str] = []
    number = await opened_ticket(people, 'La impresora no enciende')
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        customer.on('websocket', lambda socket: socket.on('framereceived', lambda frame: received.append(str(frame))))
        await visit(customer, f'{people.server.url}/tickets/{number}?tab=history')
        await visit(agent, f'{people.server.url}/desk/{number}')
        await agent.keyboard.press('n')
        await agent.get_by_label('Escribe una nota interna').fill('secreto-zanahoria-7')
        await agent.keyboard.press('Control+Enter')
        await expect(agent.get_by_text('secreto-zanahoria-7')).to_be_visible()
        await agent.keyboard.press('Escape')
        await agent.keyboard.press('r')
        await agent.get_by_label('Escribe tu respuesta').fill('Ya la revisamos.')
        await agent.keyboard.press('Control+Enter')
        await expect(customer.get_by_text('Ya la revisamos.')).to_be_visible()
        answer = await customer.request.get(f'{people.server.url}/tickets/{number}')
        assert 'Ya la revisamos.' in ''.join(received)
        assert 'zanahoria' not in await answer.text() + ''.join(received) + await customer.content()
        await customer.close()


async def test_a_draft_and_its_files_outlive_a_navigation_and_a_reload(people: People) -> None:
    async with people.window(LUCIA, '') as customer:
        await open_ticket(customer, people, 'La impresora pierde la red')
        photo = {'name': 'red.txt', 'mimeType': 'text/plain', 'buffer': b'sin red'}
        await customer.locator('.composer input[type=file]').set_input_files(photo)
        await expect(customer.locator('[data-discard]')).to_have_count(1)
        await customer.get_by_label('Escribe tu respuesta').fill('Lo que todavía no envié')
        await until_kept(customer, 'Lo que todavía no envié')
        await customer.get_by_role('link', name='Inicio').first.click()
        await expect(customer.get_by_role('heading', level=1)).to_contain_text('Hola')
        await customer.wait_for_url(f'{people.server.url}/')
        await customer.go_back()
        await expect(customer.get_by_label('Escribe tu respuesta')).to_have_value('Lo que todavía no envié')
        await customer.reload()
        await expect(customer.get_by_label('Escribe tu respuesta')).to_have_value('Lo que todavía no envié')
        await expect(customer.get_by_role('button', name='Quitar red.txt')).to_be_visible()
        await customer.get_by_role('button', name='Enviar', exact=True).click()
        await expect(customer.get_by_role('link', name='red.txt')).to_be_visible()
        await expect(customer.locator('.file-remove')).to_have_count(0)


async def test_files_wait_for_their_form_beside_its_draft(people: People) -> None:
    async with people.window(LUCIA) as customer:
        await customer.get_by_role('link', name=re.compile('Fallo con la impresora')).click()
        await customer.get_by_label('Asunto').fill('La impresora mancha')
        photo = {'name': 'hoja manchada.txt', 'mimeType': 'text/plain', 'buffer': b'manchas'}
        await customer.locator('input[type=file]').set_input_files([photo, photo | {'name': 'otra.txt'}])
        await expect(customer.locator('[data-discard]')).to_have_count(2)
        await until_kept(customer, 'La impresora mancha')
        await customer.reload()
        await customer.get_by_role('button', name='Quitar otra.txt').click()
        await expect(customer.locator('.file-remove')).to_have_count(1)
        await customer.get_by_label('Descripción').fill('Desde ayer.')
        await customer.get_by_role('button', name='Crear ticket').click()
        await expect(customer.get_by_role('link', name='hoja manchada.txt')).to_be_visible()
        await expect(customer.get_by_text('otra.txt')).to_have_count(0)
