"""What stands before the desk: terms that changed, and a second factor that is demanded, in windows that are open.

On a server of its own: what is published here stops everybody.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, expect

from services.accounts import totp
from tests.support.axe import check, serious
from tests.support.browser import PASSWORD, People, connected, follow, sign_in, visit
from tests.support.server import running
from tests.test_registering_windows import link_mailed, registers

LUCIA, MARTA, ADMIN = 'lucia@mirador.example', 'marta@mesa.example', 'admin@mesa.example'


@pytest.fixture(scope='module')
def desk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    with running(tmp_path_factory.mktemp('gates'), DEMO='1') as server:
        people = People(browser, server)
        yield people
        assert people.faults == []


async def publishes(admin: Page, text: str) -> None:
    card = admin.get_by_role('region', name='Términos del servicio')
    await card.get_by_label('Español').fill(text)
    await card.get_by_role('button', name='Guardar').click()
    await expect(card.get_by_text('Guardado por')).to_be_visible()


@pytest.mark.rule('S4-24')
async def test_new_terms_stop_an_open_page_and_lead_back_to_it(desk: People) -> None:
    async with desk.window(LUCIA, '/tickets?tab=resolved') as page, desk.window(ADMIN, '/settings/texts') as admin:
        async with desk.window(LUCIA, '/tickets/new') as second:
            await publishes(admin, 'Responde **primero** quien atiende.')
            for window in (page, second):
                await expect(window.get_by_role('heading', level=1)).to_have_text('Términos del servicio')
            await publishes(admin, 'Otra versión, más larga.')
            await expect(page.get_by_text('Otra versión, más larga.')).to_be_visible()
            await page.get_by_role('button', name='Aceptar y continuar').click()
            await expect(page.get_by_text('Acepta los términos para continuar.').first).to_be_visible()
            await page.get_by_label('Acepto los términos').check()
            await page.get_by_role('button', name='Aceptar y continuar').click()
            await page.wait_for_url('**/tickets?tab=resolved')
            await expect(second.get_by_role('heading', level=1)).to_have_text('¿De qué se trata?')
        await follow(page, '/')
        await expect(page.get_by_role('heading', level=1)).to_contain_text('Hola, Lucía')
        async with desk.window(path='/register') as visitor:
            await expect(visitor.get_by_label('Acepto los términos')).to_be_visible()


async def code_of(page: Page) -> str:
    shown = await page.get_by_label('Clave para escribir').inner_text()
    return totp.code_at(shown.replace(' ', ''), totp.step_at(datetime.now(UTC)))


async def refused(page: Page, problem: str) -> None:
    """The form says so and has moved the focus to its summary, which it does after all else."""
    await expect(page.get_by_text(problem).first).to_be_visible()
    await expect(page.get_by_role('alert').filter(has_text=problem)).to_be_focused()


async def test_an_agent_sets_up_what_is_demanded_and_signs_in_with_a_recovery_code(desk: People) -> None:
    async with desk.window(MARTA, '/desk') as page, desk.window(ADMIN, '/settings/general') as admin:
        card = admin.get_by_role('region', name='Segundo factor')
        await card.get_by_label('Obligatorio para agentes y líderes').check()
        await card.get_by_role('button', name='Guardar').click()
        await expect(page.get_by_role('heading', level=1)).to_have_text('Un paso más para entrar')
        own = {'Origin': desk.server.url, 'X-File-Name': 'x.txt'}
        posted = await page.context.request.post(f'{desk.server.url}/attachments?form=x', headers=own, data='x')
        assert posted.status == 401, 'no way around by what is no page'
        second = await page.context.new_page()
        await visit(second, f'{desk.server.url}/desk')
        await expect(second.get_by_label('Código', exact=True)).to_be_visible()
        await check(second)
        await page.get_by_label('Código', exact=True).fill('000000')
        await page.keyboard.press('Enter')
        await refused(page, 'Ese código no es correcto.')
        await page.get_by_label('Código', exact=True).fill(await code_of(page))
        await page.keyboard.press('Enter')
        codes = page.get_by_role('list', name='Códigos de recuperación').get_by_role('listitem')
        await expect(codes).to_have_count(10)
        await expect(page.get_by_role('heading', level=2).filter(has_text='Guarda estos diez códigos')).to_be_focused()
        await second.wait_for_url('**/desk')
        await second.close()
        code = await codes.first.inner_text()
        await page.get_by_role('button', name='Ya los guardé').click()
        await page.wait_for_url('**/desk')
    async with desk.window(path='/login?next=/profile') as page:
        await page.get_by_label('Correo').fill(MARTA)
        await page.get_by_label('Contraseña', exact=True).fill(PASSWORD)
        await page.keyboard.press('Enter')
        await page.wait_for_url('**/login/code?next=*')
        await connected(page)
        for wrong, right in (('123456', False), (code, True)):
            await page.get_by_label('Código', exact=True).fill(wrong)
            await page.keyboard.press('Enter')
            if not right:
                await refused(page, 'Ese código no es correcto.')
        await page.wait_for_url('**/profile')
        await expect(page.get_by_text('Quedan 9 códigos de recuperación')).to_be_visible()


async def past_the_terms(page: Page, desk: People, path: str) -> None:
    """Which stand before somebody's first page since they were published, if they were."""
    if '/terms' in page.url:
        await page.get_by_label('Acepto los términos').check()
        await page.get_by_role('button', name='Aceptar y continuar').click()
        await page.wait_for_url(desk.server.url + path)
        await connected(page)


