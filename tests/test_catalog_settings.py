"""The catalogue as an admin keeps it: types, their order, whom they are for, and their questions."""

from dataclasses import replace
from typing import Any

import pytest

from models import AuditLog, CatalogItem
from models.audience import Reader
from services.catalog import catalog, catalog_questions, catalog_shelf
from services.catalog.catalog_form import ItemForm
from services.catalog.question_form import blocks, key_of, pairs, read
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.sla import sla_change
from services.sla.sla import default_targets
from tests.support.world import World


async def changed(world: World, slug: str, **changes: Any) -> None:
    value = (await catalog_shelf.read(slug)).value
    await catalog_shelf.save(world.admin.user, slug, replace(value, **changes), value)


async def offered(reader: Reader | None = None) -> list[str]:
    home = await catalog.home('es', reader or Reader())
    return [tile.slug for group in (home.incidents, home.requests, home.elsewhere) for tile in group]


@pytest.mark.rule('S0-19')
async def test_a_new_type_is_seen_once_it_is_offered(world: World) -> None:
    item = await catalog_shelf.make(world.admin.user, 'Fax ñandú', 'incident', world.systems.id)
    assert item.slug == 'fax-nandu'
    assert item.slug not in await offered()
    await changed(world, item.slug, is_active=True, texts={'title': {'es': 'Fax', 'en': 'Fax machine'}})
    found = await catalog.item(item.slug)
    assert (found.text('title', 'es'), found.text('title', 'en')) == ('Fax', 'Fax machine')
    row = await AuditLog.get(action='item_saved')
    assert (row.subject, row.before['is_active'], row.after['is_active']) == (item.slug, False, True)


async def test_what_a_form_of_a_type_cannot_say_is_refused_at_its_field(world: World) -> None:
    for field, value in (
        ('kind', 'miracle'),
        ('icon', 'unicorn'),
        ('impact', 'world'),
        ('urgency', 'never'),
        ('reach', 'chosen'),
        ('department', 9999),
        ('sla_policy', 9999),
        ('handling_hours', 99_999),
    ):
        with pytest.raises(Invalid) as refused:
            await changed(world, 'printer', **{field: value})
        assert set(refused.value.problems) == {field}
    for texts, name in (({}, 'title'), ({'title': {'es': 'x' * 121}}, 'title.es')):
        with pytest.raises(Invalid) as refused:
            await changed(world, 'printer', texts=texts)
        assert set(refused.value.problems) == {name}


