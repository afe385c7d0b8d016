"""Escalation tables as an admin keeps them, and `/settings/escalation` in windows (S1-11, S1-14)."""

import asyncio
from dataclasses import replace

import pytest
from playwright.async_api import Locator, Page, expect

from models import AuditLog, EscalationPath, EscalationStep, Organization
from services import bus
from services.escalation import escalation, escalation_desk
from services.escalation.escalation_form import LevelForm, TableForm, countries_in
from services.escalation.first_call import FirstCall
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.settings import save
from tests.support.browser import People, visit
from tests.support.customer import open_ticket
from tests.support.world import World

ADMIN, LUCIA, MARTA = 'admin@mesa.example', 'lucia@mirador.example', 'marta@mesa.example'
ESCALATION = '/settings/escalation'
LEADER = LevelForm({'es': 'Líder', 'en': 'Leader'}, 'Valentina Ríos', '+57 601 555 0101', '', 30)
BOSS = LevelForm({'es': 'Gerencia'}, '', '', 'gerencia@mesa.example', 60)
CONE = TableForm({'es': 'Cono Sur', 'en': 'Southern Cone'}, ('AR', 'BO', 'CL'), levels=(LEADER, BOSS))


async def problems(world: World, value: TableForm, path_id: int | None = None) -> set[str]:
    with pytest.raises(Invalid) as invalid:
        await escalation_desk.save(world.admin.user, value, None, path_id)
    return set(invalid.value.problems)


@pytest.mark.rule('S1-14')
async def test_what_is_saved_is_what_is_read_again_and_what_customers_read(world: World) -> None:
    admin = world.admin.user
    path = await escalation_desk.save(admin, CONE)
    kept = await escalation_desk.stored(admin, path.id)
    assert (kept.value, kept.name) == (CONE, world.admin.user.full_name)
    turned = replace(CONE, levels=(BOSS, LEADER), first_phone='+56 2 555 0100')
    await escalation_desk.save(admin, turned, CONE, path.id)
    assert (await escalation_desk.stored(admin, path.id)).value == turned
    with pytest.raises(Overtaken):
        await escalation_desk.save(admin, replace(CONE, countries=('AR',)), CONE, path.id)
    entry = await AuditLog.filter(action='escalation_saved').order_by('-id').first()
    assert entry is not None
    assert (entry.before['levels'][0]['name'], entry.after['first_phone']) == ('Valentina Ríos', '+56 2 555 0100')
    await Organization.filter(id=world.elena.user.organization_id).update(country='BO')
    (table,) = await escalation.tables(world.elena.user)
    zero, first, second = await escalation.levels(table)
    assert (zero.phones, first.role.into('en'), second.role.into('en')) == (('+56 2 555 0100',), 'Gerencia', 'Leader')


async def test_of_two_who_save_at_once_the_second_is_told(world: World) -> None:
    admin = world.admin.user
    other = replace(CONE, name={'es': 'Otra'})
    told = await asyncio.gather(*(escalation_desk.save(admin, one) for one in (CONE, other)), return_exceptions=True)
    assert [type(one) for one in told if isinstance(one, Exception)] == [Invalid]
    path = await EscalationPath.get()
    kept = (await escalation_desk.stored(admin, path.id)).value
    changes = [replace(kept, first_phone=f'+56 2 555 010{n}') for n in range(2)]
    saves = (escalation_desk.save(admin, one, kept, path.id) for one in changes)
    told = await asyncio.gather(*saves, return_exceptions=True)
    assert [type(one) for one in told if isinstance(one, Exception)] == [Overtaken]


async def test_what_is_wrong_is_told_at_its_field(world: World) -> None:
    admin = world.admin.user
    path = await escalation_desk.save(admin, CONE)
    nameless = replace(LEADER, role={'en': 'Leader'}, phone='llámame')
    alone = replace(BOSS, email='', wait_minutes=-1)
    assert await problems(world, replace(CONE, levels=(nameless, alone)), path.id) == {
        'levels.0.role.es',
        'levels.0.phone',
        'levels.1.phone',
        'levels.1.wait_minutes',
    }
    assert await problems(world, replace(CONE, name={'en': 'Cone'}), path.id) == {'name.es'}
    assert await problems(world, replace(CONE, countries=('XX',)), path.id) == {'countries'}
    assert await problems(world, replace(CONE, levels=(LEADER,) * 13), path.id) == {''}
    assert await problems(world, CONE) == {'name.es'}
    assert await problems(world, replace(CONE, name={'es': 'Otra'})) == {'countries'}
    await escalation_desk.save(admin, TableForm({'es': 'Los demás'}))
    assert await problems(world, TableForm({'es': 'Otra'})) == {'countries'}
    company = str(world.lucia.user.organization_id)
    await escalation_desk.save(admin, TableForm({'es': 'Mirador'}, organization=company))
    assert await problems(world, TableForm({'es': 'Otra'}, organization=company)) == {'organization'}
    assert await problems(world, TableForm({'es': 'Otra'}, organization='999999')) == {'organization'}


