"""What an admin changes reaches every open page at once: home, form, desk and board."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import People, follow, visit
from tests.support.customer import open_ticket
from tests.support.server import running
from tests.test_two_windows import LUCIA, MARTA

ADMIN = 'admin@mesa.example'
DEPARTMENTS = ('Comercial', 'Facturación', 'Sistemas', 'Redes', 'Centros de Datos', 'Soporte 24 Horas')
ACCENT = "getComputedStyle(document.querySelector('.button-primary')).getPropertyValue('--accent').trim()"
PIXEL = 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4='
BRAND = "() => getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()"
LOADED = '() => performance.getEntriesByType("navigation").length + (window.loaded ??= Math.random())'


@pytest.fixture(scope='module')
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    with running(tmp_path_factory.mktemp('desk'), ('tests.support.settings_desk', 'serve'), DEMO='1') as server:
        yield People(browser, server)


@pytest.fixture
def people(desk: People) -> Iterator[People]:
    """On a desk that no test before has closed."""
    httpx.delete(f'{desk.server.url}/settings/holidays', timeout=30).raise_for_status()
    desk.faults.clear()
    yield desk
    assert desk.faults == []


@pytest.mark.rule('S0-9', 'S0-12', 'S3-4')
async def test_what_an_admin_says_of_the_desk_changes_on_every_open_page(people: People) -> None:
    changes = {'name': 'SOS Ondú Cloud', 'colour': '#7a1f5c', 'logo': PIXEL, 'phone': '+57 (6) 3134484', 'mail': ''}
    changes |= {'centre': 'Centro de Servicios'}
    address = f'{people.server.url}/settings/desk'
    async with people.window() as visitor, people.window(MARTA, '/desk') as marta:
        for page in (visitor, marta):
            await expect(page.locator('.brand')).to_have_text('Mesa Viva')
        for wrong in ({'colour': '#ffee00'}, {'logo': 'https://elsewhere.example/logo.png'}):
            answer = await visitor.request.post(address, data=wrong)
            assert answer.status == 500
        before = await visitor.evaluate(ACCENT)
        await visitor.request.post(address, data=changes)
        for page in (visitor, marta):
            await expect(page.locator('.brand')).to_have_text('SOS Ondú Cloud')
            await expect(page).to_have_title(re.compile('· SOS Ondú Cloud$'))
            await expect(page.locator('.brand-mark')).to_have_attribute('src', PIXEL)
        await expect(visitor.get_by_text('SOS Ondú Cloud – Centro de Servicios')).to_be_visible()
        assert (before, await visitor.evaluate(ACCENT)) == ('#0b6b63', '#7a1f5c')
        links = visitor.get_by_role('region', name='Atención').get_by_role('link')
        await expect(links).to_have_count(3)
        hrefs = [await link.get_attribute('href') for link in await links.all()]
        assert hrefs == [people.server.url, 'tel:+5763134484', 'tel:0986340821']


@pytest.mark.rule('S0-9')
async def test_every_open_page_follows_brand_hours_types_and_announcements(people: People) -> None:
    async with (
        people.window(ADMIN, '/settings/general') as admin,
        people.window() as home,
        people.window(LUCIA, '/tickets/new/printer') as form,
        people.window(MARTA, '/desk') as desk,
        people.window(path='/kiosk') as kiosk,
    ):
        pages: tuple[Page, ...] = (home, form, desk, kiosk)
        loaded = [await page.evaluate(LOADED) for page in pages]
        await form.get_by_label('Asunto').fill('La impresora no toma papel')

        await admin.get_by_label('Color', exact=True).fill('#1f4f7a')
        await admin.get_by_role('button', name='Guardar', exact=True).first.click()
        for page in pages:
            await page.wait_for_function(f'({BRAND})() === "#1f4f7a"')

        await admin.request.post(f'{people.server.url}/settings/announcements/Cerramos el viernes')
        await expect(home.get_by_text('Cerramos el viernes').first).to_be_visible()
        await expect(kiosk.locator('#kiosk-notes')).to_contain_text('Cerramos el viernes')  # notes take turns

        await admin.request.post(f'{people.server.url}/settings/items/printer/title/La impresora y sus males')
        await expect(home.get_by_role('link', name=re.compile('La impresora y sus males'))).to_be_visible()
        await expect(form.get_by_role('heading', level=1)).to_have_text('La impresora y sus males')

        await admin.request.post(f'{people.server.url}/settings/holidays')
        await expect(home.get_by_role('region', name='Atención')).to_contain_text('Abre ')

        await expect(form.get_by_label('Asunto')).to_have_value('La impresora no toma papel')
        assert loaded == [await page.evaluate(LOADED) for page in pages]


@pytest.mark.rule('S4-14', 'S4-20', 'S3-26', 'S1-2')
async def test_the_desks_own_words_stand_where_they_belong(people: People) -> None:
    async with (
        people.window(ADMIN, '/settings/texts') as admin,
        people.window(path='/policies') as policies,
        people.window() as home,
        people.window(LUCIA, '/tickets/new/printer') as form,
    ):
        description = form.get_by_label('Descripción')
        await description.fill('No imprime')
        for name, words in (
            ('Lo que buscas', 'Calidad y compromiso'),
            ('Qué es urgente', 'Urgente: sin ello no facturas'),
            ('Cómo describir', 'Cuenta todo lo que viste'),
            ('Fines de semana y festivos', 'Hoy solo por teléfono'),
        ):
            card = admin.get_by_role('region', name=name, exact=True)
            await card.get_by_label('Español').fill(words)
            await card.get_by_role('button', name='Guardar', exact=True).click()
            await expect(card.get_by_text('Guardado por Gabriel Ortiz')).to_be_visible()
        await expect(policies.get_by_text('Calidad y compromiso')).to_be_visible()
        await expect(form.get_by_role('radiogroup', name='¿Cuánto te afecta?')).to_have_accessible_description(
            re.compile('Urgente: sin ello no facturas')
        )
        await expect(description).to_have_accessible_description(re.compile('Cuenta todo lo que viste'))
        await admin.request.post(f'{people.server.url}/settings/holidays')
        told = form.get_by_role('status').filter(has_text='Hoy solo por teléfono')
        await expect(told).to_contain_text(re.compile(r'04 371 0215|\+57 \(6\) 3134484'))
        await expect(home.get_by_text('Hoy solo por teléfono')).to_be_visible()
        await expect(description).to_have_value('No imprime')
        await expect(form.get_by_role('button', name='Crear ticket')).to_be_enabled()


@pytest.mark.rule('S0-10', 'S0-19', 'S3-1', 'S3-2')
async def test_departments_types_and_holidays_reach_open_pages(people: People) -> None:
    async with (
        people.window() as visitor,
        people.window(LUCIA, '') as customer,
        people.window(MARTA, '/tickets/new') as agent,
    ):
        departments = visitor.get_by_role('region', name='Departamentos').get_by_role('link')
        await expect(departments).to_have_text([re.compile(f'^{name}') for name in DEPARTMENTS])
        for text in await departments.all_inner_texts():
            assert re.search('Abierto ahora|Abre ', text), text
        await visitor.request.post(f'{people.server.url}/settings/departments/Logística')
        await expect(departments.last).to_contain_text('Logística')
        await visitor.request.post(f'{people.server.url}/settings/items/Fallo del lector de huellas')
        for page in (visitor, agent):
            await expect(page.get_by_role('link', name=re.compile('Fallo del lector de huellas'))).to_be_visible()
        chosen = await departments.nth(1).get_attribute('href')
        await follow(agent, chosen or '')
        await expect(agent.locator('.lead')).to_contain_text('Facturación')
        await expect(agent.get_by_role('link', name=re.compile('Ninguno se ajusta'))).to_be_visible()
        await expect(agent.get_by_role('link', name=re.compile('Fallo del computador'))).to_have_count(0)

        number = await open_ticket(customer, people, 'La impresora falla de madrugada')
        await visitor.request.post(f'{people.server.url}/settings/holidays')
        closed = customer.get_by_role('status').filter(has_text='Ahora estamos cerrados')
        await expect(closed).to_contain_text(re.compile('Abre (el )?[a-zé]+'))
        await customer.get_by_label('Escribe tu respuesta').fill('Sigue así a las tres.')
        await customer.get_by_role('button', name='Enviar', exact=True).click()
        await visit(agent, f'{people.server.url}/desk/{number}')
        await expect(agent.get_by_text('Sigue así a las tres.')).to_be_visible()
        await agent.get_by_role('button', name='Tomar').click()
        await expect(customer.get_by_text('Marta Ruiz').first).to_be_visible()  # he follows it all the same
        await expect(visitor.get_by_role('region', name='Atención')).to_contain_text('Abre ')