@pytest.mark.rule('S4-2')
async def test_a_type_that_is_not_ours_says_where_to_go(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        await changed(world, 'quote', kind='redirect')
    assert set(refused.value.problems) == {'redirect_to'}
    texts = {'title': {'es': 'Virus'}, 'redirect_to': {'es': 'Escribe a info@mesa.example'}}
    await changed(world, 'quote', kind='redirect', texts=texts)
    home = await catalog.home('es')
    assert [tile.slug for tile in home.elsewhere] == ['quote']


async def test_two_who_change_a_type_at_once_do_not_overwrite_each_other(world: World) -> None:
    started = (await catalog_shelf.read('printer')).value
    await changed(world, 'printer', icon='wifi')
    with pytest.raises(Overtaken) as overtaken:
        await catalog_shelf.save(world.admin.user, 'printer', replace(started, icon='lock'), started)
    assert overtaken.value.name == 'Admin'
    asked = (await catalog_questions.read('printer')).value
    await catalog_questions.save(world.admin.user, 'printer', replace(asked, questions=[]), asked)
    with pytest.raises(Overtaken):
        await catalog_questions.save(world.admin.user, 'printer', asked, asked)


@pytest.mark.rule('S0-19')
async def test_types_are_put_in_order_within_their_group(world: World) -> None:
    await catalog_shelf.move(world.admin.user, 'application', -1)
    assert await offered() == ['application', 'printer', 'access', 'quote']
    await catalog_shelf.move(world.admin.user, 'application', -1)
    await catalog_shelf.move(world.admin.user, 'access', 1)
    assert await offered() == ['application', 'printer', 'quote', 'access']
    await CatalogItem.filter(slug='application').update(is_generic=True)
    await catalog_shelf.move(world.admin.user, 'printer', 1)  # there is no other that is not generic
    assert [item.slug for item in (await catalog_shelf.shelf(world.admin.user)).incidents] == ['printer', 'application']


@pytest.mark.rule('S1-16')
async def test_a_customer_finds_and_opens_only_what_is_meant_for_him(world: World) -> None:
    company = f'company-{world.lucia.user.organization_id}'
    await changed(world, 'printer', reach='chosen', audience=(company,))
    await changed(world, 'access', reach='signed_in')
    await changed(world, 'quote', reach='staff')
    lucia, elena = Reader.of(world.lucia.user), Reader.of(world.elena.user)
    assert await offered() == ['application']
    assert await offered(lucia) == ['printer', 'application', 'access']
    assert await offered(elena) == ['application', 'access']
    assert len(await offered(Reader.of(world.marta.user))) == 4
    assert await world.lucia.opens('Mi impresora')
    for person, slug in ((world.elena, 'printer'), (world.lucia, 'quote')):
        with pytest.raises(NotFound):
            await catalog.item(slug, Reader.of(person.user))
        with pytest.raises(NotFound):
            await person.opens('No es para mí', item=slug)
    assert (await catalog_shelf.read('printer')).value.audience == (company,)


@pytest.mark.rule('S1-10')
async def test_a_change_promises_its_handling_time(world: World) -> None:
    await changed(world, 'access', kind='change', handling_hours=19)
    ticket = await world.lucia.opens('Abrir un puerto', item='access')
    assert ticket.promised_at is not None
    tile = (await catalog.home('es')).requests[0]
    assert tile.promise
    assert tile.promise.into('en') == 'Done in 19 working hours'


async def test_the_policy_of_a_type_is_chosen_in_its_form(world: World) -> None:
    policy = await sla_change.save(world.admin.user, await default_targets(), name='Oro')
    await changed(world, 'printer', sla_policy=policy.id)
    assert (await CatalogItem.get(slug='printer')).sla_policy_id == policy.id


@pytest.mark.parametrize('who', ['lucia', 'marta', 'ana'])
async def test_only_an_admin_keeps_the_catalogue(world: World, who: str) -> None:
    person = getattr(world, who).user
    value, asked = (await catalog_shelf.read('printer')).value, (await catalog_questions.read('printer')).value
    for deed in (
        catalog_shelf.shelf(person),
        catalog_shelf.find(person, 'printer'),
        catalog_shelf.make(person, 'Fax', 'incident', world.systems.id),
        catalog_shelf.save(person, 'printer', replace(value, icon='lock'), value),
        catalog_shelf.move(person, 'printer', 1),
        catalog_questions.save(person, 'printer', replace(asked, questions=[]), asked),
    ):
        with pytest.raises(NotAllowed):
            await deed
    assert (await catalog_shelf.read('printer')).value == value
    assert isinstance(value, ItemForm)


FORM = {
    'q2.key': '',
    'q2.label': '¿Dónde está?',
    'q2.type': 'select',
    'q2.options': 'Norte\nSur\n',
    'q2.required.required': 'on',
    'q2.warnings': 'Sur = Ahí no hay técnico',
    'q2.label_en': 'Where is it?',
    'q2.options_en': 'North\nSouth',
    'q0.key': 'model',
    'q0.label': 'Modelo',
    'q0.type': 'text',
    'q0.prefill': '',
    'q0.after': 'donde_esta',
    'q0.answers': 'Sur',
}


@pytest.mark.rule('S0-29')
def test_a_filled_form_of_questions_is_read_in_the_order_of_its_blocks() -> None:
    assert blocks(FORM) == ['q2', 'q0']
    where, model = read(FORM)
    assert where == {
        'key': 'donde_esta',
        'label': '¿Dónde está?',
        'type': 'select',
        'required': True,
        'options': ['Norte', 'Sur'],
        'warnings': {'Sur': 'Ahí no hay técnico'},
        'translations': {'en': {'label': 'Where is it?', 'options': ['North', 'South']}},
    }
    assert model == {'key': 'model', 'label': 'Modelo', 'type': 'text', 'show_if': {'donde_esta': ['Sur']}}


@pytest.mark.parametrize(
    ('changes', 'field'),
    [
        ({'q2.label': ' '}, 'q2.label'),
        ({'q2.type': 'riddle'}, 'q2.type'),
        ({'q2.options': 'Norte'}, 'q2.options'),
        ({'q2.options': 'Norte\nNorte'}, 'q2.options'),
        ({'q2.warnings': 'Este = No'}, 'q2.warnings'),
        ({'q2.options_en': 'North'}, 'q2.options_en'),
        ({'q0.after': 'later'}, 'q0.after'),
        ({'q0.answers': ''}, 'q0.answers'),
        ({'q0.answers': 'Este'}, 'q0.answers'),
        ({'q0.prefill': 'salary'}, 'q0.prefill'),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_at_its_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(FORM | changes)
    assert field in refused.value.problems
    assert len(read(FORM | changes, is_strict=False)) < 2  # a preview leaves it out, and what depends on it


def test_keys_are_made_of_labels_and_never_twice() -> None:
    assert key_of('¿Desde cuándo?', []) == 'desde_cuando'
    assert key_of('¿Desde cuándo?', ['desde_cuando']) == 'desde_cuando_2'
    assert key_of('24 horas', []) == 'q_24_horas'
    assert key_of('???', []) == 'q'
    assert pairs('No = Revisa = todo\nsin signo\n = x') == {'No': 'Revisa = todo'}


@pytest.mark.rule('S0-29')
async def test_each_save_of_the_questions_is_a_version_and_tickets_keep_theirs(world: World) -> None:
    old = await world.lucia.opens('No imprime', answers={'model': 'HP'})
    started = (await catalog_questions.read('printer')).value
    await catalog_questions.save(world.admin.user, 'printer', replace(started, questions=read(FORM)), started)
    new = await world.lucia.opens('No imprime', answers={'donde_esta': 'Sur', 'model': 'HP'})
    assert (old.form_version, new.form_version) == (1, 2)
    with pytest.raises(Invalid) as refused:
        await world.lucia.opens('No imprime')
    assert set(refused.value.problems) == {'answer.donde_esta'}