def test_countries_are_known_by_name_and_by_code() -> None:
    assert countries_in('Bolivia, br;Estados Unidos,  Alemanha, CO,CO') == (['BO', 'BR', 'US', 'DE', 'CO'], [])
    assert countries_in('Narnia, Perú, QQ') == (['PE'], ['Narnia', 'QQ'])
    assert countries_in(' , ') == ([], [])


@pytest.mark.rule('S1-11')
async def test_the_regional_number_is_the_desks_until_there_is_one(world: World) -> None:
    await save(world.admin.user, FirstCall({'es': 'Mesa regional'}, '+57 601 555 0100', '', 10))
    (first,) = await escalation.levels(None)
    assert (first.number, first.role.into('es'), first.phones) == (0, 'Mesa regional', ('+57 601 555 0100',))
    with pytest.raises(Invalid) as invalid:
        await save(world.admin.user, FirstCall(phone='+00 000 000 0000', mail='x', wait_minutes=20_000))
    assert set(invalid.value.problems) == {'phone', 'mail', 'wait_minutes'}


@pytest.mark.rule('S1-14', '1.6-i')
async def test_placeholders_are_published_to_nobody_until_they_are_replaced(world: World) -> None:
    admin = world.admin.user
    empty = replace(LEADER, phone='+00 000 000 0000')
    path = await escalation_desk.save(admin, TableForm({'es': 'Ecuador'}, ('EC',), levels=(empty,)))
    assert await escalation.tables(world.lucia.user) == []
    assert [one.is_published for one in await escalation.tables(world.marta.user)] == [False]
    await escalation_desk.save(admin, TableForm({'es': 'Ecuador'}, ('EC',), levels=(LEADER,)), None, path.id)
    assert [one.path.id for one in await escalation.tables(world.lucia.user)] == [path.id]


@pytest.mark.rule('S1-14')
async def test_an_admin_is_told_of_companies_that_no_table_is_for(world: World) -> None:
    admin = world.admin.user
    await escalation_desk.save(admin, TableForm({'es': 'Los demás'}))
    assert await escalation_desk.without_table(admin) == {'CO': ['Grupo Ondú'], 'EC': ['Hotel Mirador']}
    path = await escalation_desk.save(admin, TableForm({'es': 'Ecuador'}, ('EC',)))
    assert await escalation_desk.without_table(admin) == {'CO': ['Grupo Ondú']}
    await Organization.filter(name='Grupo Ondú').update(escalation_path_id=path.id)
    assert await escalation_desk.without_table(admin) == {}
    await escalation_desk.delete(admin, path.id)
    assert set(await escalation_desk.without_table(admin)) == {'CO', 'EC'}
    assert not await EscalationStep.exists(path_id=path.id)


async def test_tables_are_put_in_order(world: World) -> None:
    admin = world.admin.user
    for name, codes in (('Uno', ('AR',)), ('Dos', ('BO',)), ('Tres', ('CL',))):
        await escalation_desk.save(admin, TableForm({'es': name}, codes))
    last = await EscalationPath.get(name='Tres')
    await escalation_desk.move(admin, last.id, -1)
    assert [one.path.name for one in await escalation_desk.all_of(admin)] == ['Uno', 'Tres', 'Dos']
    with pytest.raises(NotFound):
        await escalation_desk.move(admin, 999_999, 1)


@pytest.mark.parametrize('who', ['lucia', 'marta', 'ana'])
async def test_only_an_admin_keeps_tables(world: World, who: str) -> None:
    path = await escalation_desk.save(world.admin.user, CONE)
    person = getattr(world, who).user
    bus.publish(['settings'])
    for verb in (
        escalation_desk.all_of(person),
        escalation_desk.companies(person),
        escalation_desk.without_table(person),
        escalation_desk.find(person, path.id),
        escalation_desk.stored(person, path.id),
        escalation_desk.save(person, CONE, None, path.id),
        escalation_desk.move(person, path.id, 1),
        escalation_desk.delete(person, path.id),
        save(person, FirstCall()),
    ):
        with pytest.raises(NotAllowed):
            await verb


async def _saves(place: Locator) -> None:
    await place.get_by_role('button', name='Guardar', exact=True).click()


async def _fills(level: Locator, role: str, minutes: str, phone: str) -> None:
    await level.get_by_label('Español').fill(role)
    await level.get_by_label('Tiempo para responder').fill(minutes)
    await level.get_by_label('Teléfono').fill(phone)


