"""From an empty database to the first ticket, all in the browser, in any of the three languages."""

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from services.language import translator
from tests.support.axe import check
from tests.support.browser import People, connected, follow, new_context, visit
from tests.support.server import Server, running
from tests.support.smtp import Mailbox, mailbox

PASSWORD = 'una frase larga y buena'
LOCALES = {'es': 'es-CO', 'en': 'en-US', 'pt': 'pt-BR'}
TILES = {'es': 'Fallo total o parcial', 'en': 'Total or partial failure', 'pt': 'Falha total ou parcial'}
KINDS = {'es': 'Soporte de software empresarial', 'en': 'Support of business software', 'pt': 'Suporte de software'}
SALES = {
    'es': 'Correo de Comercial, para lo que no es soporte técnico',
    'en': 'Mail of Sales, for what is not technical support',
    'pt': 'E-mail do Comercial, para o que não é suporte técnico',
}
Say = Callable[[str], str]


@pytest.fixture
async def post() -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        yield box


async def opened(browser: Browser, server: Server, language: str, path: str) -> Page:
    """A window of somebody new, whose browser speaks a language."""
    context = await new_context(browser, locale=LOCALES[language])
    page = await context.new_page()
    await visit(page, server.url + path)
    return page


async def goes_on(page: Page, say: Say, step: str, button: str = 'Save and go on') -> None:
    """Save this step; the next one is shown."""
    await page.get_by_role('button', name=say(button), exact=True).click()
    await page.wait_for_url(f'**/setup/{step}')
    await connected(page)


async def sets_up(page: Page, say: Say, language: str) -> None:
    """The kind of desk, its name, hours, its admin, contacts, mail."""
    await page.get_by_role('radio', name=re.compile(KINDS[language])).check(force=True)
    await goes_on(page, say, 'brand', 'Use this and go on')
    await page.get_by_label(say('Name of the desk')).fill('Soporte Hotelero')
    await goes_on(page, say, 'hours')
    await expect(page.get_by_label(say('Time zone'))).to_have_value('America/Bogota')
    await goes_on(page, say, 'you')
    await page.get_by_label(say('Full name')).fill('Eva Luna')
    await page.get_by_label(say('Mail'), exact=True).fill('eva@desk.example')
    await goes_on(page, say, 'contacts')
    await page.get_by_label(SALES[language]).fill('ventas@desk.example')
    await goes_on(page, say, 'mail')
    await page.get_by_role('button', name='eva@desk.example').click()
    taken = say('The mail server has taken it. Look whether it arrives at %(address)s.')
    await expect(page.get_by_text(taken % {'address': 'eva@desk.example'})).to_be_visible()
    await goes_on(page, say, 'done')
    await page.get_by_role('button', name=say('Open the portal')).click()
    await expect(page.get_by_role('link', name=TILES[language])).to_be_visible()


async def registers(page: Page, say: Say, post: Mailbox) -> None:
    """A customer, by the link that is mailed."""
    await page.get_by_label(say('Name'), exact=True).fill('Lucía Herrera')
    await page.get_by_label(say('E-mail')).fill('lucia@mirador.example')
    await page.get_by_label(say('Password'), exact=True).fill(PASSWORD)
    await page.get_by_label(say('Company')).fill('Hotel Mirador')
    await page.get_by_label(say('I accept the terms of service')).check()
    await page.get_by_role('button', name=say('Create account')).click()
    await page.wait_for_url('**/register/wait')
    await post.has(lambda: any('lucia@mirador.example' in mail.recipients for mail in post.mails))
    mail = next(mail for mail in post.mails if 'lucia@mirador.example' in mail.recipients)
    link = re.search(r'http\S+/verify/\S+', mail.text)
    assert link
    await visit(page, link[0])
    await page.get_by_role('button', name=say('Yes, that is me')).click()
    await page.wait_for_url(lambda url: '/verify' not in url)
    await connected(page)


