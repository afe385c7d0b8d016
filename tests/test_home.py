"""The home page: what a visitor finds, and what reaches it without a load."""

import hashlib
import re
from base64 import b64decode

import pytest
from playwright.async_api import expect

from tests.support.browser import PASSWORD, People, visit

LUCIA, MARTA = 'lucia@mirador.example', 'marta@mesa.example'
SENTENCE = (
    'Es el único punto de contacto donde los usuarios pueden solicitar servicios tecnológicos, reportar incidentes y '
    'conocer el estado de los mismos.'
)


@pytest.mark.rule('S0-1', 'S0-10', 'S0-11', 'S0-12', 'S3-1', 'S3-4', 'S3-5', 'S3-10', 'S3-29', 'S4-3', 'S4-16')
async def test_a_visitor_finds_what_the_desk_is_six_ways_in_and_how_to_reach_it(people: People) -> None:
    async with people.window() as page:
        await expect(page.get_by_role('heading', level=1)).to_have_text('Bienvenido a nuestro centro de soporte')
        await expect(page.get_by_text('Mesa Viva – Centro de Relación con el Cliente')).to_be_visible()
        await expect(page.get_by_text(SENTENCE)).to_be_visible()
        await expect(page.get_by_text('No te has identificado como usuario registrado.')).to_be_visible()
        actions = page.get_by_role('navigation', name='¿Qué quieres hacer?').get_by_role('link')
        await expect(actions).to_have_text(['Solicitar un servicio', 'Reportar un incidente', 'Conocer el estado'])
        await actions.nth(1).click()
        await expect(page.get_by_role('heading', name='Algo no funciona')).to_be_focused()
        tiles = page.get_by_role('navigation', name='Accesos').get_by_role('link')
        names = 'Registro|Descargas recomendadas|Abrir un ticket|Anuncios|Revisar el estado de un ticket|Estado de red'
        await expect(tiles).to_have_text([re.compile(name) for name in names.split('|')])
        reach = page.get_by_role('region', name='Atención')
        hrefs = [await link.get_attribute('href') for link in await reach.get_by_role('link').all()]
        await expect(reach).to_contain_text('Todo ticket repórtalo por estos medios')
        assert hrefs == [people.server.url, 'tel:043710215', 'tel:0986340821', 'mailto:sos@mesaviva.example']
        await expect(reach).to_contain_text('Lunes a viernes, 9:00 – 18:30')
        await expect(reach).to_contain_text(re.compile('Abierto ahora|Abre '))
        await expect(page.locator('.status-line')).to_have_attribute('href', re.compile('^/status'))
        await tiles.nth(2).click()
        await page.wait_for_url(re.compile(r'/login\?next='))
        await page.get_by_label('Correo').fill(LUCIA)
        await page.get_by_label('Contraseña', exact=True).fill(PASSWORD)
        await page.keyboard.press('Enter')
        await page.wait_for_url('**/tickets/new')
        await visit(page, people.server.url)
        await expect(page.get_by_role('heading', level=1)).to_contain_text('Hola, Lucía')
        await expect(page.get_by_text('No te has identificado')).to_have_count(0)


@pytest.mark.rule('S2-1', 'S2-5', 'S3-6', 'S4-21')
async def test_an_announcement_reaches_open_pages_and_leaves_them(people: People) -> None:
    async with (
        people.window() as visitor,
        people.window(LUCIA, '/announcements') as lucia,
        people.window(MARTA, '/desk/announcements') as marta,
    ):
        await marta.get_by_role('button', name='Nuevo anuncio').click()
        form = marta.get_by_role('dialog')
        await form.get_by_role('button', name='Publicar').click()
        await expect(form.get_by_label('Título', exact=True)).to_have_attribute('aria-invalid', 'true')
        await form.get_by_label('Título', exact=True).fill('Nueva sede en Manta')
        await form.get_by_label('Texto', exact=True).fill('Abrimos el lunes.\n\nHorario: https://mesa.example/manta')
        await form.get_by_label('Fijarlo por encima de los demás').check()
        await form.get_by_role('button', name='Publicar').click()
        await expect(form).to_be_hidden()
        for place in ('Últimos anuncios', 'Anuncios recientes'):
            shown = visitor.get_by_role('region', name=place).get_by_role('link', name=re.compile('Nueva sede'))
            await expect(shown).to_be_visible()
        everything = visitor.get_by_role('region', name='Anuncios recientes').get_by_role('link', name='Ver todo')
        await expect(everything).to_have_attribute('href', '/announcements')
        told = lucia.get_by_role('link', name=re.compile('Nueva sede'))
        await told.click()
        await expect(lucia.get_by_role('heading', level=1)).to_have_text('Nueva sede en Manta')
        await expect(lucia.get_by_role('link', name='https://mesa.example/manta')).to_be_visible()
        await expect(lucia.get_by_role('link', name='mesa@mesaviva.example')).to_be_visible()
        await marta.get_by_role('button', name='Quién ha leído «Nueva sede en Manta»').click()
        await expect(form).to_contain_text('Hotel Mirador')
        await marta.keyboard.press('Escape')
        await marta.get_by_role('button', name='Borrar «Nueva sede en Manta»').click()
        await form.get_by_role('button', name='Borrar').click()
        await expect(form).to_be_hidden()
        await expect(visitor.get_by_text('Nueva sede en Manta')).to_have_count(0)
        missing = await visitor.request.get(f'{people.server.url}/nothing-here')
        assert 'href="mailto:mesa@mesaviva.example"' in await missing.text()
        await expect(lucia.get_by_role('heading', level=1)).to_have_text('No lo encontramos')


@pytest.mark.rule('S3-5', 'S3-28')
async def test_a_version_that_an_agent_adds_is_offered_with_its_digest_at_once(people: People) -> None:
    content = b'PK\x03\x04 manual'
    async with people.window('', '/downloads') as visitor, people.window(MARTA, '/desk/downloads') as marta:
        form = marta.get_by_role('dialog')
        await marta.get_by_role('button', name='Nueva descarga').click()
        await form.get_by_label('Título', exact=True).fill('Manual completo del portal')
        await form.get_by_role('button', name='Guardar').click()
        await expect(form).to_be_hidden()
        await marta.get_by_role('button', name='Nueva versión de «Manual completo del portal»').click()
        await form.get_by_label('Versión').fill('2.1')
        file = {'name': 'manual ñ.zip', 'mimeType': 'application/zip', 'buffer': content}
        await form.locator('input[type=file]').set_input_files(file)  # type: ignore[arg-type]
        await expect(form.locator('[data-discard]')).to_have_count(1)
        await form.get_by_role('button', name='Agregar').click()
        await expect(form).to_be_hidden()
        shown = visitor.get_by_role('article').filter(has_text='Manual completo del portal')
        await expect(shown).to_contain_text('manual ñ.zip · versión 2.1')
        digest = hashlib.sha256(content).hexdigest()
        await shown.get_by_text('Huella digital').click()
        await expect(shown).to_contain_text(digest)
        address = await shown.get_by_role('link').first.get_attribute('href')
        answer = await visitor.request.get(f'{people.server.url}{address}')
        assert await answer.body() == content
        told = answer.headers['repr-digest'].removeprefix('sha-256=:').removesuffix(':')
        assert b64decode(told).hex() == digest
        assert answer.headers['content-disposition'].startswith('attachment')
        assert (await visitor.request.get(f'{people.server.url}/downloads/999999')).status == 404
