"""Registration in windows: what waits goes on by itself, wherever the link is opened (S3-11, S3-12)."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.support.browser import People, connected, visit

PASSWORD = 'una frase muy larga y mía'


async def registers(page: Page, people: People, email: str, start: str = '/login', first_try: str = '') -> None:
    """From the page at which she is asked to sign in; with a `first_try` at a password that is too short."""
    await visit(page, people.server.url + start)
    await page.get_by_role('link', name='Regístrate').click()
    await page.wait_for_url(re.compile('/register'))
    await connected(page)
    await page.get_by_label('Nombre').fill('Rosa Lema')
    await page.get_by_label('Correo').fill(email)
    await page.get_by_label('Contraseña', exact=True).fill(PASSWORD)
    await page.get_by_label('Empresa').fill('Laurel')
    if first_try:
        await page.get_by_label('Contraseña', exact=True).fill(first_try)
        await page.keyboard.press('Enter')
        await expect(page.get_by_role('alert').filter(has_text='Usa al menos 8')).to_be_focused()
        await connected(page)
        await page.get_by_label('Contraseña', exact=True).fill(PASSWORD)
    for terms in await page.get_by_label('Acepto los términos').all():
        await terms.check()
    await page.keyboard.press('Enter')
    await page.wait_for_url('**/register/wait')
    await connected(page)


async def link_mailed(mails: Page, email: str, door: str) -> str:
    mail = mails.locator('article').filter(has_text=email).first
    await expect(mail).to_be_visible()
    found = re.search(rf'/{door}/\S+', await mail.inner_text())
    assert found
    return found[0]


@pytest.mark.rule('S3-7', 'S3-11', 'S3-12')
async def test_what_waits_goes_on_when_the_link_is_opened_elsewhere(people: People) -> None:
    email = 'rosa.lema@laurel.example'
    async with people.window(path='') as page, people.window('lucia@mirador.example', '/demo/mail') as mails:
        await registers(page, people, email, start='/tickets/new', first_try='corta')
        await expect(page.get_by_role('heading', level=1)).to_have_text('Confirma tu correo')
        await expect(page.get_by_role('alert')).to_be_hidden()
        home = await page.context.new_page()
        await visit(home, f'{people.server.url}/')
        await expect(home.get_by_role('status').filter(has_text='Confirma tu correo')).to_be_visible()
        await expect(home.get_by_role('link', name='Mis tickets')).to_have_count(0)
        first = await link_mailed(mails, email, 'verify')
        await page.get_by_role('button', name='Enviar el enlace otra vez').click()
        await expect(page.get_by_role('status').filter(has_text='Enviado otra vez')).to_be_visible()
        await expect(mails.locator('article').filter(has_text=email)).to_have_count(2)
        newest = await link_mailed(mails, email, 'verify')
        assert newest != first
        async with people.window(path=newest) as elsewhere:
            await elsewhere.get_by_role('button', name='Sí, soy yo').click()
            await expect(elsewhere.get_by_role('heading', level=1)).to_have_text('Tu correo está confirmado')
            await expect(page.get_by_role('heading', level=1)).to_contain_text('De qué se trata')
            await expect(home.get_by_role('heading', level=1)).to_contain_text('Hola, Rosa')
            await expect(home.get_by_role('link', name='Mis tickets')).to_be_visible()
        await visit(home, people.server.url + newest)
        await expect(home.get_by_role('heading', level=1)).to_have_text('Este enlace ya no sirve')
        await visit(home, f'{people.server.url}/tickets/new')
        await expect(home.get_by_role('heading', level=1)).to_contain_text('De qué se trata')
        await home.close()


@pytest.mark.rule('S3-7', 'S3-11')
async def test_a_known_address_looks_the_same_and_who_has_not_confirmed_is_told_the_way_in(people: People) -> None:
    async with people.window(path='') as page, people.window(path='') as other:
        await registers(page, people, 'elena@ondu.example')
        await registers(other, people, 'nueva@laurel.example')
        told = [await one.get_by_role('main').inner_text() for one in (page, other)]
        assert told[0].replace('elena@ondu.example', '') == told[1].replace('nueva@laurel.example', '')
    async with people.window(path='/login') as page:
        await page.get_by_label('Correo').fill('nueva@laurel.example')
        password = page.get_by_label('Contraseña', exact=True)
        await password.fill(PASSWORD)
        eye = page.locator('button[aria-pressed]')
        await eye.click()
        await expect(password).to_have_attribute('type', 'text')
        await eye.click()
        await expect(password).to_have_attribute('type', 'password')
        await password.press('Enter')
        await expect(page.get_by_role('alert').filter(has_text='Si acabas de registrarte')).to_be_visible()
