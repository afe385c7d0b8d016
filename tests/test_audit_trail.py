"""The audit log: what is in it, who reads it, and what a spreadsheet makes of it."""

import ast
import asyncio
import csv
import re
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest

from models import AuditLog
from models.priority import Target
from services import audit, audit_trail, brakes, bus, clock
from services.accounts import recovery
from services.accounts.own_account import Details
from services.accounts.sign_in import sign_in
from services.audit_trail import Line, Wanted
from services.board import components
from services.brakes import Pace
from services.catalog.catalog_form import ItemForm
from services.departments.department_desk import DepartmentForm
from services.desk import canned_shelf
from services.escalation.escalation_form import LevelForm, TableForm
from services.hours.calendar_form import DAYS
from services.hours.calendars import UsualHours
from services.knowledge import announcements
from services.people.company_form import CompanyForm, ContractForm
from services.people.person_form import PersonForm
from services.refusals import Invalid, NotAllowed, TooMany
from services.settings import Desk, save
from services.spreadsheet import csv_row, harmless
from services.whence import came_from
from tests.bench import plans
from tests.bench.statements import collected
from tests.support.server import ROOT
from tests.support.world import World
from webui.i18n import Locale, speak_as
from webui.settings.audit_fields import FIELDS
from webui.settings.audit_filter import wanted_by
from webui.settings.audit_row import audit_row
from webui.settings.audit_words import ACTIONS

WRITERS = ('audit.record', '_note', '_changed', '_told')  # what writes a line of the log
TOLD = ROOT / 'docs' / 'settings.md'
MONDAY = datetime(2026, 11, 23, 15, tzinfo=UTC)


async def test_a_change_tells_who_when_from_where_and_what_was_before(world: World) -> None:
    came_from('203.0.113.7')
    with clock.freeze(MONDAY):
        await save(world.admin.user, Desk(name='SOS'))
    came_from('')
    (line,) = (await audit_trail.page(world.admin.user, Wanted(action='settings_saved'))).lines
    assert (line.who, line.email, line.at, line.ip) == (
        world.admin.user.full_name,
        world.admin.user.email,
        MONDAY,
        '203.0.113.7',
    )
    assert (line.subject, line.before['name'], line.after['name']) == ('desk', 'Mesa Viva', 'SOS')


async def test_a_new_line_wakes_who_looks_once_it_is_committed(world: World) -> None:
    told = asyncio.Event()
    unwatch = bus.watch([audit_trail.TOPIC], told.set)
    await audit.record('anything', actor=world.admin.user)
    async with asyncio.timeout(30):
        await told.wait()
    unwatch()


async def test_lines_are_found_by_person_action_and_day_of_the_reader(world: World) -> None:
    await AuditLog.all().delete()
    for hours, actor, action in ((0, world.marta, 'a'), (10, world.ana, 'b'), (24, world.marta, 'b')):
        with clock.freeze(MONDAY + timedelta(hours=hours)):
            await audit.record(action, actor=actor.user, subject='lucia@mirador.example' if hours == 10 else '')

    async def found(wanted: Wanted) -> list[int]:
        lines = (await audit_trail.page(world.admin.user, wanted)).lines
        return [int((line.at - MONDAY) / timedelta(hours=1)) for line in lines]

    assert await found(Wanted()) == [24, 10, 0]
    assert await found(Wanted(person=world.marta.user.full_name.upper()[:5])) == [24, 0]
    assert await found(Wanted(person='lucia@')) == [10]
    assert await found(Wanted(action='b')) == [24, 10]
    assert await found(Wanted(action='b', person=world.marta.user.email)) == [24]
    await world.marta.user.filter(id=world.marta.user.id).update(full_name='Marta Álvarez Ñúñez')
    assert await found(Wanted(person='álvarez ñ')) == [24, 0]
    tuesday = date(2026, 11, 24)
    assert await found(Wanted(first=tuesday, last=tuesday)) == [24, 10]
    assert await found(Wanted(first=tuesday, last=tuesday, zone='America/Guayaquil')) == [24]
    assert await found(Wanted(last=date(2026, 11, 22))) == []


