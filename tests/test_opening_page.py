"""The form that opens a ticket, in a window."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import People, follow, visit
from tests.support.waiting import until_kept
from tests.test_two_windows import LUCIA

PASTE = """(area) => {
  const pixels = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0]);
  const data = new DataTransfer();
  for (let i = 0; i < 2; i++) data.items.add(new File([pixels], "image.png", { type: "image/png" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""


async def sends(page: Page) -> None:
    await page.get_by_role('button', name='Crear ticket').click()


@pytest.mark.rule('S1-3', 'S1-4', 'S1-5', 'S1-6', 'S1-7', 'S1-8', 'S4-18', 'S4-19', 'S4-20', 'S0-29')
async def test_a_network_incident_from_its_questions_to_what_the_agent_reads(people: People) -> None:
    async with (
        people.window(LUCIA, '/tickets/new/internet') as page,
        people.window('marta@mesa.example', '') as agent,
    ):
        await expect(page.get_by_role('textbox', name='Empresa')).to_have_value('Hotel Mirador')
        await expect(page.get_by_label('Nombre completo')).to_have_value('Lucía Herrera')
        await expect(page.get_by_label('Descripción')).to_have_accessible_description(
            re.compile('Recuerda ser lo más detallado')
        )
        await page.get_by_role('textbox', name='Teléfono').fill('+57 (6) 3134484')
        subject, check = page.get_by_label('Asunto'), page.get_by_role('group', name='¿Es urgente?')
        await expect(check).to_be_hidden()
        await subject.fill('ÚRGENTE: sede Norte sin red')
        await expect(check).to_be_visible()
        await check.get_by_role('radio', name='No', exact=True).check()
        await sends(page)
        await expect(page.locator('.summary')).to_contain_text('Revisa')
        for label in ('Servicio afectado', '¿Qué tipo de inconveniente', '¿Desde cuándo?', 'Descripción'):
            await expect(page.get_by_label(label)).to_have_attribute('aria-invalid', 'true')
        await page.get_by_label('Servicio afectado').fill('ENL-0777')
        await page.get_by_label('¿Qué tipo de inconveniente').select_option('Lento')
        await page.get_by_label('Descripción').fill('Nadie navega.')
        power = page.get_by_role('radiogroup', name='¿El equipo está encendido')
        await power.get_by_role('radio', name='No', exact=True).check()
        await expect(page.get_by_text('Sin energía el enlace no sube')).to_be_visible()
        await power.get_by_role('radio', name='Sí', exact=True).check()
        await expect(page.get_by_text('Sin energía el enlace no sube')).to_be_hidden()
        await page.get_by_role('radiogroup', name='¿Reiniciaste').get_by_role('radio', name='No', exact=True).check()
        await expect(page.get_by_text('Prueba a reiniciarlo ahora')).to_be_visible()
        since = page.get_by_label('¿Desde cuándo?')
        await since.fill('2099-01-01T08:00')
        await sends(page)
        await expect(page.locator('.summary')).to_contain_text('futuro')
        await since.fill('2026-11-20T08:15')
        await sends(page)
        await page.wait_for_url(re.compile(r'/tickets/[^/]+$'))
        facts = page.locator('dl.facts').first
        await expect(facts).to_contain_text('ENL-0777')
        await expect(facts).to_contain_text('20 nov')
        await visit(agent, f'{people.server.url}/desk/{page.url.rsplit("/", 1)[1]}')
        for words in ('ENL-0777', '+57 (6) 3134484', 'Lento', 'ÚRGENTE: sede Norte sin red'):
            await expect(agent.get_by_text(words, exact=False).first).to_be_visible()


@pytest.mark.rule('S0-30', 'S0-31', 'S0-21')
async def test_a_document_is_offered_refused_when_missing_and_pictures_are_pasted(
    people: People, tmp_path: Path
) -> None:
    async with people.window(LUCIA, '/tickets/new/new-user') as page:
        await expect(page.get_by_text('hasta 25 MB').first).to_be_visible()
        async with page.expect_download() as download:
            await page.get_by_role('link', name='Descargar el formulario').click()
        form = tmp_path / 'alta ñandú.docx'
        await (await download.value).save_as(form)
        assert form.read_bytes()[:2] == b'PK'
        await page.get_by_label('Asunto').fill('Alta de Julián')
        await page.get_by_label('Descripción').fill('Empieza el lunes.')
        await page.get_by_label('Descripción').evaluate(PASTE)
        await expect(page.get_by_text(re.compile(r'captura \d\d\.\d\d\.\d\d\.png'))).to_have_count(2)
        await expect(page.locator('[data-discard]')).to_have_count(2)
        await page.get_by_role('button', name=re.compile('Quitar captura')).first.click()
        await expect(page.locator('[data-discard]')).to_have_count(1)
        await sends(page)
        await expect(page.locator('.error:visible')).to_contain_text('Adjunta el formulario')
        await page.get_by_label('Adjúntalo ya lleno').set_input_files(form)
        await expect(page.locator('[data-discard]')).to_have_count(2)
        await until_kept(page, 'Empieza el lunes.')
        await page.reload()
        await expect(page.locator('.document [data-discard]')).to_have_count(1)
        await expect(page.get_by_label('Descripción')).to_have_value('Empieza el lunes.')
        await sends(page)
        await page.wait_for_url(re.compile(r'/tickets/[^/]+$'))
        attached = page.get_by_role('link', name='alta ñandú.docx')
        answer = await page.request.get(people.server.url + str(await attached.get_attribute('href')))
        assert hashlib.sha256(await answer.body()).digest() == hashlib.sha256(form.read_bytes()).digest()
        await expect(page.locator('.file-sight')).to_have_count(1)


@pytest.mark.rule('S0-4', 'S0-7', 'S0-20', 'S1-10', 'S4-2')
async def test_what_fits_nothing_what_is_promised_and_what_is_not_ours(people: People) -> None:
    async with people.window(LUCIA) as page, people.window(LUCIA, '/tickets') as list_:
        await page.get_by_role('link', name='Virus').click()
        await expect(page.get_by_role('region', name='A dónde ir')).to_contain_text('por definir')
        await expect(page.get_by_role('button', name='Crear ticket')).to_have_count(0)
        await page.get_by_role('link', name='Ninguno se ajusta').click()
        await page.locator('.choice-row', has_text='Ninguno se ajusta').click()
        await page.get_by_role('radiogroup', name='¿Qué es?').get_by_role('radio', name='Petición').check()
        await page.get_by_label('Asunto').fill('Un dato que no encuentro')
        await page.get_by_label('Descripción').fill('¿Quién lo sabe?')
        await sends(page)
        await page.wait_for_url(re.compile(r'/tickets/(?!new)[^/]+$'))
        await expect(page.locator('dl.facts').first).to_contain_text('Otra petición')
        await follow(page, '/tickets/new/change-application')
        await expect(page.locator('.promise')).to_contain_text('estará listo')
        await page.get_by_label('Aplicación').fill('Hotel 8.14')
        await page.get_by_label('Asunto').fill('Cambiar el pie de la factura')
        await page.get_by_label('Descripción').fill('Nuevo teléfono.')
        await sends(page)
        await page.wait_for_url(re.compile(r'/tickets/(?!new)[^/]+$'))
        await expect(page.locator('dl.facts').first).to_contain_text('Prometido')
        await follow(page, '/')
        await page.get_by_role('link', name='Sugerir una mejora').click()
        await page.get_by_label('Asunto').fill('Un botón más grande')
        await page.get_by_label('Descripción').fill('Para verlo mejor.')
        await sends(page)
        for subject in ('Un dato que no encuentro', 'Cambiar el pie de la factura', 'Un botón más grande'):
            await expect(list_.get_by_role('link', name=re.compile(subject))).to_be_visible()
