"""Hours, departments and the cost of what is urgent, in windows: what an admin saves is seen by everybody at once."""

import re

import pytest
from playwright.async_api import expect

from tests.support.browser import People, follow, visit
from tests.test_two_windows import LUCIA, MARTA

ADMIN = 'admin@mesa.example'
DAYS = ('Lunes', 'Martes', 'Miércoles', 'Jueves', 'Viernes', 'Sábado', 'Domingo')


@pytest.mark.rule('S0-10', 'S0-11', 'S4-13', '1.6-g')
async def test_an_admin_sets_hours_and_holidays_that_everybody_sees_at_once(people: People) -> None:
    async with people.window(ADMIN, '/settings/hours') as page, people.window(LUCIA) as home:
        await page.get_by_role('button', name='Calendario nuevo').click()
        new = page.get_by_role('dialog', name='Calendario nuevo')
        await new.get_by_label('Nombre').fill('Guardia de prueba')
        await new.get_by_label('Lunes').fill('8:00–12:00, 11:00–15:00')
        await new.get_by_role('button', name='Guardar').click()
        await expect(new.get_by_text('Estos tramos se solapan').first).to_be_visible()
        for day in DAYS:
            await new.get_by_label(day).fill('')
        await new.get_by_label('Lunes').fill('22:00–6:00')
        await new.get_by_role('button', name='Guardar').click()
        hours = page.get_by_role('region', name='Horario habitual')
        await expect(hours.get_by_label('Lunes')).to_have_value('22:00–24:00')
        await expect(hours.get_by_label('Martes')).to_have_value('0:00–6:00')

        await follow(page, '/settings/departments')
        await page.get_by_role('button', name='Departamento nuevo').click()
        new = page.get_by_role('dialog', name='Departamento nuevo')
        await new.get_by_label('Nombre').fill('Guardia')
        await new.get_by_label('Horario de atención').select_option('Guardia de prueba')
        await new.get_by_role('button', name='Guardar').click()
        seen = home.get_by_role('region', name='Departamentos').get_by_role('link', name=re.compile('^Guardia'))
        await expect(seen).to_be_visible()

        await follow(page, '/settings/hours')
        await page.get_by_role('link', name='Guardia de prueba').click()
        await expect(hours.get_by_label('Nombre')).to_have_value('Guardia de prueba')
        for day in DAYS:
            await hours.get_by_label(day).fill('0:00–24:00')
        await expect(
            hours.get_by_text('Un ticket creado ahora: primera respuesta hoy').or_(hours.get_by_text('mañana'))
        ).to_be_visible()
        await hours.get_by_role('button', name='Guardar').click()
        await expect(seen).to_contain_text('Abierto ahora')

        special = page.get_by_role('region', name='Días especiales')
        await special.get_by_role('button', name='Año siguiente').click()
        year = await special.get_by_role('heading', level=3).inner_text()
        await special.get_by_role('button', name='Agregar días').click()
        dialog = page.get_by_role('dialog', name='Agregar días')
        await dialog.get_by_label('Qué día es').fill('Inventario')
        await dialog.get_by_label('Fecha').fill(f'{year}-03-10')
        await dialog.get_by_label('Horas').fill('8:00–12:00')
        await dialog.get_by_role('button', name='Guardar').click()
        await expect(special.get_by_role('cell', name='Inventario. 8:00–12:00')).to_be_visible()

        holidays = page.get_by_role('region', name='Festivos del país')
        await holidays.get_by_role('button', name='Elige un país').click()
        dialog = page.get_by_role('dialog', name='Festivos del país')
        await dialog.get_by_label('País', exact=True).select_option('CO')
        await dialog.get_by_role('button', name='Guardar').click()
        banner = page.get_by_role('status').filter(has_text='no coinciden con los tuyos')
        await expect(banner).to_contain_text('Guardia de prueba')
        await holidays.get_by_role('button', name='Pasar por alto «1 may').click()
        await holidays.get_by_role('button', name='Adoptar los').click()
        await expect(holidays).to_contain_text('igual que los tuyos')
        await expect(special.get_by_role('cell', name='Navidad. Cerrado')).to_be_visible()
        await expect(banner).to_be_hidden()

        await follow(page, '/settings/departments')
        await page.get_by_role('button', name='Desactivar «Guardia»').click()
        await page.get_by_role('dialog').get_by_role('button', name='Desactivar').click()
        await expect(seen).to_be_hidden()


