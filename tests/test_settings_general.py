"""`/settings/general` in windows: what an admin saves shows everywhere at once, and who saves the same is noticed."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from struct import pack
from zlib import compress, crc32

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from services.brand import LARGEST_LOGO
from tests.support.browser import People
from tests.support.server import Server, running

ADMIN, MARTA = 'admin@mesa.example', 'marta@mesa.example'
GENERAL = '/settings/general'


@pytest.fixture(scope='module')
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp('desk'), DEMO='1') as server:
        yield server


@pytest.fixture(scope='module')
def everybody(browser: Browser, desk: Server) -> People:
    return People(browser, desk)


@pytest.fixture
def people(everybody: People) -> Iterator[People]:
    everybody.faults.clear()
    yield everybody
    assert everybody.faults == []


def card(page: Page, name: str) -> Locator:
    return page.get_by_role('region', name=name, exact=True)


def noise(side: int) -> bytes:
    """A PNG that cannot be compressed."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return pack('>I', len(content)) + name + content + pack('>I', crc32(name + content))

    lines = b''.join(b'\0' + Random(line).randbytes(3 * side) for line in range(side))
    head = pack('>IIBBBBB', side, side, 8, 2, 0, 0, 0)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', compress(lines)) + chunk(b'IEND', b'')


async def save(place: Locator) -> None:
    await place.get_by_role('button', name='Guardar', exact=True).click()


@pytest.mark.rule('S0-9', 'S0-12', 'S4-3', 'S4-16')
async def test_name_colour_and_channels_reach_every_open_page(people: People) -> None:
    async with (
        people.window(ADMIN, GENERAL) as admin,
        people.window() as visitor,
        people.window(MARTA, '/desk') as marta,
        people.window(path='/kiosk') as kiosk,
    ):
        brand = card(admin, 'Nombre, marca y canales')
        await brand.get_by_label('Nombre de la mesa').fill('SOS Ondú Cloud')
        await brand.get_by_label('Color', exact=True).fill('#ffee00')
        await expect(brand.get_by_text('demasiado claro')).to_be_visible()
        await expect(brand.get_by_text('2 cambios sin guardar')).to_be_visible()
        await brand.get_by_label('Central telefónica').fill('llámanos')
        await save(brand)
        await expect(brand.locator('.summary')).to_contain_text('Revisa 2 datos')
        await expect(brand.get_by_label('Central telefónica')).to_have_value('llámanos')
        await brand.get_by_label('Central telefónica').fill('+57 (6) 3134484')
        await brand.get_by_label('Color', exact=True).fill('#7a1f5c')
        await save(brand)
        await expect(brand.get_by_text('Guardado por Gabriel Ortiz')).to_be_visible()
        await expect(brand.locator('.summary')).to_be_hidden()
        for page in (admin, visitor, marta):
            await expect(page.locator('.brand').first).to_have_text('SOS Ondú Cloud')
            await expect(page.locator('.brand').first).to_have_attribute('data-own', 'yes')
        await expect(kiosk.get_by_text('SOS Ondú Cloud').first).to_be_visible()
        calls = visitor.get_by_role('link', name='+57 (6) 3134484')
        await expect(calls).to_have_attribute('href', 'tel:+5763134484')


@pytest.mark.rule('S0-9')
async def test_a_large_image_becomes_a_small_mark_everywhere(people: People, tmp_path: Path) -> None:
    picture = tmp_path / 'logo.png'
    picture.write_bytes(noise(300))
    assert picture.stat().st_size > LARGEST_LOGO
    async with people.window(ADMIN, GENERAL) as admin, people.window() as visitor:
        brand = card(admin, 'Nombre, marca y canales')
        await brand.locator('input[type=file]').set_input_files(picture)
        await expect(brand.get_by_text('1 cambio sin guardar')).to_be_visible()
        await save(brand)
        mark = visitor.locator('.brand-mark').first
        await expect(mark).to_have_attribute('src', re.compile('^data:image/'))
        assert len(await mark.get_attribute('src') or '') <= LARGEST_LOGO
        await brand.get_by_role('button', name='Usar el nuestro').click()
        await save(brand)
        await expect(mark).to_have_attribute('src', re.compile('favicon'))


