"""The state of a component in two clicks, and every open board that follows."""

from playwright.async_api import expect

from tests.support.browser import People

ADMIN, MARTA, DIEGO = 'admin@mesa.example', 'marta@mesa.example', 'diego@mesa.example'


async def test_two_clicks_turn_a_component_in_every_window(people: People) -> None:
    async with people.window(MARTA, '/desk/status') as page, people.window(DIEGO, '/desk/status') as other:
        await page.get_by_role('button', name='VPN · Colombia: Operativo').click()
        sheet = page.get_by_role('dialog', name='VPN · Colombia')
        await expect(sheet.get_by_role('button', name='Operativo')).to_have_attribute('aria-pressed', 'true')
        await sheet.get_by_role('button', name='Degradado').click()
        await expect(sheet).to_be_hidden()
        for window in (page, other):
            await expect(window.get_by_role('button', name='VPN · Colombia: Degradado')).to_be_visible()
            await expect(window.get_by_role('button', name='VPN: Degradado')).to_be_visible()
            await expect(window.locator('.status-row', has_text='Colombia').nth(1)).to_contain_text('puesto a mano')

        await other.get_by_role('button', name='Facturación electrónica · Ecuador: Interrumpido').focus()
        await other.keyboard.press('Enter')
        said = other.get_by_role('dialog', name='Facturación electrónica · Ecuador')
        await expect(said).to_contain_text('incidente «Facturación electrónica no emite comprobantes»')
        await other.keyboard.press('Escape')
        await expect(said).to_be_hidden()
        await expect(other.get_by_role('link', name='Correo con demoras de hasta 10 minutos')).to_be_visible()


async def test_a_new_service_is_on_the_open_pages_of_the_desk(people: People) -> None:
    async with people.window(ADMIN, '/settings/status') as page, people.window(MARTA, '/desk/status') as desk:
        await page.get_by_role('button', name='Nuevo servicio').click()
        sheet = page.get_by_role('dialog', name='Nuevo servicio')
        await expect(sheet.get_by_label('Nombre', exact=True)).to_be_focused()
        await sheet.get_by_role('button', name='Guardar').click()
        await expect(sheet.get_by_role('link', name='Escribe un nombre')).to_be_visible()
        await sheet.get_by_label('Nombre', exact=True).fill('Telefonía')
        await sheet.get_by_label('Grupo', exact=True).select_option('Infraestructura')
        await sheet.get_by_role('button', name='Guardar').click()
        await expect(sheet).to_be_hidden()
        await expect(desk.get_by_role('button', name='Telefonía: Operativo')).to_be_visible()
        await page.get_by_role('button', name='Cambiar «Telefonía»').click()
        sheet = page.get_by_role('dialog', name='Cambiar «Telefonía»')
        await sheet.get_by_label('Mostrarlo').uncheck()
        await sheet.get_by_role('button', name='Guardar').click()
        await expect(desk.get_by_role('button', name='Telefonía: Operativo')).to_be_hidden()
        await page.get_by_role('button', name='Borrar «Ecuador»').click()
        sheet = page.get_by_role('dialog', name='¿Borrar «Ecuador»?')
        await sheet.get_by_role('button', name='Borrar', exact=True).click()
        await expect(sheet.get_by_text('De esta región ya se dijo algo.')).to_be_visible()
