"""People and companies in windows: what an admin does with them is seen at once by those it is about."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People, follow
from tests.support.customer import LUCIA, opened_ticket
from tests.test_settings_windows import ADMIN, card, saves

IVAN, CARMEN = 'ivan@mirador.example', 'carmen@laurel.example'
FILE = 'Correo;Nombre;Empresa\nnora@mirador.example;Nora Ñandú;\nlucia@mirador.example;;\npepe;Pepe;\n'


async def chosen(page: Page, name: str) -> Locator:
    """The card of a person's role and company, found by the list of people."""
    await page.get_by_label('Nombre, correo o teléfono').fill(name)
    await page.get_by_role('button', name='Buscar', exact=True).click()
    await page.get_by_role('link', name=re.compile(name)).click()
    await expect(page.get_by_role('heading', level=1)).to_have_text(name)
    return card(page, 'Rol y empresa')


@pytest.mark.rule('S3-23', '1.6-b', 'S4-18')
async def test_a_group_mailbox_is_asked_who_writes_and_advised_against_where_the_desk_says_so(people: People) -> None:
    ticket = await opened_ticket(people, 'La cámara no tiene señal', IVAN)
    async with (
        people.window(ADMIN, '/settings/people') as admin,
        people.window(IVAN, '/tickets/new/internet') as form,
    ):
        mail, hint = form.get_by_label('Correo de contacto'), form.get_by_text('buzón general')
        await mail.fill('info@mirador.example')
        await expect(hint).to_be_hidden()
        policy = card(admin, 'Direcciones como info@')
        await policy.get_by_role('radio', name=re.compile('Desaconsejadas')).check()
        await saves(policy)
        await expect(hint).to_be_visible()
        async with people.window(path='/register') as newcomer:
            await newcomer.get_by_label('Correo').fill('info@mirador.example')
            await expect(newcomer.get_by_text('buzón general')).to_be_visible()
            await newcomer.get_by_label('Correo').fill('ines@mirador.example')
            await expect(newcomer.get_by_text('buzón general')).to_be_hidden()
        await policy.get_by_role('radio', name=re.compile('Permitidas')).check()
        await saves(policy)
        await expect(hint).to_be_hidden()

        who = form.get_by_label('Quién escribe')
        await expect(who).to_have_count(0)
        fields = await chosen(admin, 'Iván Mora')
        await fields.get_by_label('Buzón compartido').check()
        await saves(fields)
        await expect(admin.get_by_text('Buzón compartido', exact=True).first).to_be_visible()
        await expect(who).to_be_visible()
        await expect(mail).to_have_value('info@mirador.example')

        await follow(form, f'/tickets/{ticket}')
        answer = form.get_by_label('Escribe tu respuesta')
        await answer.fill('Sigue sin señal.')
        await form.get_by_role('button', name='Enviar', exact=True).click()
        await expect(form.get_by_role('alert').get_by_text('Escribe quién escribe')).to_be_visible()
        await form.get_by_label('Quién escribe').first.fill('Carmen Díaz')
        await form.get_by_role('button', name='Enviar', exact=True).click()
        await expect(form.locator('.entry', has_text='Sigue sin señal.')).to_contain_text('Carmen Díaz · Iván Mora')
        await fields.get_by_label('Buzón compartido').uncheck()
        await saves(fields)
        await expect(form.get_by_label('Quién escribe')).to_have_count(0)


async def test_who_is_put_out_is_out_within_seconds(people: People) -> None:
    async with people.window(ADMIN, '/settings/people') as admin, people.window(CARMEN, '/tickets') as carmen:
        await expect(carmen.get_by_role('heading', name='Mis tickets')).to_be_visible()
        await chosen(admin, 'Carmen Salas')
        log = admin.get_by_role('link', name='Ver todo', exact=True)
        await expect(log).to_have_attribute('href', '/settings/audit?person=carmen%40laurel.example')
        access = card(admin, 'Acceso')
        await access.get_by_role('button', name='Desactivar').click()
        dialog = admin.get_by_role('dialog', name='¿Desactivar a Carmen Salas?')
        await dialog.get_by_role('button', name='Desactivar').click()
        await expect(carmen.get_by_role('button', name='Entrar')).to_be_visible(timeout=5000)
        await expect(access.get_by_role('button', name='Dejar entrar de nuevo')).to_be_visible()
        await follow(admin, '/settings/people?state=disabled')
        await admin.get_by_role('link', name=re.compile('Carmen Salas')).click()
        await access.get_by_role('button', name='Dejar entrar de nuevo').click()
        await expect(access.get_by_role('button', name='Desactivar')).to_be_visible()
    del people.cookies[CARMEN]  # signed in no more