async def _makes_table(admin: Page) -> None:
    """A table of two levels for Ecuador, put in order before it is saved."""
    await admin.get_by_role('button', name='Nueva tabla').click()
    dialog = admin.get_by_role('dialog', name='Nueva tabla')
    await dialog.get_by_label('Nombre').fill('Ecuador')
    await dialog.get_by_label('País').select_option('Ecuador')
    await _saves(dialog)
    table = admin.get_by_role('region', name='Tabla', exact=True)
    await expect(table.get_by_label('Países')).to_have_value('Ecuador')
    first, second = (table.get_by_role('group', name=f'Nivel {number}') for number in (1, 2))
    await table.get_by_role('button', name='Agregar un nivel').click()
    await _fills(first, 'Gerencia', 'pronto', '+593 2 555 0102')
    await table.get_by_role('button', name='Agregar un nivel').click()
    await _fills(second, 'Líder', '0', '+00 000 000 0000')
    await _saves(table)
    await expect(first.get_by_text('Escribe un número entero')).to_be_visible()
    await first.get_by_label('Tiempo para responder').fill('30')
    await first.get_by_role('button', name='Bajar').click()
    await expect(first.get_by_label('Español')).to_have_value('Líder')
    await _saves(table)
    await expect(first.get_by_text('Provisional')).to_be_visible()


@pytest.mark.rule('S1-11', 'S1-12', 'S1-13', 'S1-15')
async def test_a_table_is_published_once_it_has_no_placeholder_and_then_walked(people: People) -> None:
    async with (
        people.window(ADMIN, ESCALATION) as admin,
        people.window(LUCIA, '/escalation') as reader,
        people.window(LUCIA, '') as lucia,
        people.window(MARTA, '') as marta,
    ):
        await expect(reader.locator('.level-card').first).to_contain_text('Mesa de servicio')
        await _makes_table(admin)
        await expect(reader.get_by_text('aún no están publicados')).to_be_visible()
        await expect(reader.get_by_text('Líder')).to_be_hidden()
        await admin.get_by_role('link', name='Todas las tablas').click()
        await expect(admin.get_by_text('Sin publicar: datos provisionales')).to_be_visible()
        await admin.get_by_role('link', name='Ecuador').click()
        number = await open_ticket(lucia, people, 'La caja no imprime')
        panel = lucia.get_by_role('region', name='Escalamiento')
        await expect(panel.locator('.rung')).to_have_count(1)
        table = admin.get_by_role('region', name='Tabla', exact=True)
        await table.get_by_role('group', name='Nivel 1').get_by_label('Teléfono').fill('+593 2 555 0101')
        await _saves(table)
        await expect(reader.locator('.level-card').nth(1)).to_contain_text('Líder')
        await expect(panel.locator('.rung')).to_have_count(3)
        await panel.get_by_role('button', name='Escalar').click()
        dialog = lucia.get_by_role('dialog', name='Escalar')
        await expect(dialog.get_by_text('Escalar es para urgencias')).to_be_visible()
        await dialog.get_by_role('button', name='Escalar').click()
        await expect(dialog.get_by_text('Confirma que es urgente').last).to_be_visible()
        await dialog.get_by_label('Por qué es urgente').fill('No podemos cobrar')
        await dialog.get_by_label('Sí, es urgente').check()
        await dialog.get_by_role('button', name='Escalar').click()
        await expect(panel.get_by_role('link', name='0101')).to_be_hidden()
        await panel.get_by_role('button', name='No logré comunicarme').click()
        await panel.get_by_role('button', name='Pasar a').click()
        await expect(panel.get_by_role('link', name='+593 2 555 0101')).to_be_visible()
        await visit(marta, f'{people.server.url}/desk/{number}')
        await expect(marta.get_by_role('log')).to_contain_text('No podemos cobrar')
        await marta.get_by_role('button', name='Ya se está atendiendo').click()
        await expect(panel.get_by_role('button', name='Escalar')).to_be_visible()
        await admin.get_by_role('link', name='Todas las tablas').click()
        await admin.get_by_role('button', name='Borrar «Ecuador»').click()
        await admin.get_by_role('dialog').get_by_role('button', name='Borrar').click()
        await expect(reader.get_by_role('heading', name='Todas las demás regiones')).to_be_visible()


@pytest.mark.parametrize('email', [LUCIA, MARTA, 'ana@mesa.example'])
async def test_the_page_does_not_exist_for_anybody_else(people: People, email: str) -> None:
    async with people.window(email, '') as page:
        for path in (ESCALATION, '/settings/mail', '/settings/remote', '/settings/announcements'):
            assert (await page.request.get(f'{people.server.url}{path}')).status == 404
