"""The five presets: chosen, in three languages, and changed for another."""

import asyncio
from zoneinfo import ZoneInfo

import pytest

from models import (
    Announcement,
    Article,
    AuditLog,
    BusinessCalendar,
    CatalogItem,
    Department,
    Setting,
    Terms,
    User,
)
from models.article import ArticleState
from models.catalog_item import TicketKind
from services.catalog import catalog
from services.language import LANGUAGES, Words
from services.mail.mail_text import MailSettings
from services.refusals import Invalid, NotAllowed, NotFound
from services.settings import Desk, load
from services.setup import asked_contacts, blueprint, preset_contents, presets, setup
from services.setup.preset_file import NAMES, find, listed
from services.setup.setup import Setup, is_open
from services.sla import sla
from tests.support.made_desk import departments, titles
from tests.support.outbox import environment
from tests.support.world import World

BOGOTA = ZoneInfo('America/Bogota')


def test_everything_that_a_preset_says_is_in_three_languages() -> None:
    spoken = set(LANGUAGES) - {'es'}
    for preset in listed():
        rows = [preset.data, *preset.rows('ask'), *preset.rows('calendar'), *preset.rows('department')]
        rows += [
            *preset.rows('path'),
            *preset.rows('level'),
            *preset.rows('announcement'),
            *map(blueprint.article, preset.rows('article')),
        ]
        for row in (*rows, *blueprint.types(preset.rows('item'))):
            others = row.get('translations') or {language: row.get(language) for language in spoken}
            assert row.get('name') == '24×7' or all(others.get(language) for language in spoken), row
            for texts in others.values():
                said = set(texts) if isinstance(texts, dict) else set()
                assert not said or said >= {'title', 'summary', 'body'} & row.keys(), row
        for group in preset.data['settings'].values():
            for texts in (value for value in group.values() if isinstance(value, dict) and 'es' in value):
                assert texts.keys() == set(LANGUAGES)


def test_what_a_preset_will_set_is_told_before() -> None:
    for preset in listed():
        parts = {part.name.msgid: part.lines for part in preset_contents.contents(preset)}
        assert {'Departments', 'Opening hours', 'Something does not work', 'Rules'} <= parts.keys()
        assert len(parts['Departments']) == len(preset.rows('department'))
    told = {part.name.msgid: part.lines for part in preset_contents.contents(find('software-support'))}
    assert len(told['Somebody else takes care of this']) == 9
    assert next(line.into('en') for line in told['Departments']) == 'Support'
    with pytest.raises(NotFound):
        find('../demo/desk')


@pytest.mark.parametrize('name', NAMES)
async def test_a_preset_decides_every_conflict_of_the_sources_and_is_applied_once(admin: User, name: str) -> None:
    assert await is_open()
    await presets.apply(admin, name)
    assert await is_open()
    chosen = find(name).settings
    assert {'mailsettings', 'groupmailbox', 'closing', 'silence'} <= chosen.keys()
    for group, said in chosen.items():
        assert said.items() <= vars(await load(presets.GROUPS[group])).items()
    assert await AuditLog.filter(action='preset_applied', subject=name, actor=admin).count() == 1
    before = [await table.all().count() for table in (Department, CatalogItem, Article, BusinessCalendar, AuditLog)]
    await presets.apply(admin, name)
    assert before == [
        await table.all().count() for table in (Department, CatalogItem, Article, BusinessCalendar, AuditLog)
    ]
    assert await Department.filter(members=admin.id).count() == await Department.all().count()
    assert not await Article.exclude(state=ArticleState.PUBLISHED).exists()
    for row in await CatalogItem.all().select_related('department'):
        assert row.translations.keys() == {'en', 'pt'}


@pytest.mark.rule('1.6-i')
async def test_nothing_made_up_is_published(admin: User) -> None:
    """Spec 1.6-i: no contact, and no time of a change, that a source does not give."""
    for name in NAMES:
        await presets.apply(admin, name)
        desk = await load(Desk)
        assert (desk.mail, desk.phone, desk.mobile) == ('', '', '')
        assert (await load(MailSettings)).fallback_mail == ''
        assert not await CatalogItem.filter(is_active=True, redirect_to__contains='{').exists()
        assert not await CatalogItem.filter(handling_hours__isnull=False).exists()
        words = [row.body for row in await Article.all()] + [row.body for row in await Announcement.all()]
        assert not [text for text in words if '@' in text or 'http' in text]


