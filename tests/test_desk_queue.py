"""The queue in real browsers: rows that are chosen, filters in the address, and the next ticket by one key."""

import re

from playwright.async_api import Page, expect

from tests.support.browser import People, visit

ANA, DIEGO, MARTA = 'ana@mesa.example', 'diego@mesa.example', 'marta@mesa.example'
ROWS = '.queue-row'


async def numbers(page: Page) -> list[str]:
    found: list[str] = await page.locator(f'{ROWS} .number').all_inner_texts()
    return found


async def test_many_tickets_are_taken_at_once_and_everybody_sees_it(people: People) -> None:
    async with (
        people.window(ANA, '/desk?view=unassigned') as ana,
        people.window(DIEGO, '/desk?view=unassigned') as diego,
    ):
        rows, bar = ana.locator(ROWS), ana.get_by_role('region', name='Tickets seleccionados')
        chosen = (await numbers(ana))[:3]
        await expect(diego.get_by_role('link', name=re.compile(chosen[0]))).to_be_visible()
        await ana.keyboard.press('j')
        await ana.keyboard.press('x')
        await expect(bar).to_contain_text('1 seleccionado')
        await ana.keyboard.press('Escape')
        await expect(bar).to_be_hidden()
        await rows.nth(0).hover()
        await ana.get_by_label(f'Seleccionar {chosen[0]}').check()
        await rows.nth(2).click(modifiers=['Shift'])
        await expect(bar).to_contain_text('3 seleccionados')
        await expect(bar.get_by_role('button', name='Resolver')).to_be_visible()
        await bar.get_by_role('button', name='Tomar').click()
        await expect(ana.get_by_text('Hecho con 3 tickets')).to_be_visible()
        await expect(bar).to_be_hidden()
        for page in (ana, diego):
            for number in chosen:
                await expect(page.get_by_role('link', name=re.compile(number))).to_have_count(0)


async def test_who_is_refused_is_named_and_stays_chosen(people: People) -> None:
    async with people.window(ANA, '/desk?view=open&status=open&priority=medium') as page:
        one = (await numbers(page))[0]
        bar, dialog = page.get_by_role('region', name='Tickets seleccionados'), page.get_by_role('dialog')
        await page.get_by_label(f'Seleccionar {one}').check()
        await bar.get_by_role('button', name='Priorizar').click()
        await dialog.get_by_label('Prioridad').select_option(label='Media')
        await dialog.get_by_role('button', name='Priorizar').click()
        await expect(dialog.get_by_text('Escribe el motivo').first).to_be_visible()
        await dialog.get_by_label('Motivo').fill('Afecta al cierre del mes.')
        await dialog.get_by_role('button', name='Priorizar').click()
        told = page.get_by_role('dialog', name='No con todos')
        await expect(told).to_contain_text(one)
        await page.keyboard.press('Escape')
        await expect(page.get_by_label(f'Seleccionar {one}')).to_be_checked()


async def test_filters_stand_in_the_address(people: People) -> None:
    async with people.window(MARTA, '/desk?view=open') as page:
        before = await page.locator(ROWS).count()
        await page.keyboard.press('f')
        dialog = page.get_by_role('dialog', name='Filtrar la cola')
        await expect(dialog.get_by_label('Asunto o número')).to_be_focused()
        await dialog.get_by_label('Prioridad').select_option(label='Baja')
        await dialog.get_by_label('Tipo').select_option(label='Petición')
        await page.keyboard.press('Enter')
        await page.wait_for_url(re.compile('priority=low&kind=request'))
        chips = page.get_by_role('group', name='Filtros')
        await expect(chips.get_by_role('link')).to_have_count(2)
        await expect(page.locator(ROWS).filter(has_not_text='Baja')).to_have_count(0)
        narrowed = await page.locator(ROWS).count()
        assert 0 < narrowed < before
        await page.locator(ROWS).first.click()
        await page.wait_for_url(re.compile(r'/desk/MV-\d+\?.*priority=low'))
        await chips.get_by_role('link', name='Quitar filtro: Tipo Petición').click()
        await expect(chips.get_by_role('link')).to_have_count(1)
        await page.go_back()
        await expect(chips.get_by_role('link')).to_have_count(2)
        async with people.window(MARTA, re.sub(r'^.*?(/desk)', r'\1', page.url)) as other:
            await expect(other.locator(ROWS)).to_have_count(narrowed)


async def test_one_key_gives_the_next_ticket(people: People) -> None:
    async with people.window(DIEGO, '/desk?view=unassigned') as page:
        first, second, *others = (await numbers(page))[:4]
        await page.keyboard.down('w')
        await page.wait_for_url(re.compile(f'/desk/{first}'))
        await page.keyboard.down('w')  # it is still held
        await page.keyboard.up('w')
        await expect(page.get_by_text('Lo tomó Diego Paz')).to_be_visible()
        await expect(page.get_by_role('link', name=re.compile(first))).to_have_count(0)
        await page.get_by_role('button', name='Atender el siguiente').click()
        await page.wait_for_url(re.compile(f'/desk/{second}'))
        await page.mouse.down(click_count=2)  # and once more, as a double click does
        await page.mouse.up(click_count=2)
        await expect(page.get_by_role('link', name=re.compile(second))).to_have_count(0)
        await visit(page, f'{people.server.url}/desk?view=unassigned')
        assert (await numbers(page))[:2] == others
