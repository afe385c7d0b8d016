"""The five presets: each makes the desk that its source describes, once, in three languages."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models import (
    Announcement,
    Article,
    AuditLog,
    BusinessCalendar,
    CatalogItem,
    Department,
    Organization,
    Setting,
    Terms,
    User,
)
from models.article import ArticleState
from models.audience import Reader
from models.business_time import due
from models.catalog_item import TicketKind
from models.priority import Priority
from models.user import UserRole
from services import (
    articles,
    asked_contacts,
    blueprint,
    catalog,
    clock,
    escalation,
    preset_contents,
    presets,
    sla,
    terms,
)
from services.cost_notices import in_force
from services.language import LANGUAGES, Words
from services.mail_text import MailSettings
from services.opening_hours import calendar_of
from services.placeholders import is_placeholder
from services.preset_file import NAMES, find, listed
from services.refusals import Invalid, NotAllowed, NotFound
from services.settings import Closing, Desk, load
from services.setup import Setup, is_open
from services.silence_rules import Silence
from tests.support.database import Database
from tests.support.outbox import environment
from tests.support.world import World

BOGOTA = ZoneInfo('America/Bogota')


@pytest.fixture
async def admin(db: Database) -> User:
    """The first admin of an empty desk."""
    return await User.create(
        email='admin@desk.example',
        full_name='Admin',
        role=UserRole.ADMIN,
        verified_at=clock.now(),
        created_at=clock.now(),
    )


async def departments() -> list[str]:
    return [row.name for row in await Department.all().order_by('position')]


async def titles(**which: Any) -> list[str]:
    return [row.title for row in await CatalogItem.filter(**which).order_by('position')]


def test_everything_that_a_preset_says_is_in_three_languages() -> None:
    spoken = set(LANGUAGES) - {'es'}
    for preset in listed():
        rows = [preset.data, *preset.rows('ask'), *preset.rows('calendar'), *preset.rows('department')]
        rows += [*preset.rows('path'), *preset.rows('announcement'), *map(blueprint.article, preset.rows('article'))]
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
    assert {'mailsettings', 'closing', 'silence'} <= chosen.keys()
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


@pytest.mark.rule('S0-2', 'S0-3', 'S0-11')
async def test_an_it_desk_has_the_examples_of_the_manual_and_its_hours(admin: User) -> None:
    await presets.apply(admin, 'service-desk')
    incidents = await titles(kind=TicketKind.INCIDENT, is_generic=False)
    assert incidents == ['Fallo o incidente con el PC', 'Fallo con la impresora', 'Internet lento']
    requests = await titles(kind=TicketKind.REQUEST, is_generic=False)
    examples = {'Instalación de una aplicación', 'Accesos y permisos', 'Reseteo de contraseñas', 'Creación de usuarios'}
    assert examples < set(requests)
    calendar = await calendar_of((await Department.get()).id)
    opened = datetime(2026, 11, 23, 17, tzinfo=ZoneInfo('America/Guayaquil'))
    assert due(calendar, opened, timedelta(hours=3)) == datetime(2026, 11, 24, 10, 30, tzinfo=opened.tzinfo)
    assert (await load(MailSettings)).reply_policy == 'portal_only'
    assert (await load(Silence)).result == 'resolved'


@pytest.mark.rule('S3-14', 'S3-15')
async def test_a_support_centre_has_exactly_six_departments_one_of_them_day_and_night(admin: User) -> None:
    await presets.apply(admin, 'help-desk')
    six = ['Comercial', 'Facturación', 'Sistemas', 'Redes', 'Centros de Datos', 'Soporte 24 Horas']
    assert await departments() == six
    saturday = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo('America/Guayaquil'))
    starts = {}
    for row in await Department.all():
        calendar = await calendar_of(row.id)
        starts[row.name] = due(calendar, saturday, timedelta(minutes=1))
        assert row.is_urgent_only == bool(await in_force(row.id)) == (row.name == 'Soporte 24 Horas')
        hours = sum(end - start for day in calendar.weekly for start, end in day) / 60
        assert hours == (168 if row.is_urgent_only else 40)
    assert starts.pop('Soporte 24 Horas') == saturday + timedelta(minutes=1)
    assert set(starts.values()) == {datetime(2026, 11, 23, 9, 1, tzinfo=saturday.tzinfo)}


@pytest.mark.rule('S4-1', 'S4-2', 'S4-22')
async def test_support_of_software_has_six_kinds_in_scope_nine_out_of_it_and_four_departments(admin: User) -> None:
    await presets.apply(admin, 'software-support')
    assert [row.name for row in await Department.filter(is_public=True)] == ['Soporte']
    assert await departments() == [
        'Soporte', 'Investigación y Desarrollo', 'Comercial', 'Administrativa y Talento Humano'
    ]  # fmt: skip
    inside = await CatalogItem.exclude(kind=TicketKind.REDIRECT)
    assert len(inside) == 6
    for item in inside:
        assert {'application', 'module', 'process', 'document', 'party'} <= {one['key'] for one in item.form}
    outside = await CatalogItem.filter(kind=TicketKind.REDIRECT)
    assert len(outside) == 9
    assert all(row.redirect_reason and row.redirect_to for row in outside)
    about = await articles.find(Reader(), 'quienes-somos')
    for word in ('Confianza', 'Compromiso', 'Honestidad', 'Lealtad', 'Respeto', 'Innovación', 'Solidaridad'):
        assert word in about.body
    assert 'Trabajo en Equipo' in about.body
    assert all(team in about.body for team in ('Soporte', 'Investigación y Desarrollo', 'Comercial', 'Talento Humano'))


@pytest.mark.rule('S4-10', 'S4-12', 'S4-13')
async def test_support_of_software_promises_three_and_forty_eight_hours_of_a_long_day(admin: User) -> None:
    await presets.apply(admin, 'software-support')
    targets = await sla.default_targets()
    for level in Priority:
        assert targets[level].first_response == timedelta(hours=3)
        assert (targets[level].resolution, targets[level].clock) == (timedelta(hours=48), 'business')
    calendar = await calendar_of((await Department.get(name='Soporte')).id)
    opened = datetime(2026, 11, 23, 8, tzinfo=BOGOTA)
    assert due(calendar, opened, targets[Priority.LOW].resolution) == datetime(2026, 11, 27, 16, tzinfo=BOGOTA)
    assert (await BusinessCalendar.get()).country == 'CO'
    reopen = (await load(Closing)).reopen_days
    assert [reopen.get(reason, 0) for reason in ('confirmed', 'no_contact', 'insufficient')] == [7, 0, 0]


@pytest.mark.rule('S4-21')
async def test_good_practice_has_nine_rules_and_the_alert_is_announced(admin: User) -> None:
    await presets.apply(admin, 'software-support')
    article = await Article.get(title='Buenas prácticas para equipos de cómputo')
    for body in (article.body, *(texts['body'] for texts in article.translations.values())):
        assert [line.split('.')[0] for line in body.splitlines() if line[:1].isdigit()] == list('123456789')
    assert await Announcement.filter(title__contains='virus').exists()


@pytest.mark.rule('S1-14')
async def test_a_regional_desk_has_six_tables_that_are_shown_once_they_can_be_called(admin: User) -> None:
    await presets.apply(admin, 'regional-noc')
    tables = await escalation.tables(admin)
    assert [table.path.name for table in tables] == [
        'Colombia', 'Perú', 'Cono Sur', 'México', 'Venezuela', 'América Central y El Caribe'
    ]  # fmt: skip
    assert all(is_placeholder(step.phone) and not step.name for table in tables for step in table.steps)
    company = await Organization.create(name='Minas', country='BO', created_at=clock.now())
    customer = await User.create(
        email='eva@minas.example', full_name='Eva', organization=company, created_at=clock.now()
    )
    assert await escalation.tables(customer) == []


@pytest.mark.rule('S2-5', 'S2-12')
async def test_a_mail_desk_takes_answers_by_mail_and_asks_for_a_second_address(admin: User) -> None:
    await presets.apply(admin, 'mail-desk')
    assert (await load(MailSettings)).reply_policy == 'accept'
    await asked_contacts.answer(admin, {'mail': 'soporte@desk.example', 'second-mail': 'dev@desk.example'})
    assert (await load(Desk)).mail == 'soporte@desk.example'
    assert (await load(MailSettings)).fallback_mail == 'dev@desk.example'


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


@pytest.mark.rule('S4-24')
async def test_the_conditions_of_support_are_terms_that_a_preset_leaves_where_somebody_accepted_them(
    admin: User,
) -> None:
    await presets.apply(admin, 'software-support')
    version = await Terms.get()
    assert version.texts.keys() == set(LANGUAGES)
    assert version.texts['es'] == (await Article.get(title='Condiciones del servicio de soporte')).body
    await terms.accept(admin, version, '')
    await presets.apply(admin, 'mail-desk')
    assert await Terms.exists(id=version.id)


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
