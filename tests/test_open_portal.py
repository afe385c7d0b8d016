"""What the desk sets up reaches pages of the portal that are open already."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.support.browser import People, visit
from tests.support.server import running
from tests.test_two_windows import LUCIA, MARTA, open_ticket

DEPARTMENTS = ('Comercial', 'Facturación', 'Sistemas', 'Redes', 'Centros de Datos', 'Soporte 24 Horas')


@pytest.mark.rule('S0-10', 'S0-19', 'S3-1', 'S3-2')
async def test_departments_types_and_holidays_reach_open_pages(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path, ('tests.support.settings_desk', 'serve'), DEMO='1') as server:
        people = People(browser, server)
        async with people.window() as visitor, people.window(LUCIA) as customer, people.window(MARTA) as agent:
            departments = visitor.get_by_role('region', name='Departamentos').get_by_role('link')
            await expect(departments).to_have_text([re.compile(f'^{name}') for name in DEPARTMENTS])
            for text in await departments.all_inner_texts():
                assert re.search('Abierto ahora|Abre ', text), text
            await visitor.request.post(f'{server.url}/settings/departments/Logística')
            await expect(departments.last).to_contain_text('Logística')
            await visit(agent, f'{server.url}/tickets/new')
            await visitor.request.post(f'{server.url}/settings/items/Fallo del lector de huellas')
            for page in (visitor, agent):
                await expect(page.get_by_role('link', name=re.compile('Fallo del lector de huellas'))).to_be_visible()
            chosen = await departments.nth(1).get_attribute('href')
            await visit(agent, f'{server.url}{chosen}')
            await expect(agent.locator('.lead')).to_contain_text('Facturación')
            await expect(agent.get_by_role('link', name=re.compile('Ninguno se ajusta'))).to_be_visible()
            await expect(agent.get_by_role('link', name=re.compile('Fallo del computador'))).to_have_count(0)

            number = await open_ticket(customer, 'La impresora falla de madrugada')
            await visitor.request.post(f'{server.url}/settings/holidays')
            closed = customer.get_by_role('status').filter(has_text='Ahora estamos cerrados')
            await expect(closed).to_contain_text(re.compile('Abre (el )?[a-zé]+'))
            await customer.get_by_label('Escribe tu respuesta').fill('Sigue así a las tres.')
            await customer.get_by_role('button', name='Enviar', exact=True).click()
            await visit(agent, f'{server.url}/desk/{number}')
            await expect(agent.get_by_text('Sigue así a las tres.')).to_be_visible()
            await agent.get_by_role('button', name='Tomar').click()
            await expect(customer.get_by_text('Marta Ruiz').first).to_be_visible()  # he follows it all the same
            await expect(visitor.get_by_role('region', name='Atención')).to_contain_text('Abre ')
        assert people.faults == []