@pytest.mark.rule('S3-4')
async def test_the_welcome_is_said_in_the_language_of_who_reads_it(people: People) -> None:
    async with (
        people.window(ADMIN, GENERAL) as admin,
        people.window() as visitor,
        people.window(locale='en-US') as guest,
    ):
        welcome = card(admin, 'Bienvenida')
        await welcome.get_by_label('Español').fill('Hola, este es tu soporte')
        await save(welcome)
        await expect(visitor.get_by_role('heading', level=1)).to_have_text('Hola, este es tu soporte')
        await expect(guest.get_by_role('heading', level=1)).to_have_text('Hola, este es tu soporte')
        await welcome.get_by_label('Inglés').fill('Hello, this is your support')
        await save(welcome)
        await expect(guest.get_by_role('heading', level=1)).to_have_text('Hello, this is your support')
        await expect(visitor.get_by_role('heading', level=1)).to_have_text('Hola, este es tu soporte')


async def test_who_changes_what_somebody_else_has_saved_is_told_and_loses_nothing(people: People) -> None:
    async with people.window(ADMIN, GENERAL) as mine, people.window(ADMIN, GENERAL) as theirs:
        here, there = (card(page, 'Nombre, marca y canales') for page in (mine, theirs))
        centre = here.get_by_label('Tipo de centro')
        await centre.fill('Centro de Servicios')
        await there.get_by_label('Móvil').fill('099 111 2233')
        await save(there)
        await expect(there.get_by_text(re.compile('Guardado por Gabriel Ortiz: hoy'))).to_be_visible()
        told = here.get_by_role('status').filter(has_text='guardó este apartado a las')
        await expect(told).to_contain_text('099 111 2233')
        await expect(centre).to_have_value('Centro de Servicios')
        await save(here)
        await expect(mine.get_by_text('Otra persona guardó esto mientras tanto')).to_be_visible()
        await expect(centre).to_have_value('Centro de Servicios')
        await told.get_by_role('button', name='Guardar lo mío encima').click()
        await expect(here.get_by_label('Móvil')).to_have_value('099 111 2233')
        await expect(centre).to_have_value('Centro de Servicios')
        await expect(there.get_by_label('Tipo de centro')).to_have_value('Centro de Servicios')
        await expect(there.get_by_text('sin guardar').first).to_be_hidden()


async def test_what_is_discarded_is_what_is_stored_again(people: People) -> None:
    async with people.window(ADMIN, GENERAL) as mine, people.window(ADMIN, GENERAL) as theirs:
        here, there = (card(page, 'Segunda dirección') for page in (mine, theirs))
        await here.get_by_label('Dirección').fill('otra@mesa.example')
        await there.get_by_label('Dirección').fill('ayuda@mesa.example')
        await save(there)
        await here.get_by_role('button', name='Descartar lo mío').click()
        await expect(here.get_by_label('Dirección')).to_have_value('ayuda@mesa.example')
        await expect(here.get_by_role('button', name='Guardar', exact=True)).to_be_disabled()
        await expect(there.get_by_label('Dirección')).to_have_value('ayuda@mesa.example')


@pytest.mark.parametrize('email', ['lucia@mirador.example', MARTA, 'ana@mesa.example'])
async def test_settings_do_not_exist_for_anybody_else(people: People, email: str) -> None:
    async with people.window(email) as page:
        for path in ('/settings', GENERAL):
            answer = await page.request.get(f'{people.server.url}{path}')
            assert answer.status == 404
        await expect(page.get_by_role('link', name='Ajustes')).to_have_count(0)
