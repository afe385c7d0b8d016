"""The page of the probes in a browser: defined, seen live by another admin's window, and told by their own address."""

import re

import httpx
from playwright.async_api import expect

from tests.support.browser import People

ADMIN, MARTA = 'admin@mesa.example', 'marta@mesa.example'


async def test_an_admin_lets_a_job_tell_that_it_is_well(people: People) -> None:
    async with people.window(ADMIN, '/settings/status') as page, people.window(ADMIN, '/settings/status') as other:
        await page.get_by_text('Nueva sonda', exact=True).click()
        await page.get_by_role('button', name='Señal de vida').click()
        dialog = page.get_by_role('dialog', name='Nueva sonda: Señal de vida')
        await expect(dialog.get_by_label('Nombre')).to_be_focused()
        await dialog.get_by_role('button', name='Guardar').click()
        await expect(dialog.get_by_role('link', name='Escribe un nombre')).to_be_visible()
        await dialog.get_by_label('Nombre').fill('Copia semanal')
        await dialog.get_by_role('button', name='Guardar').click()
        told = page.get_by_role('dialog', name='Su dirección')
        await expect(told).to_contain_text('/push/')
        command = await told.locator('pre').first.inner_text()
        await told.get_by_role('button', name='Listo').click()
        await expect(told).to_be_hidden()

        row = other.locator('.probe-row', has_text='Copia semanal')
        await expect(row).to_contain_text('Sin datos')
        address = command.split()[-1]
        async with httpx.AsyncClient() as job:
            assert (await job.post(address)).text == 'ok\n'
            await expect(row).to_contain_text('Operativo')
            assert (await job.post(f'{address}?status=fail&text=No+queda+espacio')).status_code == 200
            await expect(row).to_contain_text('Dice: No queda espacio')
            assert (await job.get(address)).status_code == 404
            assert (await job.post(address[:-1])).status_code == 404

        change, acts = 'Cambiar «Copia semanal»', 'dialog select[name=publishes]'
        for window in (page, other):
            await window.get_by_role('button', name=change).click()
            await expect(window.locator(acts)).to_have_value('')
        await page.locator(acts).select_option('yes')
        await page.get_by_role('dialog').get_by_role('button', name='Guardar').click()
        await expect(page.get_by_role('dialog')).to_be_hidden()
        await other.get_by_role('dialog').get_by_role('button', name='Guardar').click()
        await expect(other.get_by_role('dialog').get_by_role('alert')).to_contain_text('guardó esto')
        await other.keyboard.press('Escape')
        await other.get_by_role('button', name=change).click()
        await expect(other.locator(acts)).to_have_value('yes')
        await other.keyboard.press('Escape')

        await page.get_by_role('button', name='Detener «Copia semanal»').click()
        await expect(row).to_contain_text('Detenida')
        await page.get_by_role('button', name='Borrar «Copia semanal»').click()
        await page.get_by_role('dialog').get_by_role('button', name='Borrar', exact=True).click()
        await expect(row).to_be_hidden()


async def test_nobody_else_gets_there(people: People) -> None:
    async with people.window(MARTA) as page:
        answer = await page.goto(f'{people.server.url}/settings/status')
        assert answer is not None
        assert answer.status == 404
        await expect(page.get_by_text(re.compile('Redes internas'))).to_be_hidden()