async def test_what_is_asked_for_is_published_once_it_is_known(admin: User) -> None:
    await presets.apply(admin, 'software-support')
    training = await CatalogItem.get(slug='out-training')
    assert not training.is_active
    with pytest.raises(NotFound):
        await catalog.item('out-training')
    for wrong in ({'mail': 'nobody'}, {'phone': '+00 000 000 0000'}, {'sales-mail': 'x@'}):
        with pytest.raises(Invalid) as refused:
            await asked_contacts.answer(admin, wrong)
        assert refused.value.problems.keys() == wrong.keys()
    known = {'mail': 'soporte@desk.example', 'phone': '+57 601 555 0100', 'sales-mail': 'ventas@desk.example'}
    await asked_contacts.answer(admin, known)
    assert (await catalog.item('out-training')).text('redirect_to', 'en') == 'Sales: ventas@desk.example'
    assert {ask.key: text for ask, text in await asked_contacts.asked(admin)} == known
    await asked_contacts.answer(admin, known | {'sales-mail': 'otra@desk.example'})
    assert (await catalog.item('out-training')).redirect_to == 'Comercial: otra@desk.example'
    await asked_contacts.answer(admin, known | {'sales-mail': ''})
    assert not (await CatalogItem.get(slug='out-training')).is_active
    await presets.apply(admin, 'help-desk')
    await asked_contacts.answer(admin, {'change-request': '24'})
    assert (await catalog.item('change-request')).handling_hours == 24
    await asked_contacts.answer(admin, {'change-request': '24'})
    told = AuditLog.filter(action='item_saved').order_by('id')
    shown = await told.filter(subject='out-training').values_list('before', 'after')
    assert [(before['is_active'], after['is_active']) for before, after in shown] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    timed = await told.filter(subject='change-request').values_list('before', 'after')
    assert timed == [({'handling_hours': None}, {'handling_hours': 24})]


async def test_another_preset_takes_the_place_of_the_first_but_not_of_what_somebody_made(admin: User) -> None:
    await presets.apply(admin, 'software-support')
    kept = await Department.get(name='Comercial')
    item = await CatalogItem.create(slug='own', kind='request', title='Propio', icon='user', department=kept)
    await presets.apply(admin, 'mail-desk')
    assert set(await departments()) == {'Soporte', 'Comercial'}
    assert await titles(kind=TicketKind.REDIRECT) == []
    assert await CatalogItem.exists(id=item.id)
    assert not await Announcement.exists()
    assert not await Terms.exists()
    assert await sla.default() is None
    assert (await load(presets.GROUPS['closeddays'])) == presets.GROUPS['closeddays']()


async def test_a_desk_with_tickets_keeps_its_kind(world: World) -> None:
    await world.lucia.opens('No imprime')
    with pytest.raises(NotAllowed):
        await presets.apply(world.admin.user, 'mail-desk')
    assert not await Setting.exists(key='setup')
    assert not await is_open()


async def test_only_admins_choose(world: World) -> None:
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await presets.apply(person.user, 'mail-desk')
        with pytest.raises(NotAllowed):
            await asked_contacts.answer(person.user, {})
        with pytest.raises(NotAllowed):
            await asked_contacts.asked(person.user)
    assert await load(Setup) == Setup()


async def test_a_desk_of_another_language_speaks_it_first(admin: User) -> None:
    with environment(LANGUAGE='pt'):
        await presets.apply(admin, 'software-support')
    assert (await departments())[0] == 'Suporte'
    support = await Department.get(name='Suporte')
    assert Words.of(support, 'name').into('es') == 'Soporte'
    about = await Article.get(title='Quem somos')
    assert (about.translations['es']['title'], about.translations['en']['title']) == ('Quiénes somos', 'Who we are')


async def test_sent_twice_at_once_it_is_applied_once(admin: User) -> None:
    await asyncio.gather(*(presets.apply(admin, 'help-desk') for _ in range(3)))
    assert await AuditLog.filter(action='preset_applied').count() == 1
    await asyncio.gather(*(setup.mark(admin, step) for step in ('preset', 'brand', 'hours')))
    assert set((await load(Setup)).steps) == {'preset', 'brand', 'hours'}