@pytest.mark.rule('S3-13', 'S3-16', 'S3-25', 'S3-26')
async def test_what_is_urgent_is_asked_paid_for_and_waived(people: People) -> None:
    async with (
        people.window(LUCIA, '/tickets/new/cannot-invoice') as page,
        people.window(MARTA, '') as desk,
    ):
        where, cost = page.get_by_role('radiogroup', name='Departamento'), page.get_by_role('group', name='Costo')
        urgent = page.get_by_role('radiogroup', name='¿Es urgente?')
        await expect(urgent).to_have_accessible_description(re.compile('depende la continuidad de tu negocio'))
        await expect(where).to_be_hidden()
        await urgent.get_by_role('radio', name='No, puede esperar').check()
        await expect(where.get_by_role('radio', name=re.compile('^Sistemas (Abierto|Abre)'))).to_be_visible()
        await expect(where.get_by_role('radio', name=re.compile('Soporte'))).to_have_count(0)
        await urgent.get_by_role('radio', name='Sí, es urgente').check()
        await expect(where).to_be_hidden()
        await expect(cost).to_contain_text('según tu contrato')
        await page.get_by_label('Asunto').fill('Nadie puede facturar en caja')
        await page.get_by_label('Descripción').fill('Desde las ocho, en todas las cajas.')
        await page.get_by_label('Caja o punto de venta').fill('Centro, caja 2')
        await page.get_by_role('radiogroup', name='huésped').get_by_role('radio', name='Sí').check()
        await page.get_by_role('button', name='Crear ticket').click()
        await expect(page.locator('.summary')).to_contain_text('Escribe por qué no puede esperar')
        await expect(page.locator('.summary')).to_contain_text('Solo se envía allí si se acepta el costo')
        await page.get_by_label('Por qué no puede esperar').fill('Hay huéspedes esperando.')
        await page.get_by_label('Lo he leído y acepto el costo').check()
        await page.get_by_role('button', name='Crear ticket').click()
        details = page.get_by_role('region', name='Datos')
        await expect(details).to_contain_text('Soporte 24 Horas')
        await expect(details).to_contain_text('Aceptado hoy')
        number = page.url.split('/')[-1].split('?')[0]

        await visit(desk, f'{people.server.url}/desk/{number}')
        await desk.get_by_role('button', name='Más acciones').click()
        await desk.get_by_role('button', name='Fallo grave nuestro').click()
        await desk.get_by_role('dialog').get_by_label('Qué falló').fill('Se cayó nuestro enlace.')
        await desk.get_by_role('button', name='No tiene costo').click()
        await expect(details).to_contain_text('Ninguno desde')
        await page.get_by_role('tab', name='Historial').click()
        await expect(page.get_by_text('Sin costo: fallo grave nuestro. Se cayó nuestro enlace.')).to_be_visible()
        await expect(desk.locator('.facts-pane')).to_contain_text('Ninguno desde')


@pytest.mark.parametrize('email', [LUCIA, MARTA, 'ana@mesa.example'])
@pytest.mark.parametrize('path', ['/settings/hours', '/settings/departments'])
async def test_the_pages_of_hours_and_departments_do_not_exist_for_others(
    people: People, email: str, path: str
) -> None:
    async with people.window(email, '') as page:
        answer = await page.request.get(people.server.url + path)
        assert answer.status == 404
