"""`/settings/remote` in windows: what an admin saves shows in tickets that are open (S0-27)."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import People, visit
from tests.support.customer import open_ticket

ADMIN, LUCIA, MARTA = 'admin@mesa.example', 'lucia@mirador.example', 'marta@mesa.example'


async def _saves(admin: Page, program: str, digits: str) -> None:
    card = admin.get_by_role('region', name='Programa y código')
    await card.get_by_role('button', name=program).click()
    await card.get_by_label('Longitud del código').fill(digits)
    await card.get_by_role('button', name='Guardar', exact=True).click()
    await expect(card.get_by_text('sin guardar').first).to_be_hidden()


@pytest.mark.rule('S0-27')
async def test_another_program_and_a_longer_code_reach_open_tickets(people: People) -> None:
    async with (
        people.window(ADMIN, '/settings/remote') as admin,
        people.window(LUCIA, '/tickets') as lucia,
        people.window(MARTA, '/desk') as marta,
    ):
        await visit(marta, f'{people.server.url}/desk/{await open_ticket(lucia, people, "La impresora no imprime")}')
        card = admin.get_by_role('region', name='Programa y código')
        await card.get_by_label('Enlace que lo abre').fill('javascript:alert(1)')
        await card.get_by_role('button', name='Guardar', exact=True).click()
        await expect(card.get_by_text('Debe empezar por https://').last).to_be_visible()
        await card.get_by_role('button', name='Jitsi Meet').click()
        await expect(card.get_by_text(re.compile('Por ejemplo: https://meet.jit.si/MV-'))).to_be_visible()
        await _saves(admin, 'Jitsi Meet', '8')
        await marta.get_by_role('button', name='Generar código').click()
        digits = marta.locator('.remote-digits')
        await expect(digits).to_have_text(re.compile(r'^\d{3}\s\d{3}\s\d{2}$'))
        panel = lucia.get_by_role('region', name='Soporte remoto')
        await panel.get_by_label('Código de tu técnico').fill(await digits.inner_text())
        await panel.get_by_role('button', name='Conectar').click()
        for page in (lucia, marta):
            await expect(page.get_by_role('link', name='Abrir Jitsi Meet')).to_have_attribute(
                'href', re.compile('^https://meet.jit.si/MV-')
            )
        await _saves(admin, 'Quick Assist', '6')
        for page in (lucia, marta):
            await expect(page.get_by_role('link', name='Abrir Quick Assist')).to_be_visible()