async def test_a_profile_is_kept_up_and_its_sessions_end_live(desk: People) -> None:
    elena = 'elena@ondu.example'
    async with desk.window(elena, '/') as page:
        await past_the_terms(page, desk, '/')
        await follow(page, '/profile')
        details = page.get_by_role('region', name='Quién eres')
        await details.get_by_label('Teléfono').fill('12')
        await details.get_by_role('button', name='Guardar').click()
        await expect(details.get_by_text('Escribe un teléfono').first).to_be_visible()
        await details.get_by_label('Teléfono').fill('+57 (6) 3134484')
        await details.get_by_role('button', name='Guardar').click()
        await expect(details.get_by_text('Guardado por')).to_be_visible()
        async with desk.window(elena, '/') as home:
            await details.get_by_label('Nombre completo').fill('Helena Vera')
            await details.get_by_role('button', name='Guardar').click()
            await expect(home.get_by_role('heading', level=1)).to_contain_text('Hola, Helena')
            await expect(home.get_by_label('Helena Vera: cuenta')).to_be_visible()
        places = page.get_by_role('region', name='Dónde tienes la sesión abierta').locator('.session-row')
        await expect(places).to_have_count(1)
        async with desk.window(path='') as other:
            await sign_in(other, desk.server, elena)
            await expect(places).to_have_count(2)
            await places.get_by_role('button', name='Cerrar').click()
            await expect(places).to_have_count(1)
            await other.wait_for_url(lambda url: '/login' in url or url == f'{desk.server.url}/')
            await expect(other.get_by_label('Helena Vera: cuenta')).to_have_count(0)
        factor = page.get_by_role('region', name='Segundo factor')
        await factor.get_by_label('Tu contraseña').fill('de un desconocido')
        await page.keyboard.press('Enter')
        await refused(page, 'Esa no es tu contraseña.')
        await factor.get_by_label('Tu contraseña').fill(PASSWORD)
        await page.keyboard.press('Enter')
        await expect(factor.get_by_label('Clave para escribir')).to_be_visible()
        password = page.get_by_role('region', name='Contraseña', exact=True)
        await password.get_by_label('Contraseña actual').fill(PASSWORD)
        await password.get_by_label('Contraseña nueva').fill('otra frase bien larga')
        await page.keyboard.press('Enter')
        for label in ('Contraseña actual', 'Contraseña nueva'):
            await expect(password.get_by_label(label)).to_have_value('')


