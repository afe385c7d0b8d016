"""What an admin says the network is made of."""

from contextlib import nullcontext

import pytest

from models import AuditLog, Component, ComponentGroup, Region, StatusInterval
from models.audience import Reader
from models.component import ComponentStatus
from services.board import components
from services.board.board import board
from services.board.component_form import slug_of
from services.board.status import set_by_hand
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from tests.support.world import World

SHOWN = {'reach': 'everybody', 'shown.on': 'on'}
RED = {'name': 'Red', **SHOWN}


async def test_a_service_is_on_the_board_as_the_admin_says(world: World) -> None:
    admin = world.admin.user
    await components.save_group(admin, {'name': 'Aplicaciones', 'name_en': 'Applications', 'folds.on': 'on'})
    await components.save_region(admin, {'name': 'Norte'})
    group, region = await ComponentGroup.get(), await Region.get()
    values = {'name': ' Facturación electrónica ', 'name_en': 'Invoicing', 'group': str(group.id), **SHOWN}
    made = await components.save(admin, values | {f'regions.{region.id}': 'on', 'items.printer': 'on'})
    seen = (await board(Reader())).groups[0]
    line = seen.components[0]
    assert (seen.name.into('en'), line.slug, line.name.into('en')) == (
        'Applications',
        'facturacion-electronica',
        'Invoicing',
    )
    assert (line.name.text, [one.name.text for one in line.regions]) == ('Facturación electrónica', ['Norte'])
    assert [item.slug for item in await made.items.all()] == ['printer']
    await components.save(admin, {'name': 'Oculto', 'reach': 'everybody'})
    company = {'name': 'Facturas', 'reach': 'chosen', 'shown.on': 'on', 'audience.country-EC': 'on'}
    await components.save(admin, company, made.id)
    assert [one.name.text for one in (await board(Reader.of(world.lucia.user))).components] == ['Facturas']
    assert (await board(Reader.of(world.elena.user))).components == ()
    assert (await Component.get(id=made.id)).slug == 'facturacion-electronica'
    assert await AuditLog.filter(action='component_saved').count() == 3


async def test_services_stand_in_the_order_that_the_admin_gives_them(world: World) -> None:
    admin = world.admin.user
    first, _second, third = [await components.save(admin, {'name': name, **SHOWN}) for name in 'abc']
    await components.move(admin, third.id, -1)
    await components.move(admin, first.id, -1)
    assert [one.name.text for one in (await board(Reader())).components] == ['a', 'c', 'b']


async def test_the_second_of_two_open_forms_overwrites_nothing(world: World) -> None:
    admin = world.admin.user
    await components.save_group(admin, {'name': 'Enlaces'})
    await components.save_region(admin, {'name': 'Norte'})
    group, region, made = await ComponentGroup.get(), await Region.get(), await components.save(admin, RED)
    chosen = {'name': 'Red', 'reach': 'chosen'}
    await components.save(admin, chosen | {'audience.country-EC': 'on'}, made.id)
    _made, component_form = await components.find(admin, made)
    _group, group_form = await components.find(admin, group)
    _region, region_form = await components.find(admin, region)
    for is_overtaken in (
        False,
        True,
    ):  # what differs is whom it is shown to, what it is called elsewhere, and where it stands
        for change in (
            components.save(admin, chosen | {'audience.country-PE': 'on'}, made.id, component_form),
            components.save_group(admin, {'name': 'Enlaces', 'name_en': 'Links'}, group.id, group_form),
            components.save_region(admin, {'name': 'Norte', 'name_en': 'North'}, region.id, region_form),
        ):
            with pytest.raises(Overtaken) if is_overtaken else nullcontext():
                await change


