"""Canned texts in a real browser: found by typing, put in at the cursor, and macros that say first what they do."""

import re

from playwright.async_api import Page, expect

from tests.support.browser import People
from tests.support.customer import LUCIA, opened_ticket

MARTA = 'marta@mesa.example'


async def look_for(page: Page, words: str, title: str) -> None:
    find = page.get_by_role('combobox', name='Buscar un texto')
    await expect(find).to_be_focused()
    await find.fill(words)
    await expect(page.get_by_role('option', selected=True)).to_contain_text(title)


async def test_a_text_is_put_in_at_the_cursor_and_a_macro_does_both(people: People) -> None:
    number = await opened_ticket(people, 'Impresora para textos')
    async with people.window(MARTA, f'/desk/{number}') as desk, people.window(LUCIA, f'/tickets/{number}') as lucia:
        box = desk.get_by_label('Escribe tu respuesta')
        left = desk.get_by_role('status').filter(has_text='Sin rellenar: {fecha_visita}')
        await desk.keyboard.press('r')
        await desk.keyboard.press('/')
        await look_for(desk, 'VISITA prog', 'Visita programada')
        await expect(desk.locator('.canned-preview')).to_contain_text('{fecha_visita}')
        await desk.keyboard.press('Enter')
        await expect(box).to_be_focused()
        await expect(box).to_have_value(
            re.compile(r'^Hola, Lucía: un técnico pasará por Hotel Mirador el \{fecha_visita\}')
        )
        await expect(left).to_be_visible()
        await desk.keyboard.press('Control+a')
        await desk.keyboard.type('A: ')
        await expect(left).to_be_hidden()
        await desk.keyboard.press('Control+Space')
        await look_for(desk, 'ubicacion', 'Pedir equipo y ubicación')
        await desk.keyboard.press('Enter')
        await expect(box).to_have_value(re.compile('^A: Hola, Lucía: dime'))
        await desk.keyboard.press('Control+Space')
        await look_for(desk, 'captura', 'Pedir captura')
        await desk.keyboard.press('Enter')
        dialog = desk.get_by_role('dialog', name='Pedir captura y texto del error')
        await expect(dialog).to_contain_text('Lucía recibe esta pregunta y el ticket espera su respuesta.')
        await expect(dialog.get_by_role('button', name='Enviar y esperar')).to_be_focused()
        await desk.keyboard.press('Enter')
        await expect(dialog).to_be_hidden()
        await expect(desk.locator('.pane-head .chip')).to_contain_text('Espera al cliente')
        await expect(lucia.get_by_text('para avanzar con «Impresora para textos»').first).to_be_visible()
        await expect(box).to_have_value(re.compile('^A: Hola, Lucía: dime'))  # what was typed stays


async def test_agents_keep_their_texts(people: People) -> None:
    async with people.window(MARTA, '/desk/texts') as page, people.window('diego@mesa.example', '/desk/texts') as other:
        await page.get_by_role('button', name='Nuevo texto').click()
        dialog = page.get_by_role('dialog', name='Nuevo texto')
        await dialog.get_by_label('Título').fill('Buen día')
        await dialog.get_by_role('button', name='Guardar').click()
        await expect(dialog.get_by_text('Escribe el texto').first).to_be_visible()
        await dialog.get_by_label('Texto').fill('Buen día, {requester}.')
        await dialog.get_by_role('button', name='Guardar').click()
        await expect(dialog).to_be_hidden()
        await other.get_by_role('button', name='Cambiar «Buen día»').click()
        await other.get_by_label('Título').fill('Buenos días')
        await other.get_by_role('button', name='Guardar').click()
        await page.get_by_role('button', name='Borrar «Buenos días»').click()
        await page.get_by_role('dialog').get_by_role('button', name='Borrar', exact=True).click()
        await expect(other.get_by_text('Buenos días', exact=True)).to_be_hidden()