@pytest.mark.rule('S3-23')
async def test_a_company_that_shares_no_more_takes_its_tickets_out_of_open_pages(people: People) -> None:
    ticket = await opened_ticket(people, 'Solo del hotel')
    async with (
        people.window(ADMIN, '/settings/companies') as admin,
        people.window(IVAN, '/tickets?company=yes') as rows,
        people.window(IVAN, f'/tickets/{ticket}') as open_page,
        people.window('marta@mesa.example', f'/desk/{ticket}') as agent,
    ):
        theirs = rows.get_by_role('link', name=re.compile('Solo del hotel'))
        await expect(theirs).to_be_visible()
        await expect(open_page.get_by_role('heading', name='Solo del hotel')).to_be_visible()
        await admin.get_by_role('link', name=re.compile('Hotel Mirador')).click()
        company = card(admin, 'Empresa')
        await company.get_by_label('Dominios de correo').fill('gmail.com')
        await company.get_by_role('button', name='Guardar', exact=True).click()
        await expect(company.get_by_role('alert').get_by_text('Cualquiera puede tener')).to_be_visible()
        await company.get_by_label('Dominios de correo').fill('mirador.example')
        await company.get_by_label('Comparte sus tickets').uncheck()
        await company.get_by_label('Notas para agentes').fill('Llamar antes a gerencia.')
        await saves(company)
        await expect(theirs).to_have_count(0)
        await expect(rows.get_by_role('button', name='Toda mi empresa')).to_be_hidden()
        await expect(open_page.get_by_role('heading', name='No lo encontramos')).to_be_visible()
        await expect(agent.get_by_role('region', name='Sobre esta empresa')).to_contain_text('Llamar antes')
        await company.get_by_label('Comparte sus tickets').check()
        await company.get_by_label('Notas para agentes').fill('')
        await saves(company)
        await expect(theirs).to_be_visible()
        await expect(agent.get_by_role('region', name='Sobre esta empresa')).to_be_hidden()


@pytest.mark.rule('S0-18')
async def test_people_come_from_a_file_after_a_look_at_what_would_happen(people: People) -> None:
    async with people.window(ADMIN, '/settings/people/import') as page:
        await page.get_by_role('button', name='Ver qué pasaría').click()
        await expect(page.get_by_role('alert').get_by_text('Elegir el archivo')).to_be_visible()
        file = {'name': 'gente.csv', 'mimeType': 'text/csv', 'buffer': FILE.encode('utf-16')}
        await page.locator('input[type=file]').set_input_files(file)
        await expect(page.locator('.file')).to_contain_text('gente.csv')
        await page.get_by_role('button', name='Ver qué pasaría').click()
        told = card(page, 'Qué pasaría')
        for words in ('línea 2', 'Nora Ñandú', 'Hotel Mirador', '1 cuenta nueva', '«pepe» no es una dirección'):
            await expect(told).to_contain_text(words)
        await told.get_by_role('button', name='Importar 1 persona').click()
        await expect(page.get_by_role('heading', name='Esto es lo que pasó')).to_be_visible()
        await follow(page, '/settings/people?text=nandu')
        await page.get_by_role('link', name=re.compile('Nora Ñandú')).click()
        await expect(page.get_by_text('Aún no ha entrado').first).to_be_visible()
        await expect(page.get_by_role('button', name='Volver a invitar')).to_be_visible()
        await card(page, 'Acceso').get_by_role('button', name='Unir con otra cuenta').click()
        dialog = page.get_by_role('dialog', name='Unir a Nora Ñandú')
        await dialog.get_by_label('¿Qué cuenta se conserva?').fill('lucia')
        await dialog.get_by_role('button', name='Buscar').click()
        await dialog.get_by_role('button', name=re.compile('Lucía Herrera')).click()
        what = page.get_by_role('dialog', name='Qué pasa al unirlas')
        await expect(what).to_contain_text('0 tickets pasan a ser de Lucía Herrera')
        await what.get_by_role('button', name='Unir', exact=True).click()
        await expect(page.get_by_role('heading', name='Lucía Herrera', level=1)).to_be_visible()
        await expect(card(page, 'Qué ha pasado')).to_contain_text('Unió a dos personas')


@pytest.mark.parametrize('email', [LUCIA, 'marta@mesa.example', 'ana@mesa.example'])
async def test_for_everybody_else_there_are_no_such_pages(people: People, email: str) -> None:
    async with people.window(email, '') as page:
        for path in ('people', 'people/1', 'people/import', 'companies', 'companies/1'):
            assert (await page.request.get(f'{people.server.url}/settings/{path}')).status == 404, path
