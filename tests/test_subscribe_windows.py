"""Subscribing in windows: a visitor confirms by mail, a person in the dialog of the board."""

import re

from playwright.async_api import expect

from tests.support.browser import People, visit


async def test_a_visitor_subscribes_confirms_and_a_person_does_it_from_the_board(people: People) -> None:
    async with people.window('', '/status/subscribe') as page:
        await page.get_by_label('Correo', exact=True).fill('visitante@fuera.example')
        await page.get_by_role('button', name='Avísame por correo').click()
        await expect(page.get_by_text('Enviamos un enlace a visitante@fuera.example')).to_be_visible()
        await visit(page, f'{people.server.url}/demo/mail')
        text = await page.locator('body').inner_html()
        found = re.search(r'/status/confirm/[\w.]+', text)
        assert found
        await visit(page, people.server.url + found[0])
        await page.get_by_role('button', name='Sí, avísame').click()
        await expect(page.get_by_role('heading', level=1, name='Confirmado')).to_be_visible()
        await visit(page, people.server.url + found[0][:-1] + ('a' if found[0][-1] != 'a' else 'b'))
        await expect(page.get_by_role('heading', level=1, name='No lo encontramos')).to_be_visible()

    async with people.window('pablo@andes.example', '/status') as page:
        await page.get_by_role('button', name='Suscribirme').click()
        dialog = page.get_by_role('dialog', name='Avísame del estado')
        await dialog.get_by_label('De qué te avisamos').select_option('Solo si algo no funciona en absoluto')
        await dialog.get_by_label('Correo corporativo').check()
        await dialog.get_by_role('button', name='Avísame por correo').click()
        await expect(dialog.get_by_text('Te avisamos a pablo@andes.example.')).to_be_visible()
        await expect(dialog.get_by_label('Correo corporativo')).to_be_checked()
        await page.keyboard.press('Escape')
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_role('button', name='Suscribirme')).to_be_focused()
        await page.keyboard.press('Enter')
        await dialog.get_by_role('button', name='No avisarme más').click()
        await expect(dialog.get_by_role('button', name='Avísame por correo')).to_be_visible()
