"""«Mis tickets» in a window: filtered by state, counted, and live."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People
from tests.test_two_windows import LUCIA


@pytest.mark.rule('S3-21', 'S4-4')
async def test_a_new_ticket_counts_at_once_and_stands_only_where_it_belongs(people: People) -> None:
    async with people.window(LUCIA, '/tickets') as page, people.window(LUCIA, '/tickets/new/application-error') as form:
        counts = {name: await _count(_tab(page, name)) for name in ('Abiertos', 'Cerrados', 'Todos')}
        await form.get_by_label('Asunto').fill('El cierre se detiene')
        await form.get_by_label('Descripción').fill('Al cerrar el turno sale un error.')
        await form.get_by_role('button', name='Crear ticket').click()
        for label in ('Aplicación', 'Módulo'):
            await expect(form.get_by_label(label)).to_have_attribute('aria-invalid', 'true')
        await form.get_by_label('Aplicación').select_option('Hotel 8.14')
        await form.get_by_label('Módulo').select_option('Cierre diario')
        await form.get_by_role('button', name='Crear ticket').click()
        await form.wait_for_url(re.compile(r'/tickets/MV-\d+$'))
        for answer in ('Hotel 8.14', 'Cierre diario'):
            await expect(form.locator('dl.facts').first).to_contain_text(answer)
        number = form.url.rsplit('/', 1)[1]
        row = page.locator('.ticket-row', has_text=number)
        await expect(row).to_contain_text('El cierre se detiene')
        for name, more in (('Abiertos', 1), ('Cerrados', 0), ('Todos', 1)):
            await expect(_tab(page, name).locator('.badge')).to_have_text(str(counts[name] + more))
        await _tab(page, 'Cerrados').click()
        await expect(_tab(page, 'Cerrados')).to_have_attribute('aria-current', 'page')
        await expect(page.locator('.ticket-row').first).to_be_visible()
        await expect(row).to_have_count(0)
        await _tab(page, 'Todos').click()
        await expect(row).to_be_visible()


def _tab(page: Page, name: str) -> Locator:
    return page.get_by_role('navigation', name='Filtrar').get_by_role('link', name=name)


async def _count(tab: Locator) -> int:
    await expect(tab.locator('.badge')).to_have_text(re.compile(r'\d'))
    return int(await tab.locator('.badge').inner_text())
