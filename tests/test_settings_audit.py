"""`/settings/audit` in windows, and its file."""

import csv
import re
from io import StringIO

import pytest
from playwright.async_api import expect

from tests.support.browser import People

ADMIN, ANA = 'admin@mesa.example', 'ana@mesa.example'


async def test_what_is_saved_stands_in_the_open_log_at_once(people: People) -> None:
    async with (
        people.window(ADMIN, '/settings/audit?action=settings_saved') as log,
        people.window(ADMIN, '/settings/texts') as texts,
    ):
        rows = log.locator('.audit-row')
        card = texts.get_by_role('region', name='Lo que buscas', exact=True)
        await card.get_by_label('Español').fill('=Calidad y compromiso')
        await card.get_by_role('button', name='Guardar', exact=True).click()
        await expect(rows.first).to_contain_text('=Calidad y compromiso')
        await expect(rows.first).to_contain_text(re.compile('Gabriel Ortiz.*Guardó ajustes.*objective', re.DOTALL))
        await expect(rows.first).to_contain_text('127.0.0.1')

        answer = await log.request.get(f'{people.server.url}/settings/audit.csv?action=settings_saved')
        text = (await answer.body()).decode()
        assert answer.headers['content-type'] == 'text/csv; charset=utf-8'
        assert 'attachment' in answer.headers['content-disposition']
        assert text[0] == '\ufeff'
        titles, first, *_others = csv.reader(StringIO(text[1:]))
        assert titles[:2] == ['Cuándo', 'Quién']
        assert first[1:7] == ['Gabriel Ortiz', ADMIN, 'Guardó ajustes', 'settings_saved', 'objective', '127.0.0.1']
        assert first[7].endswith(': nada → «=Calidad y compromiso»')

        await card.get_by_label('Español').fill('')
        await card.get_by_role('button', name='Guardar', exact=True).click()
        await expect(rows.first).to_contain_text('nada')

        await log.get_by_label('Persona').fill('nobody-of-this-name')
        await log.get_by_role('button', name='Filtrar').click()
        await expect(log.get_by_text('No encontramos nada')).to_be_visible()
        await expect(log).to_have_url(re.compile(r'\?person=nobody-of-this-name&action=settings_saved$'))
        await log.get_by_role('link', name='Quitar filtros').click()
        await expect(rows.first).to_be_visible()


@pytest.mark.parametrize('email', ['lucia@mirador.example', 'marta@mesa.example', ANA, ''])
async def test_the_log_exists_for_admins_alone(people: People, email: str) -> None:
    async with people.window(email) as page:
        answer = await page.request.get(f'{people.server.url}/settings/audit.csv')
        assert answer.status == 404
        if email:
            assert (await page.request.get(f'{people.server.url}/settings/audit')).status == 404
