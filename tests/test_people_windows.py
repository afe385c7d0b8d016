"""Guests, copies and remote support in real browser windows."""

import re

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.support.browser import People, connected, visit
from tests.support.customer import open_ticket, opened_ticket
from tests.test_two_windows import ELENA, LUCIA, MARTA

BOSS = 'jefa@proveedor.example'


async def guest_link(people: People, page: Page, number: str) -> str:
    """The link in the latest mail to the guest, as she reads it."""
    await visit(page, f'{people.server.url}/demo/mail')
    mail = page.locator('article').filter(has_text=number).filter(has_text=BOSS).first
    found = re.search(r'/guest/\S+', await mail.inner_text())
    assert found
    return found[0]


async def shape(context: BrowserContext, address: str) -> tuple[int, str]:
    answer = await context.request.get(address)
    return answer.status, re.sub(r'nonce="[^"]+"', 'NONCE', await answer.text())


@pytest.mark.rule('S3-18', 'S3-20')
async def test_a_guest_reads_and_answers_live_until_he_is_taken_out_of_copy(people: People) -> None:
    copied = 'recepcion@mirador.example, gerencia@mirador.example'
    number = await opened_ticket(people, 'La impresora come papel', copy_to=copied)
    ticket = f'{people.server.url}/tickets/{number}'
    async with (
        people.window(LUCIA, f'/tickets/{number}') as customer,
        people.window(MARTA, f'/desk/{number}') as agent,
        people.window(LUCIA, '') as post,
        people.window(path='') as guest,
    ):
        await customer.get_by_text('Agregar personas').click()
        box = customer.get_by_label('Direcciones de correo')
        await box.fill(f'{BOSS}, mala@')
        await customer.keyboard.press('Enter')
        await expect(customer.get_by_text('«mala@» no es una dirección de correo.').last).to_be_visible()
        await box.fill(f'{BOSS}; {BOSS} recepcion@mirador.example')
        await customer.keyboard.press('Enter')
        for window in (customer, agent):
            await expect(window.locator('.copy-row').filter(has_text=BOSS)).to_have_count(1)
            await expect(window.locator('.copy-row')).to_have_count(3)
        await expect(agent.locator('.readers').first).to_have_text('Para Lucía y 3 en copia')
        await expect(agent.get_by_text(f'En copia desde ahora: {BOSS}')).to_be_visible()
        address = await guest_link(people, post, number)

        await visit(guest, people.server.url + address)
        await expect(guest.get_by_role('heading', level=1)).to_have_text('La impresora come papel')
        await agent.get_by_label('Escribe tu respuesta').fill('¿Qué bandeja es?')
        await agent.get_by_role('button', name='Enviar', exact=True).click()
        await expect(guest.get_by_text('¿Qué bandeja es?')).to_be_visible()
        await guest.get_by_label('Escribe tu respuesta').fill('La segunda.')
        await guest.get_by_role('button', name='Enviar', exact=True).click()
        for window in (guest, customer, agent):
            await expect(window.get_by_text('La segunda.')).to_be_visible()
        await expect(guest.get_by_text(BOSS).first).to_be_visible()

        await agent.get_by_role('button', name=f'{BOSS} puede responder').click()
        await expect(guest.get_by_label('Escribe tu respuesta')).to_be_hidden()
        for closed in (f'/tickets/{number}', '/tickets', f'/desk/{number}'):
            answer = await guest.context.request.get(people.server.url + closed, max_redirects=0)
            assert answer.status in (303, 404), closed

        nothing = await shape(guest.context, f'{people.server.url}/nowhere')
        assert nothing[0] == 404
        id_, _, signature = address.removeprefix('/guest/').partition('.')
        for wrong in (f'{id_}.{"a" * 32}', f'{int(id_) + 1}.{signature}', f'{id_}.{signature[:-1]}', id_, 'x', '%00'):
            for path in (f'/guest/{wrong}', f'/guest/{wrong}/files/1'):
                assert await shape(guest.context, people.server.url + path) == nothing, path
        assert await shape(guest.context, f'{people.server.url}{address}/files/999999') == nothing

        await agent.get_by_role('button', name=f'Quitar {BOSS}').click()
        await expect(customer.locator('.copy-row')).to_have_count(2)
        await expect(guest.get_by_role('heading', level=1)).to_have_text('No lo encontramos', timeout=5000)
        assert await shape(guest.context, people.server.url + address) == nothing
        assert (await customer.request.get(ticket)).status == 200


