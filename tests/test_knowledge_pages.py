"""Reading, writing and being helped by what the desk has written, in a real browser."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import People, follow, visit

ADMIN, MARTA, LUCIA, ELENA = 'admin@mesa.example', 'marta@mesa.example', 'lucia@mirador.example', 'elena@ondu.example'
DIEGO = 'diego@mesa.example'
VALUES = 'Confianza|Compromiso|Honestidad|Lealtad|Trabajo en Equipo|Respeto|Innovación|Solidaridad'.split('|')
POLICIES = 'Políticas de atención de la Mesa de Servicio'


async def saved(page: Page, button: str = 'Guardar') -> None:
    await page.get_by_role('button', name=button, exact=True).click()
    await expect(page.locator('.toast').last).to_be_visible()


@pytest.mark.rule('S0-15', 'S1-2', 'S4-21', 'S4-22', 'S3-28')
async def test_a_visitor_reads_policies_pages_and_the_manual(people: People) -> None:
    async with people.window(path='/policies') as page:
        await expect(page.get_by_role('heading', level=1)).to_have_text(POLICIES)
        await page.get_by_role('link', name=re.compile('Buenas prácticas')).click()
        await expect(page.get_by_role('heading', level=1)).to_have_text('Buenas prácticas para equipos de cómputo')
        await expect(page.locator('.prose ol > li')).to_have_count(9)
        await expect(page.get_by_text('piden dinero por el rescate')).to_be_visible()
        await follow(page, '/policies')
        await page.get_by_role('link', name=re.compile('Quiénes somos')).click()
        for value in VALUES:
            await expect(page.get_by_role('cell', name=value, exact=True)).to_be_visible()
        for team in ('Soporte', 'Investigación y Desarrollo', 'Comercial', 'Administrativa y Talento Humano'):
            await expect(page.get_by_role('heading', name=team, exact=True)).to_be_visible()
        await expect(page.get_by_text('Es el área que recibe tus tickets.')).to_have_count(1)
        await follow(page, '/policies')
        await page.get_by_role('link', name=re.compile('Nuestro compromiso con la calidad')).click()
        await expect(page.get_by_text('los más altos estándares de calidad')).to_be_visible()
        await follow(page, '/kb')
        await page.get_by_role('link', name=re.compile('Manual de la mesa de servicio')).click()
        await expect(page.get_by_role('heading', name='Crear un ticket')).to_be_visible()
        await visit(page, f'{people.server.url}/kb/procedimiento-interno-reiniciar-el-servidor-de-impresion')
        await expect(page.get_by_role('heading', level=1)).not_to_contain_text('Procedimiento')


@pytest.mark.rule('S0-15')
async def test_an_administrator_changes_a_policy_and_open_windows_follow(people: People) -> None:
    async with people.window(path='/policies') as visitor, people.window(ADMIN, '/desk/articles') as admin:
        await admin.get_by_role('link', name=re.compile(POLICIES)).click()
        text = admin.get_by_label('Texto', exact=True)
        await text.fill(await text.input_value() + '\n\n## Feriados\n\nNo atendemos en **feriados**.')
        await expect(admin.locator('.article-preview').get_by_role('heading', name='Feriados')).to_be_visible()
        await saved(admin)
        await expect(admin.get_by_text('Versión 2', exact=True)).to_be_visible()
        await expect(visitor.get_by_role('heading', name='Feriados')).to_have_count(0)
        await admin.get_by_role('button', name='Publicar').click()
        await expect(visitor.get_by_role('heading', name='Feriados')).to_be_visible()
        await expect(visitor.locator('.prose strong', has_text='feriados')).to_be_visible()


async def test_what_helped_makes_the_ticket_needless(people: People) -> None:
    async with people.window(LUCIA, '/tickets/new/printer') as page:
        await page.get_by_label('Asunto').press_sequentially('La impresora se atasca')
        await page.get_by_role('button', name=re.compile('La impresora no imprime o se atasca')).click()
        sheet = page.get_by_role('dialog', name='La impresora no imprime o se atasca')
        await expect(sheet.get_by_text('Revisa que tenga papel')).to_be_visible()
        await sheet.get_by_role('button', name='No, sigo con mi ticket').click()
        await expect(page.get_by_label('Asunto')).to_have_value('La impresora se atasca')
        await page.get_by_role('button', name=re.compile('La impresora no imprime o se atasca')).click()
        await sheet.get_by_role('button', name='Esto lo resolvió').click()
        await page.wait_for_url(f'{people.server.url}/')
        await follow(page, '/tickets/new/printer')
        await expect(page.get_by_label('Asunto')).to_have_value('')


async def test_an_incident_is_joined_from_the_form_with_one_click(people: People) -> None:
    async with people.window(ELENA, '/tickets/new/application-error') as page:
        await page.get_by_label('Asunto').press_sequentially('facturación electrónica')
        known = page.get_by_role('listitem').filter(has_text='Ya lo sabemos')
        await known.get_by_role('button', name='Es otra cosa').click()
        await expect(known).to_have_count(0)
        await visit(page, page.url)
        await page.get_by_label('Descripción').fill('Ninguna caja emite desde las ocho.')
        await page.get_by_role('button', name='A mí también me pasa').click()
        await page.wait_for_url(re.compile(r'/tickets/MV-\d+$'))
        await expect(page.get_by_role('heading', level=1)).to_contain_text('Facturación electrónica')
        await expect(page.get_by_text('Ninguna caja emite desde las ocho.').last).to_be_visible()


async def test_readers_say_what_was_missing_and_the_desk_reads_it_at_once(people: People) -> None:
    async with people.window(MARTA, '/desk/articles') as desk, people.window(path='/kb') as visitor:
        await desk.get_by_role('link', name=re.compile('Internet lento o')).click()
        await visitor.get_by_role('link', name=re.compile('Internet lento o')).click()
        await visitor.get_by_role('button', name='No', exact=True).click()
        await visitor.get_by_label('Cuéntanos qué faltó').fill('¿Y con fibra?')
        await visitor.get_by_role('button', name='Enviar', exact=True).click()
        await expect(visitor.get_by_text('Gracias, tomamos nota.')).to_be_visible()
        await expect(desk.get_by_text('¿Y con fibra?')).to_be_visible()
        await desk.get_by_label('Texto', exact=True).fill('Lo de Marta.')
        await desk.get_by_label('Resumen', exact=True).fill('Lento')
        async with people.window(DIEGO, urlsplit(desk.url).path) as other:
            await other.get_by_label('Texto', exact=True).fill('Lo de Diego.')
            await saved(other)
            await desk.get_by_role('link', name='Abrirlo de nuevo').click()
            left = desk.locator('.left-text')
            await expect(left.locator('textarea').last).to_have_value('Lo de Marta.')
            await expect(desk.get_by_label('Texto', exact=True).last).to_have_value('Lo de Diego.')
            await desk.get_by_label('Texto', exact=True).last.fill('Otra vez Marta.')  # on top of his, not of hers
            await other.get_by_label('Texto', exact=True).fill('Lo de Diego, mejor.')
            await saved(other)
        await desk.get_by_role('link', name='Abrirlo de nuevo').click()
        await expect(left).to_have_count(2)
        await expect(left.first.locator('textarea').last).to_have_value('Otra vez Marta.')
        await left.first.get_by_role('button').click()
        await expect(left).to_have_count(1)
        await left.get_by_role('link').click()
        await expect(left).to_have_count(0)
        await expect(desk.get_by_label('Texto', exact=True)).to_have_value('Lo de Marta.')
        await saved(desk)
        await expect(desk.get_by_text('Versión 4', exact=True)).to_be_visible()


@pytest.mark.rule('S2-16')
async def test_a_solved_ticket_becomes_an_article(people: People) -> None:
    async with people.window(MARTA, '/desk?view=done') as page:
        await page.locator('.queue-row', has_text='El computador de gerencia no enciende').click()
        await page.get_by_role('link', name='Convertir en artículo').click()
        title = page.get_by_label('Título', exact=True)
        await expect(title).not_to_have_value('')
        body = await page.get_by_label('Texto', exact=True).input_value()
        assert '## Problema' in body
        assert '## Solución' in body
        assert '@' not in body
        await title.fill('Aprendido de un ticket')
        await page.get_by_role('button', name='Guardar y pedir revisión').click()
        await page.wait_for_url(re.compile(r'/desk/articles/\d+$'))
        await expect(page.get_by_text('Por revisar')).to_be_visible()
        await expect(page.get_by_role('button', name='Publicar')).to_be_hidden()  # her own


@pytest.mark.rule('S1-15')
async def test_a_customer_reads_his_own_region_alone(people: People) -> None:
    async with people.window(ELENA, '/escalation') as page:
        await expect(page.get_by_role('region', name='Colombia')).to_be_visible()
        await expect(page.locator('.content section')).to_have_count(1)
        await expect(page.locator('.level-card').first).to_contain_text('Mesa de servicio')
    async with people.window(path='/escalation') as page:
        await expect(page.get_by_role('link', name='Entrar').last).to_be_visible()
        await expect(page.get_by_text('Colombia')).to_have_count(0)
