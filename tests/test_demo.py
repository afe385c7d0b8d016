"""The demo desk, filled in the middle of a weekend, on both databases."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from tortoise.exceptions import IntegrityError

from models import BusinessCalendar, CatalogItem, Department, Entry, MailOut, Ticket, User
from models.audience import Reader
from models.business_time import elapsed
from models.entry import EntryKind
from models.lifecycle import Status, queue_rank
from models.mail_out import MailStatus
from models.ticket_number import parse_number
from services import bus, clock
from services.accounts import passwords
from services.board.board import board
from services.catalog import catalog
from services.hours.opening_hours import calendar_of
from services.sayings import HoursNote
from services.settings import Desk, load
from services.setup import demo
from services.sla import promises
from tests.support.database import Database

SUNDAY_NIGHT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # 3:30 in Guayaquil


@pytest.fixture(scope='module')
async def desk(database: Database) -> AsyncIterator[list[bool]]:
    """Two processes start together: which of them says that it filled the desk."""
    await database.empty()
    bus.publish_everything()
    with clock.freeze(SUNDAY_NIGHT):
        yield await asyncio.gather(demo.fill_if_empty(), demo.fill_if_empty())


async def history(ticket: Ticket) -> list[tuple[datetime, Status]]:
    changes = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS).order_by('seq')
    return [(ticket.created_at, Status.NEW), *((entry.created_at, Status(entry.data['new'])) for entry in changes)]


async def test_the_people_of_the_contract_can_sign_in(desk: list[bool]) -> None:
    expected = {
        'lucia@mirador.example': ('customer', 'Hotel Mirador', 'EC', True),
        'ivan@mirador.example': ('customer', 'Hotel Mirador', 'EC', True),
        'elena@ondu.example': ('customer', 'Grupo Ondú', 'CO', False),
        'marta@mesa.example': ('agent', None, None, None),
        'diego@mesa.example': ('agent', None, None, None),
        'ana@mesa.example': ('lead', None, None, None),
        'admin@mesa.example': ('admin', None, None, None),
    }
    for email, facts in expected.items():
        person = await User.get(email=email).select_related('organization')
        company = person.organization
        found = (company.name, company.country, company.shares_tickets) if company else (None, None, None)
        assert (person.role, *found) == facts
        assert person.verified_at
    assert await passwords.verify(person, demo.PASSWORD)
    assert {address for addresses in demo.accounts().values() for address in addresses} >= expected.keys()


@pytest.mark.rule('S3-14', 'S3-15')
async def test_there_are_six_departments_and_one_is_always_open(desk: list[bool]) -> None:
    departments = await Department.all().select_related('calendar').order_by('position')
    assert [(department.name, department.calendar.name) for department in departments] == [
        *((name, 'Lunes a viernes, 9:00 – 18:30') for name in ('Comercial', 'Facturación', 'Sistemas', 'Redes')),
        ('Centros de Datos', 'Lunes a viernes, 9:00 – 18:30'),
        ('Soporte 24 Horas', '24×7'),
    ]
    assert [department.name for department in departments if department.is_urgent_only] == ['Soporte 24 Horas']
    for email in ('marta@mesa.example', 'diego@mesa.example', 'ana@mesa.example'):
        assert await Department.filter(members__email=email).count() == 6


@pytest.mark.rule('S0-2', 'S0-3', 'S0-7')
async def test_the_catalogue_has_the_example_types(desk: list[bool]) -> None:
    kinds = dict(await CatalogItem.all().values_list('slug', 'kind'))
    assert {slug for slug, kind in kinds.items() if kind == 'incident'} >= {'computer', 'printer', 'internet'}
    requests = {'install-application', 'access', 'password-reset', 'new-user'}
    assert {slug for slug, kind in kinds.items() if kind == 'request'} >= requests
    assert (kinds['change-request'], kinds['suggestion']) == ('change', 'suggestion')


@pytest.mark.rule('S0-20')
async def test_each_group_ends_with_a_generic_type(desk: list[bool]) -> None:
    home = await catalog.home('es')
    assert [tile.slug for tile in home.incidents if tile.is_generic] == ['other-incident'] == [home.incidents[-1].slug]
    assert [tile.slug for tile in home.requests if tile.is_generic] == ['other-request'] == [home.requests[-1].slug]
    assert [tile.slug for tile in home.incidents if tile.is_urgent] == ['cannot-invoice']


@pytest.mark.rule('S4-4')
async def test_an_application_error_asks_for_application_module_and_process(desk: list[bool]) -> None:
    questions = {question['key']: question for question in (await catalog.item('application-error')).form}
    assert questions.keys() >= {'application', 'module', 'process', 'document', 'party'}
    own = {key: question for key, question in questions.items() if 'prefill' not in question}
    assert {key for key, question in own.items() if question.get('required')} == {'application', 'module'}


@pytest.mark.rule('S4-1')
async def test_the_six_kinds_of_application_problems_are_types_with_the_same_questions(desk: list[bool]) -> None:
    types = await CatalogItem.filter(slug__startswith='app-')
    assert len(types) == 6
    assert {str(item.form) for item in types} == {str((await catalog.item('application-error')).form)}


@pytest.mark.rule('S4-2')
async def test_nine_matters_lead_elsewhere(desk: list[bool]) -> None:
    elsewhere = (await catalog.home('es')).elsewhere
    assert len(elsewhere) == 9
    for tile in elsewhere:
        item = await catalog.item(tile.slug)
        assert item.redirect_reason
        assert item.redirect_to
        assert item.form == []


@pytest.mark.parametrize('language', ['en', 'pt'])
async def test_every_type_is_there_in_the_other_languages(desk: list[bool], language: str) -> None:
    for item in await CatalogItem.all():
        there = item.translations[language]
        redirect, form = ('redirect_reason', 'redirect_to'), ('heading', 'subject_hint', 'description_hint')
        own = redirect if item.kind == 'redirect' else form
        assert all(there[text] for text in ('title', 'summary', *own))
        for question in item.form:
            assert question['translations'][language].keys() >= {'label', 'hint', 'warnings'} & question.keys()


async def test_the_official_channels_are_set(desk: list[bool]) -> None:
    channels = await load(Desk)
    assert channels.name == 'Mesa Viva'
    assert all((channels.mail, channels.phone, channels.mobile))
    assert (await load(HoursNote)).texts.keys() >= {'es', 'en'}


async def test_about_sixty_tickets_in_every_state(desk: list[bool]) -> None:
    states = Counter(await Ticket.all().values_list('status', flat=True))
    assert states.keys() == set(Status)
    assert 55 <= states.total() <= 65
    lucia = await User.get(email='lucia@mirador.example')
    assert await Ticket.filter(requester_id=lucia.id, is_closed=False).count() >= 5


async def test_they_are_of_the_last_weeks_and_of_opening_hours(desk: list[bool]) -> None:
    tickets = await Ticket.all().order_by('id')
    assert [ticket.created_at for ticket in tickets] == sorted(ticket.created_at for ticket in tickets)
    for ticket in tickets:
        assert SUNDAY_NIGHT - timedelta(days=90) < ticket.created_at <= ticket.updated_at <= SUNDAY_NIGHT
        assert parse_number(ticket.number) == ticket.number
        calendar = await calendar_of(ticket.department_id)
        assert elapsed(calendar, ticket.created_at, ticket.created_at + timedelta(minutes=1)) > timedelta()


async def test_timelines_have_no_gaps_and_speak_spanish(desk: list[bool]) -> None:
    for ticket in await Ticket.all().prefetch_related('entries'):
        assert sorted(entry.seq for entry in ticket.entries) == list(range(1, ticket.last_seq + 1))
        assert not [entry.body for entry in ticket.entries if 'We have' in entry.body]


async def test_what_is_derived_can_be_derived_again(desk: list[bool]) -> None:
    for ticket in await Ticket.all():
        stored = (ticket.first_response_due, ticket.resolution_due, ticket.next_deadline_at)
        await promises.promise(ticket, await history(ticket))
        assert (ticket.first_response_due, ticket.resolution_due, ticket.next_deadline_at) == stored
        assert ticket.queue_rank == queue_rank(ticket.status, ticket.priority, is_answered=ticket.is_answered)
        assert ticket.is_closed == (ticket.status == Status.CLOSED) == bool(ticket.closed_at and ticket.close_reason)
        assert ticket.preview


async def test_nothing_of_the_past_is_mailed_now(desk: list[bool]) -> None:
    mails = await MailOut.all()
    assert mails
    assert all(mail.status == MailStatus.SENT and mail.sent_at == mail.created_at for mail in mails)


async def test_a_desk_with_people_is_left_alone(desk: list[bool]) -> None:
    before = await User.all().count()
    assert not await demo.fill_if_empty()
    assert await User.all().count() == before


async def test_two_processes_that_start_together_fill_it_once(desk: list[bool]) -> None:
    assert sorted(desk) == [False, True]
    assert await User.filter(email='lucia@mirador.example').count() == 1


async def test_the_board_has_ninety_days_something_open_and_something_planned(desk: list[bool]) -> None:
    seen = await board(Reader())
    assert len(seen.components) == 8
    assert all(len(line.days) == 90 and line.days[0].status == 'operational' for line in seen.components)
    assert len({day.on for line in seen.components for day in line.days if day.status != 'operational'}) > 10
    assert {len(line.regions) for line in seen.components} == {0, 1, 2}
    assert [(one.phase, len(one.updates)) for one in seen.incidents] == [('identified', 3), ('monitoring', 2)]
    assert [one.phase for one in seen.maintenance] == ['in_progress', 'scheduled']
    words = [*(one.title for one in (*seen.incidents, *seen.maintenance)), *(line.name for line in seen.components)]
    assert [one.text for one in words if one.into('en') == one.into('es')] == ['VPN']
    assert [one.text for one in words if one.into('pt') == one.into('es')] == [
        'Portal de clientes',
        'Servidor central',
        'VPN',
    ]


async def test_it_is_filled_as_a_whole_or_not_at_all(db: Database) -> None:
    calendar = await BusinessCalendar.create(name='x', time_zone='UTC', weekly=[[]] * 7)
    department = await Department.create(name='x', calendar=calendar)
    await CatalogItem.create(slug='printer', kind='incident', title='x', icon='x', department=department)
    with pytest.raises(IntegrityError):
        await demo.fill_if_empty()
    assert not await User.exists()