async def test_who_did_something_last_is_found_without_reading_the_whole_log(world: World) -> None:
    rows = (AuditLog(at=MONDAY, action='sign_in', subject=f'p{n}@x.example') for n in range(2000))
    await AuditLog.bulk_create(rows, batch_size=500)
    for who in (world.admin, world.marta):
        await audit.record('settings_saved', actor=who.user, subject='here')
    with collected() as asked:
        assert (await audit.last('settings_saved', 'here')).name == world.marta.user.full_name
    assert [await plans.faults(statement, 'audit_log') for statement in list(asked)] == [[]]
    assert await audit.last('settings_saved', 'elsewhere') == ('', None)


async def test_pages_follow_each_other_without_a_gap_while_lines_are_added(world: World) -> None:
    await AuditLog.all().delete()
    for number in range(audit_trail.PAGE + 3):
        await audit.record('counted', subject=str(number))
    first = await audit_trail.page(world.admin.user, Wanted())
    await audit.record('counted', subject='late')
    second = await audit_trail.page(world.admin.user, Wanted(), first.older)
    seen = [int(line.subject) for line in (*first.lines, *second.lines)]
    assert seen == list(reversed(range(audit_trail.PAGE + 3)))
    assert second.older is None


async def test_only_an_admin_reads_it(world: World) -> None:
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await audit_trail.page(person.user, Wanted())
        with pytest.raises(NotAllowed):
            await audit_trail.export(person.user, Wanted())


@pytest.mark.parametrize(
    'query',
    [
        {'person': 'a\0b'},
        {'action': '\ud800'},
        {'person': '%_'},
        {'first': '0001-01-01', 'last': '9999-12-31'},
        {'last': '9999-12-31'},
    ],
)
async def test_an_address_that_nobody_wrote_by_hand_asks_for_something_or_nothing(
    world: World, query: dict[str, str]
) -> None:
    wanted = replace(wanted_by(query), zone='Asia/Tokyo')
    assert (await audit_trail.page(world.admin.user, wanted)).older is None
    assert len([line async for line in await audit_trail.export(world.admin.user, wanted)]) <= 1


async def test_a_password_in_the_wrong_field_stands_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    typed = 'S3creta@2026'
    for _ in range(15):
        with suppress(Invalid, TooMany):
            await sign_in(typed, 'x', '203.0.113.7', '')
    await asyncio.gather(*(recovery.ask_link(typed, '203.0.113.7') for _ in range(15)))
    assert typed.casefold() not in str(await AuditLog.all().values()).casefold()
    assert 'login-account: too many' in caplog.text
    assert typed.casefold() not in caplog.text.casefold()


async def test_who_takes_the_log_away_stands_in_it(world: World) -> None:
    await audit.record('counted', subject='one')
    lines = [line async for line in await audit_trail.export(world.admin.user, Wanted(action='counted'))]
    assert [line.subject for line in lines] == ['one']
    assert (await AuditLog.all().order_by('-id').first()).action == 'audit_exported'  # type: ignore[union-attr]


async def test_an_attack_leaves_a_trace_and_does_not_fill_the_log(world: World) -> None:
    pace = Pace('guesses', burst=1, seconds=3600)
    with clock.freeze(MONDAY):
        for who in ('203.0.113.7', 'hunter2', 'lucia@mirador.example'):
            await brakes.attempt((pace, who))
            for _ in range(20):
                with pytest.raises(TooMany):
                    await brakes.attempt((pace, who))
        told = await AuditLog.filter(action='slowed_down').order_by('id').values_list('subject', flat=True)
        assert told == ['guesses 203.0.113.7', 'guesses', 'guesses lucia@mirador.example']
        for number in range(100):  # from everywhere at once
            await brakes.attempt((pace, f'198.51.100.{number}'))
            with pytest.raises(TooMany):
                await brakes.attempt((pace, f'198.51.100.{number}'))
        assert await AuditLog.filter(action='slowed_down').count() == brakes.TOLD_IN_ALL.burst


