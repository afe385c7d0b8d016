"""What an admin changes reaches every open page at once: home, form, desk and board."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.browser import People
from tests.support.server import running
from tests.test_two_windows import LUCIA, MARTA

ADMIN = 'admin@mesa.example'
BRAND = "() => getComputedStyle(document.documentElement).getPropertyValue('--brand').trim()"
LOADED = '() => performance.getEntriesByType("navigation").length + (window.loaded ??= Math.random())'


@pytest.mark.rule('S0-9')
async def test_every_open_page_follows_brand_hours_types_and_announcements(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, ('tests.support.settings_desk', 'serve'), DEMO='1') as server:
        people = People(browser, server)
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

            await admin.get_by_label('Color', exact=True).fill('#7a1f5c')
            await admin.get_by_role('button', name='Guardar', exact=True).first.click()
            for page in pages:
                await expect(page.locator('.brand').first).to_have_attribute('data-own', 'yes')
                assert await page.evaluate(BRAND) == '#7a1f5c'

            await admin.request.post(f'{server.url}/settings/announcements/Cerramos el viernes')
            await expect(home.get_by_text('Cerramos el viernes').first).to_be_visible()
            await expect(kiosk.locator('#kiosk-notes')).to_contain_text('Cerramos el viernes')  # notes take turns

            await admin.request.post(f'{server.url}/settings/items/printer/title/La impresora y sus males')
            await expect(home.get_by_role('link', name=re.compile('La impresora y sus males'))).to_be_visible()
            await expect(form.get_by_role('heading', level=1)).to_have_text('La impresora y sus males')

            await admin.request.post(f'{server.url}/settings/holidays')
            await expect(home.get_by_role('region', name='Atención')).to_contain_text('Abre ')

            await expect(form.get_by_label('Asunto')).to_have_value('La impresora no toma papel')
            assert loaded == [await page.evaluate(LOADED) for page in pages]
        assert people.faults == []


@pytest.mark.rule('S4-14', 'S4-20', 'S3-26', 'S1-2')
async def test_the_desks_own_words_stand_where_they_belong(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, ('tests.support.settings_desk', 'serve'), DEMO='1') as server:
        people = People(browser, server)
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
            await admin.request.post(f'{server.url}/settings/holidays')
            await expect(form.get_by_role('status').filter(has_text='Hoy solo por teléfono')).to_contain_text(
                '04 371 0215'
            )
            await expect(home.get_by_text('Hoy solo por teléfono')).to_be_visible()
            await expect(description).to_have_value('No imprime')
            await expect(form.get_by_role('button', name='Crear ticket')).to_be_enabled()
        assert people.faults == []
