"""`/settings/mail` in windows: words of a mail, seen while they are written and in the next mail (S2-3, S0-13)."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.browser import People
from tests.support.customer import opened_ticket

ADMIN, MARTA = 'admin@mesa.example', 'marta@mesa.example'


async def _saves(card: Locator) -> None:
    await card.get_by_role('button', name='Guardar', exact=True).click()
    await expect(card.get_by_text('sin guardar').first).to_be_hidden()


async def _answers(page: Page, policy: str) -> None:
    card = page.get_by_role('region', name='Respuestas y remitente')
    await card.get_by_role('radio', name=re.compile(f'^{policy}')).check()
    await _saves(card)


@pytest.mark.rule('S2-3', 'S0-13')
async def test_words_are_checked_seen_and_sent_and_taken_back(people: People) -> None:
    number = await opened_ticket(people, 'La impresora no imprime')
    async with (
        people.window(ADMIN, '/settings/mail') as mail,
        people.window(ADMIN, '/settings/mail/reply') as admin,
        people.window(ADMIN, '/demo/mail') as outbox,
        people.window(MARTA, f'/desk/{number}') as marta,
    ):
        await _answers(mail, 'Solo el portal')
        card = admin.get_by_role('region', name='Una respuesta de la mesa')
        spanish = card.get_by_role('group', name='Español')
        await spanish.get_by_label('Texto', exact=True).fill('Hola, {cliente}')
        await expect(spanish.get_by_text('{cliente} no vale aquí')).to_be_visible()
        await card.get_by_role('button', name='Guardar', exact=True).click()
        await expect(spanish.locator('.error:visible')).to_contain_text('{cliente} no vale aquí')
        await spanish.get_by_label('Texto', exact=True).fill('Estimada {name}:\n\n{words}')
        await expect(spanish.locator('.wording-sight')).to_contain_text('Estimada Lucía:')
        await expect(spanish.locator('.wording-sight')).to_contain_text('No contestes a este correo electrónico')
        await expect(spanish.locator('.wording-sight')).to_contain_text(f'/tickets/{number}')
        await spanish.get_by_role('button', name='Enviármelo').click()
        await expect(spanish.get_by_role('status')).to_contain_text('Espera en la bandeja de salida')
        await expect(outbox.locator('.mail').first).to_contain_text(f'Prueba: [{number}]')
        await _saves(card)
        await marta.get_by_label('Respuesta').last.fill('Ya va un técnico.')
        await marta.get_by_role('button', name='Enviar', exact=True).click()
        sent = outbox.locator('.mail').first
        await expect(sent).to_contain_text('Estimada Lucía:')
        await expect(sent).to_contain_text('Ya va un técnico.')
        await expect(sent).to_contain_text('No contestes a este correo electrónico')
        await spanish.get_by_role('button', name='Volver a nuestro texto').click()
        await expect(spanish.locator('.wording-sight')).to_contain_text('Hola, Lucía:')
        await _saves(card)
        await _answers(mail, 'Mejor el portal')
        await mail.get_by_role('button', name='Probar la conexión').click()
        await expect(mail.get_by_text('No hay servidor de correo')).to_be_visible()