async def test_an_address_changes_in_the_open_profile_once_both_ends_have_confirmed(desk: People) -> None:
    ivan, new = 'ivan@mirador.example', 'ivan.mora@mirador.example'
    async with desk.window(MARTA, '') as marta, desk.window(ivan, '/profile') as page, desk.window(path='') as post:
        await past_the_terms(page, desk, '/profile')
        card = page.get_by_role('region', name='Correo de tu cuenta')
        await card.get_by_label('Correo nuevo').fill(new)
        await card.get_by_label('Tu contraseña').fill(PASSWORD)
        await page.keyboard.press('Enter')
        await expect(card.get_by_text('espera su enlace')).to_have_count(2)
        await visit(marta, f'{desk.server.url}/demo/mail')
        for address, end in ((new, 'new'), (ivan, 'old')):
            mail = marta.locator('article').filter(has_text=f'/profile/mail/{end}/').first
            await expect(mail).to_contain_text(address)
            found = re.search(rf'/profile/mail/{end}/\S+', await mail.inner_text())
            assert found
            await visit(post, desk.server.url + found[0])
            await post.get_by_role('button', name='Sí, confirmar').click()
            await expect(post.get_by_role('heading', level=1)).to_have_text('Confirmado')
            if end == 'new':
                await expect(card.get_by_text('espera su enlace')).to_have_count(1)
        await expect(card.get_by_text(f'Ahora: {new}')).to_be_visible()


@pytest.mark.rule('S3-11', 'S3-12')
async def test_who_waits_for_approval_is_announced_and_goes_on_once_approved(desk: People) -> None:
    email = 'rosa@posada.example'
    async with (
        desk.window(ADMIN, '/settings/general') as admin,
        desk.window(path='') as page,
        desk.window(path='') as elsewhere,
    ):
        card = admin.get_by_role('region', name='Registro', exact=True)
        await card.get_by_label('Un administrador aprueba cada cuenta').check()
        await card.get_by_role('button', name='Guardar').click()
        await expect(card.get_by_text('Guardado por')).to_be_visible()
        await visit(admin, f'{desk.server.url}/')
        told = admin.get_by_role('status').filter(has_text='1 registro espera tu decisión.')
        await expect(told).to_have_count(0)
        await registers(page, desk, email)
        assert await serious(page) == []
        async with desk.window(ADMIN, '/demo/mail') as mails:
            link = await link_mailed(mails, email, 'verify')
            await visit(elsewhere, desk.server.url + link)
            assert await serious(elsewhere) == []
            await elsewhere.get_by_role('button', name='Sí, soy yo').click()
            await expect(elsewhere.get_by_text('Ahora tenemos que aprobar tu cuenta.')).to_be_visible()
            await expect(mails.locator('article').filter(has_text='Un registro espera tu aprobación')).to_have_count(1)
        await expect(page.get_by_role('heading', level=1)).to_have_text('Tu cuenta espera aprobación')
        await expect(page.get_by_role('button', name='Enviar el enlace otra vez')).to_have_count(0)
        await expect(admin.get_by_label('1 registro espera tu decisión.')).to_be_visible()
        await told.get_by_role('link', name='Decidir').press('Enter')
        await admin.get_by_role('button', name='Aprobar a Rosa Lema').press('Enter')
        dialog = admin.get_by_role('dialog')
        await dialog.get_by_label('Empresa').select_option(label='Hotel Laurel')
        await dialog.get_by_role('button', name='Aprobar').press('Enter')
        await expect(page.get_by_role('heading', level=1)).to_contain_text('Hola, Rosa')
        await expect(admin.get_by_role('heading', name='Registros en espera')).to_have_count(0)
        await expect(admin.get_by_label('1 registro espera tu decisión.')).to_have_count(0)