async def opens_a_ticket(page: Page, say: Say, language: str) -> None:
    await page.get_by_role('link', name=TILES[language]).click()
    await page.get_by_label(say('Subject')).fill('El cierre diario no termina')
    await page.get_by_label(say('Description')).fill('Se detiene en el paso tres, con el código E-40.')
    for question, answer in (('application', 'Hotel'), ('module', 'Cierre'), ('phone', '+57 (6) 3134484')):
        await page.locator(f'[name="answer.{question}"]').fill(answer)
    company = page.locator('[name="answer.company"]')
    if not await company.input_value():
        await company.fill('Hotel Mirador')
    await page.get_by_role('button', name=say('Create ticket')).click()
    await page.wait_for_url(re.compile(r'/tickets/(?!new)'))
    await expect(page.get_by_role('heading', level=1)).to_contain_text('El cierre diario no termina')


@pytest.mark.parametrize('language', LOCALES)
async def test_a_new_desk_is_set_up_and_takes_its_first_ticket(
    browser: Browser, post: Mailbox, tmp_path: Path, language: str
) -> None:
    say = translator(language).gettext
    with running(tmp_path, SMTP_URL=post.url) as server:
        link = re.search(r'/reset/\S+', server.log.read_text())
        assert link
        admin = await opened(browser, server, language, link[0])
        await admin.get_by_label(say('New password')).fill(PASSWORD)
        await admin.keyboard.press('Enter')
        await admin.wait_for_url('**/setup')
        await connected(admin)
        await sets_up(admin, say, language)
        customer = await opened(browser, server, language, '/register')
        await registers(customer, say, post)
        await opens_a_ticket(customer, say, language)
        await follow(admin, '/setup')
        await expect(admin.get_by_role('heading', level=1)).to_have_text(say('The desk is set up'))
        await visit(admin, f'{server.url}/desk')
        await expect(admin.get_by_text('El cierre diario no termina').first).to_be_visible()
        for page in (admin, customer):
            await page.context.close()


async def test_each_step_can_be_left_and_taken_up_again_by_everybody(browser: Browser, tmp_path: Path) -> None:
    with running(tmp_path) as server:
        link = re.search(r'/reset/\S+', server.log.read_text())
        assert link
        page = await opened(browser, server, 'es', link[0])
        await page.get_by_label('Contraseña nueva').fill(PASSWORD)
        await page.keyboard.press('Enter')
        await page.wait_for_url('**/setup')
        await connected(page)
        await page.get_by_role('button', name='Usar este y seguir').click()
        await expect(page.get_by_role('alert')).to_contain_text('Elige una de las opciones')
        await check(page)
        await page.get_by_role('radio', name=re.compile('Mesa de servicio regional')).check(force=True)
        await page.keyboard.press('Enter')
        await page.wait_for_url('**/setup/brand')
        for step, name in (('hours', 'Guardar y seguir'), ('you', 'Ahora no'), ('contacts', 'Ahora no')):
            await check(page)
            await page.get_by_role('button' if step == 'hours' else 'link', name=name).click()
            await page.wait_for_url(f'**/setup/{step}')
            await expect(page.locator('[aria-current=step]')).to_have_attribute('href', f'/setup/{step}')
        south = page.get_by_role('region', name='Escalamiento: Cono Sur')
        await expect(south).to_contain_text('Aún no se muestra')
        await south.locator('summary').click()
        await check(page)
        for level in range(3):
            await south.get_by_label('Teléfono').nth(level).fill(f'+56 2 555 012{level}')
        await south.get_by_role('button', name='Guardar').click()
        await expect(south).to_contain_text('Visible para sus clientes')
        await visit(page, f'{server.url}/setup')
        await expect(page.get_by_role('heading', level=1)).to_have_text('Horario y festivos')
        for step in ('mail', 'done'):
            await follow(page, f'/setup/{step}')
            await check(page)
        await expect(page.get_by_role('listitem').filter(has_text='MESA_SMTP_URL')).to_be_visible()
        await page.locator('.button-primary').last.click()
        await page.wait_for_url(f'{server.url}/')
        answer = await page.goto(f'{server.url}/setup/brand')  # back, or from another window
        assert answer
        assert answer.status == 200
        await expect(page.get_by_role('form')).to_have_count(0)
        await page.context.close()


async def test_nobody_but_an_admin_finds_it(people: People) -> None:
    for email in ('lucia@mirador.example', 'marta@mesa.example', 'ana@mesa.example'):
        async with people.window(email, '') as page:
            for path in ('/setup', '/setup/preset'):
                answer = await page.request.get(people.server.url + path)
                assert answer.status == 404