@pytest.mark.rule('S3-23')
@pytest.mark.rule('S0-22')
async def test_who_is_only_in_copy_finds_the_ticket_in_his_list_and_follows_it_live(people: People) -> None:
    async with (
        people.window(LUCIA, '') as customer,
        people.window(ELENA, '/tickets?tab=copied') as elena,
        people.window(MARTA, '') as agent,
    ):
        number = await open_ticket(customer, people, 'La impresora imprime en verde')
        assert (await elena.request.get(f'{people.server.url}/tickets/{number}')).status == 404
        await customer.get_by_text('Agregar personas').click()
        await customer.get_by_label('Direcciones de correo').fill(ELENA)
        await customer.keyboard.press('Enter')
        row = elena.get_by_role('link', name=re.compile(number))
        await expect(row).to_contain_text('imprime en verde')
        await customer.get_by_label('Escribe tu respuesta').fill('Ahora en azul.')
        await customer.keyboard.press('Control+Enter')
        await expect(row).to_contain_text('Ahora en azul.')
        await expect(row).to_contain_text('Nuevo')
        await expect(row.locator('time[data-ago]')).to_be_visible()
        await visit(agent, f'{people.server.url}/desk/{number}')
        await agent.get_by_label('Escribe tu respuesta').fill('¿Qué verde?')
        await agent.get_by_role('button', name='Enviar y esperar').click()
        await expect(row).to_have_attribute('data-yours', 'yes')
        await expect(row).to_contain_text('Espera tu respuesta')
        await row.click()
        said = elena.locator('.entry-body', has_text='Ahora en azul.')
        await expect(said).to_be_visible()
        await customer.get_by_role('button', name=f'Quitar {ELENA}').click()
        await expect(said).to_be_hidden()
        assert (await elena.request.get(f'{people.server.url}/tickets/{number}')).status == 404


@pytest.mark.rule('S0-27')
async def test_the_code_of_the_technician_connects_both_pages_and_the_timeline_tells(people: People) -> None:
    async with people.window(LUCIA, '') as customer, people.window(MARTA, '') as agent:
        number = await open_ticket(customer, people, 'La impresora no se instala')
        await visit(agent, f'{people.server.url}/desk/{number}')
        await agent.get_by_role('button', name='Generar código').click()
        code = re.sub(r'\D', '', await agent.locator('.remote-digits').inner_text())
        assert len(code) == 6
        await expect(customer.get_by_text('tiene un código para ti')).to_be_visible()
        box = customer.get_by_label('Código de tu técnico')
        await box.fill(f'{(int(code) + 1) % 1_000_000:06}')
        await customer.keyboard.press('Enter')
        await expect(customer.get_by_role('alert')).to_contain_text('Ese no es el código de este ticket')
        await expect(customer.locator('.summary:visible')).to_be_focused()
        await box.fill(f'{code[:3]} {code[3:]}')
        await customer.get_by_role('button', name='Conectar').click()
        for window in (customer, agent):
            panel = window.get_by_role('region', name='Soporte remoto')
            await expect(panel.get_by_text('Conectado', exact=True)).to_be_visible()
            await expect(panel.get_by_role('link', name='Abrir Quick Assist')).to_have_attribute(
                'href', 'ms-quick-assist:'
            )
        await expect(box).to_be_hidden()
        await customer.get_by_role('button', name='Terminar el soporte remoto').click()
        await expect(agent.get_by_text('Conectado', exact=True)).to_be_hidden()
        await visit(customer, f'{people.server.url}/tickets/{number}?tab=history')
        told = customer.locator('.entry[data-kind=remote]')
        for words in ('Generó un código', 'no vale', 'conectado', 'Terminó'):
            await expect(told.filter(has_text=words)).to_have_count(1)
        assert code not in await agent.content()
        await connected(agent)