async def test_the_log_tells_to_whom_a_service_is_shown_and_where_it_was_moved(world: World) -> None:
    admin = world.admin.user
    made = await components.save(admin, RED)
    first, second = [f'company-{one.user.organization_id}' for one in (world.lucia, world.elena)]
    for company in (first, second):
        values = {'name': 'Red', 'name_en': company, 'reach': 'chosen', f'audience.{company}': 'on'}
        await components.save(admin, values, made.id)
    saved = await AuditLog.filter(action='component_saved').order_by('-id').first()
    assert saved
    assert (saved.before['audience'], saved.after['audience']) == ([first], [second])
    assert saved.before['translations'] != saved.after['translations']
    await components.save(admin, RED | {'name': 'Correo'})
    await components.move(admin, made.id, 1)
    moved = await AuditLog.get(action='component_moved')
    assert (moved.subject, moved.before, moved.after) == (made.slug, {'position': 0}, {'position': 1})


async def test_what_cannot_be_is_refused_with_words(world: World) -> None:
    admin = world.admin.user
    for values, fields in (
        ({}, {'name', 'reach'}),
        ({'name': 'a', 'reach': 'chosen'}, {'reach'}),
        ({'name': 'a' * 81, **SHOWN}, {'name'}),
        ({'name': 'a', 'group': '77', **SHOWN}, {'group'}),
    ):
        with pytest.raises(Invalid) as refused:
            await components.save(admin, values)
        assert set(refused.value.problems) == fields
    await components.save_group(admin, {'name': 'Arriba'})
    top = await ComponentGroup.get()
    await components.save_group(admin, {'name': 'Abajo', 'parent': str(top.id)})
    below = await ComponentGroup.get(name='Abajo')
    for parent, group_id in ((below.id, None), (top.id, top.id), (below.id, top.id)):
        with pytest.raises(Invalid):
            await components.save_group(admin, {'name': 'x', 'parent': str(parent)}, group_id)
    await components.save_region(admin, {'name': 'Norte'})
    with pytest.raises(Invalid):
        await components.save_region(admin, {'name': 'Norte'})
    with pytest.raises(NotFound):
        await components.move(admin, 999, 1)


async def test_a_region_of_which_something_was_said_stays(world: World) -> None:
    admin = world.admin.user
    await components.save_region(admin, {'name': 'Norte'})
    region = await Region.get()
    made = await components.save(admin, {'name': 'Red', f'regions.{region.id}': 'on', **SHOWN})
    await set_by_hand(world.marta.user, made.id, region.id, ComponentStatus.MAJOR)
    with pytest.raises(NotAllowed):
        await components.delete_region(admin, region.id)
    assert await StatusInterval.all().count() == 1


async def test_a_deleted_group_leaves_its_services_on_the_board(world: World) -> None:
    admin = world.admin.user
    await components.save_group(admin, {'name': 'Enlaces'})
    group = await ComponentGroup.get()
    await components.save(admin, {'name': 'Red', 'group': str(group.id), **SHOWN})
    await components.delete_group(admin, group.id)
    assert [(one.id, len(one.components)) for one in (await board(Reader())).groups] == [(None, 1)]


async def test_only_admins_say_what_the_network_is_made_of(world: World) -> None:
    made = await components.save(world.admin.user, {'name': 'Red', **SHOWN})
    for actor in (world.marta.user, world.ana.user, world.lucia.user):
        for refused in (
            components.network(actor),
            components.find(actor, made),
            components.save(actor, {'name': 'x', **SHOWN}),
            components.move(actor, made.id, 1),
            components.save_group(actor, {'name': 'x'}),
            components.delete_group(actor, 1),
            components.save_region(actor, {'name': 'x'}),
            components.delete_region(actor, 1),
        ):
            with pytest.raises(NotAllowed):
                await refused


@pytest.mark.parametrize(
    ('name', 'slug'), [('Enlace Norte – Centro', 'enlace-norte-centro'), ('VPN', 'vpn-3'), ('网络', 'x')]
)
def test_names_become_words_for_addresses(name: str, slug: str) -> None:
    assert slug_of(name, {'vpn', 'vpn-2'}) == slug