def test_a_spreadsheet_runs_nothing_that_somebody_wrote() -> None:
    for evil in ('=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =cmd|x', '=HYPERLINK("http://x")'):
        assert harmless(evil) == "'" + evil
    for plain in ('Lucía', '', '5', 'a=b', '«=»'):
        assert harmless(plain) == plain
    (row,) = csv.reader(StringIO(csv_row(['=1+1', 'a "b", c', 'two\nlines'])))
    assert row == ["'=1+1", 'a "b", c', 'two\nlines']


async def test_settings_that_did_not_change_by_who_may_not_leave_no_line(world: World) -> None:
    with pytest.raises(NotAllowed):
        await save(world.marta.user, Desk(name='Mine'))
    assert not await AuditLog.filter(action='settings_saved').exists()


def test_every_action_has_a_name() -> None:
    recorded: set[str] = set()
    for path in (ROOT / 'services').rglob('*.py'):
        module = ast.parse(path.read_text(encoding='utf-8'))
        constants = {ast.unparse(one.targets[0]): one.value for one in module.body if isinstance(one, ast.Assign)}
        for call in ast.walk(module):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in WRITERS:
                for said in call.args:
                    found = ast.walk(constants.get(ast.unparse(said), said))
                    recorded |= {str(one.value) for one in found if isinstance(one, ast.Constant)}
    unnamed = {action for action in recorded if re.fullmatch('[a-z]+(_[a-z]+)+', action)} - ACTIONS.keys()
    assert sorted(unnamed) == [], 'name them in webui/settings/audit_words.py'


def test_every_field_that_a_page_of_settings_writes_has_a_name_of_words() -> None:
    forms = (ItemForm, DepartmentForm, CompanyForm, ContractForm, PersonForm, UsualHours, TableForm, LevelForm, Details)
    written = {one.name for form in (*forms, Target) for one in fields(form)}
    written |= {name.split('.')[1] for name in re.findall(r'`(\w+\.\w+)`', TOLD.read_text(encoding='utf-8'))}
    written |= {*canned_shelf.FIELDS, *announcements.TOLD, *(name for row in components.TOLD.values() for name in row)}
    assert sorted(written - FIELDS.keys() - {*DAYS}) == [], 'name them in webui/settings/audit_fields.py'


def test_a_line_is_read_in_words() -> None:
    def told(before: dict[str, Any], after: dict[str, Any]) -> str:
        line = Line(1, MONDAY, 'Ana', '', 'company_saved', '', before, after, '')
        return ' '.join(re.sub('<[^>]+>', ' ', audit_row(line)).replace('\u00a0', ' ').split())

    speak_as(Locale('en', 'America/Guayaquil', None))
    for before, after, words in (
        ({'shares_tickets': True}, {'shares_tickets': False}, 'Shares its tickets yes → now no'),
        ({'wait_minutes': 90}, {'wait_minutes': 30}, 'Time to answer 1 h 30 min → now 30 min'),
        ({}, {'targets': {'low': {'first_response': 180}}}, 'Promised times · Low · First response 3 h'),
        ({'matrix': {'company.stopped': 'low'}}, {'matrix': {'company.stopped': 'high'}}, 'whole company · I cannot'),
        ({'reopen_days': {'confirmed': 1}}, {'reopen_days': {'confirmed': 7}}, 'Solution confirmed 1 day → now 7 days'),
        ({'texts': {'title': {'es': 'a'}}}, {'texts': {'title': {'es': 'b'}}}, 'Text · Title · Spanish «a» → now «b»'),
        ({'monday': ''}, {'monday': '8:00–12:00'}, 'Monday nothing → now «8:00–12:00»'),
        ({'2026-12-25': {'hours': ''}}, {'2026-12-25': {'hours': '8:00'}}, '25 Dec 2026 · Hours nothing → now «8:00»'),
        ({}, {'levels': [{'wait_minutes': 60, 'phone': '5'}]}, 'Levels Time to answer: 1 h, Telephone: «5»'),
        ({'odd_one': 1}, {'odd_one': 2}, 'odd one 1 → now 2'),
    ):
        assert words in told(before, after)
