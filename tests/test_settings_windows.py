"""What an admin sets up about tickets, seen at once in the windows of others."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People, follow
from tests.support.customer import LUCIA, open_ticket

ADMIN = 'admin@mesa.example'


def card(page: Page, name: str) -> Locator:
    return page.get_by_role('region', name=name, exact=True)


async def saves(place: Locator) -> None:
    await place.get_by_role('button', name='Guardar', exact=True).click()
    await expect(place.get_by_role('button', name='Guardar', exact=True)).to_be_disabled()


@pytest.mark.rule('S0-19', 'S0-29')
async def test_a_changed_type_shows_at_once_at_home_and_in_a_form_that_somebody_fills(people: People) -> None:
    async with (
        people.window('', '/') as home,
        people.window(LUCIA, '/tickets/new/printer') as form,
        people.window(ADMIN, '/settings/catalog/printer') as admin,
    ):
        await form.get_by_label('Asunto').fill('Atasca el papel')
        await form.get_by_label('Lugar').fill('Recepción')
        questions = card(admin, 'Preguntas')
        place = questions.get_by_role('group', name='Lugar')
        await place.get_by_label('Pregunta', exact=True).fill('¿En qué sede está?')
        await questions.get_by_role('button', name='Agregar una pregunta').click()
        new = questions.get_by_role('group', name='Nueva pregunta')
        await expect(new.get_by_label('Pregunta', exact=True)).to_be_focused()
        await new.get_by_label('Tipo de respuesta').select_option('radio')
        await saves_wrong(questions, new)
        await new.get_by_label('Pregunta', exact=True).fill('¿Hay papel?')
        await new.get_by_label('Opciones, una por línea').fill('Sí\nNo')
        preview = card(admin, 'Vista previa')
        await expect(preview.get_by_role('radiogroup', name='¿Hay papel?')).to_be_visible()
        await expect(preview.get_by_label('¿En qué sede está?')).to_be_visible()
        for _ in range(4):  # above who asks
            await new.get_by_role('button', name=re.compile('arriba|Subir')).press('Enter')
        await saves(questions)
        await expect(form.get_by_label('¿En qué sede está?')).to_have_value('Recepción')
        await expect(form.get_by_role('radiogroup', name='¿Hay papel?')).to_be_visible()
        await expect(form.get_by_label('Asunto')).to_have_value('Atasca el papel')
        about = card(admin, 'Tipo de ticket')
        title = about.get_by_role('group', name='Nombre').get_by_label('Español')
        await title.fill('Impresora o plóter')
        await saves(about)
        await expect(home.get_by_role('link', name=re.compile('Impresora o plóter'))).to_be_visible()
        await title.fill('Fallo con la impresora')
        await about.get_by_label('Ofrecerlo a los clientes').uncheck()
        await saves(about)
        await expect(home.get_by_role('link', name=re.compile('mpresora'))).to_have_count(0)
        await expect(form.get_by_text('ya no se ofrece')).to_be_visible()
        await about.get_by_label('Ofrecerlo a los clientes').check()
        await saves(about)
        await expect(form.get_by_text('ya no se ofrece')).to_be_hidden()
        await expect(form.get_by_label('¿En qué sede está?')).to_have_value('Recepción')
        added = questions.get_by_role('group', name='¿Hay papel?')
        await added.get_by_role('button', name='Quitar «¿Hay papel?»').click()
        asked = questions.get_by_role('group', name='¿En qué sede está?')
        await asked.get_by_label('Pregunta', exact=True).fill('Lugar')
        await saves(questions)
        await expect(form.get_by_role('radiogroup', name='¿Hay papel?')).to_have_count(0)
        await expect(form.get_by_label('Lugar')).to_have_value('Recepción')


async def saves_wrong(questions: Locator, new: Locator) -> None:
    await questions.get_by_role('button', name='Guardar', exact=True).click()
    await expect(new.get_by_label('Pregunta', exact=True)).to_have_attribute('aria-invalid', 'true')
    await expect(new.get_by_label('Opciones, una por línea')).to_have_attribute('aria-invalid', 'true')


@pytest.mark.rule('S1-9', 'S2-10')
async def test_promises_and_priorities_are_set_where_what_follows_is_seen(people: People) -> None:
    async with people.window('', '/severities') as public, people.window(ADMIN, '/settings/sla') as admin:
        promises = card(admin, 'Compromisos por prioridad')
        first = promises.get_by_label('Baja: primera respuesta')
        await first.fill('pronto')
        await expect(promises.get_by_text('todavía no se entienden')).to_be_visible()
        await promises.get_by_role('button', name='Guardar', exact=True).click()
        await expect(first).to_have_attribute('aria-invalid', 'true')
        await first.fill('2 h')
        await expect(promises.get_by_text(re.compile('S4: '))).to_be_visible()
        await saves(promises)
        low = public.get_by_role('region', name='S4 Baja')
        for nothing in ('abc', '0', '9' * 30):
            assert (await admin.request.get(f'{people.server.url}/settings/sla/{nothing}')).status == 404
        await expect(low.get_by_text('2 h hábiles')).to_be_visible()
        await first.fill('3 h')
        await saves(promises)
        await expect(low.get_by_text('3 h hábiles')).to_be_visible()
        await follow(admin, '/settings/priorities')
        matrix = card(admin, 'Prioridad de un ticket')
        cell = matrix.get_by_label('Solo a mí, Puedo trabajar')
        await cell.focus()
        await admin.keyboard.press('ArrowUp')
        await expect(cell).to_have_value('medium')
        await saves(matrix)
        await cell.select_option('low')
        await saves(matrix)
        table = card(admin, 'Tabla de severidades')
        await table.get_by_text('S4 Baja').click()
        name = table.get_by_role('group', name='Nombre').get_by_label('Español')
        await name.fill('Consulta')
        await saves(table)
        await expect(public.get_by_role('heading', name='S4 Consulta')).to_be_visible()
        await name.fill('')
        await saves(table)
        await expect(public.get_by_role('heading', name='S4 Baja')).to_be_visible()


@pytest.mark.rule('S1-9')
async def test_a_ticket_says_its_severity_and_why(people: People) -> None:
    async with people.window(LUCIA, '') as page:
        await open_ticket(page, people, 'La impresora pierde el papel')
        severity = page.get_by_role('link', name=re.compile(r'^S\d '))
        await expect(severity).to_have_attribute('href', re.compile('/severities#'))
        await expect(page.get_by_text(re.compile(' × '))).to_be_visible()
        await severity.click()
        await expect(page.get_by_role('heading', name='Severidades')).to_be_visible()


@pytest.mark.parametrize('who', ['marta@mesa.example', LUCIA])
async def test_these_settings_exist_for_admins_alone(people: People, who: str) -> None:
    async with people.window(who, '') as page:
        for path in ('sla', 'sla/1', 'priorities', 'catalog', 'catalog/printer'):
            answer = await page.request.get(f'{people.server.url}/settings/{path}')
            assert answer.status == 404, path
