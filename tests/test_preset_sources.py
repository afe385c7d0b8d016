"""Each preset makes the desk that its source describes."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import (
    Announcement,
    Article,
    BusinessCalendar,
    CatalogItem,
    Department,
    Organization,
    Terms,
    User,
)
from models.audience import Reader
from models.business_time import due
from models.catalog_item import TicketKind
from models.priority import Priority
from services import clock
from services.accounts import terms
from services.departments.cost_notices import in_force
from services.escalation import escalation
from services.hours.opening_hours import calendar_of
from services.knowledge import articles
from services.language import LANGUAGES
from services.mail.mail_text import MailSettings
from services.people.group_mailboxes import GroupMailbox
from services.settings import Closing, Desk, load
from services.setup import asked_contacts, presets
from services.setup.placeholders import is_placeholder
from services.sla import sla
from services.tickets.silence_rules import Silence
from tests.support.made_desk import departments, titles

BOGOTA = ZoneInfo('America/Bogota')


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
    roles = [
        [level.role.into(language) for level in await escalation.levels(tables[0])][1:] for language in ('es', 'pt')
    ]
    assert roles == [
        ['Primer nivel', 'Segundo nivel', 'Tercer nivel'],
        ['Primeiro nível', 'Segundo nível', 'Terceiro nível'],
    ]
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


@pytest.mark.rule('S3-23', 'S4-18')
async def test_group_mailboxes_are_recommended_in_one_kind_of_desk_and_advised_against_in_another(admin: User) -> None:
    await presets.apply(admin, 'help-desk')
    assert (await load(GroupMailbox)).policy == 'allowed'
    await presets.apply(admin, 'software-support')
    assert (await load(GroupMailbox)).policy == 'hint_against'
    await presets.apply(admin, 'help-desk')
    assert (await load(GroupMailbox)).policy == 'allowed'
