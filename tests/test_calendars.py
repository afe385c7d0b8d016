"""Hours and holidays as an admin keeps them: what is refused, what follows from a change, what a country has."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models import AuditLog, BusinessCalendar, Department, Organization, Ticket
from models.priority import Impact, Urgency
from services import clock, timers
from services.hours import calendars, hours_preview
from services.hours.calendar_form import hours_text, read_days, read_hours, read_week
from services.hours.calendars import UsualHours
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.sla.reckoning import PIECE
from tests.support.world import ROUND_THE_CLOCK, Person, World

GUAYAQUIL = ZoneInfo('America/Guayaquil')
EIGHT_TO_SIX = UsualHours('Colombia', 'America/Bogota', *['8:00–18:00'] * 5)
LOW = {'urgency': Urgency.CAN_WAIT, 'impact': Impact.PERSON}  # 3 h and 48 h of the desk's time
TODAY = date(2026, 7, 1)


def november(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=GUAYAQUIL)


@pytest.mark.parametrize(
    ('typed', 'minutes'),
    [
        ('', ()),
        ('8-18', ((480, 1080),)),
        ('14:00 a 18:00; 8:00–12:30', ((480, 750), (840, 1080))),
        ('0:00–24:00', ((0, 1440),)),
        ('22:00–0:00', ((1320, 1440),)),
        ('9.30-18h', ((570, 1080),)),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, minutes: tuple[tuple[int, int], ...]) -> None:
    assert read_hours(typed) == minutes
    assert read_hours(hours_text(minutes)) == minutes


def test_a_night_is_two_intervals() -> None:
    week = read_week({'friday': '8:00–12:00, 22:00–6:00', 'sunday': '20:00–2:00'})
    assert week == [[[0, 120]], [], [], [], [[480, 720], [1320, 1440]], [[0, 360]], [[1200, 1440]]]


@pytest.mark.parametrize(
    ('typed', 'fields'),
    [
        ({}, {'monday'}),  # nothing could ever be due
        ({'monday': '8:00–25:00'}, {'monday'}),
        ({'monday': '8:61–9:00'}, {'monday'}),
        ({'monday': 'todo el día'}, {'monday'}),
        ({'monday': '8:00–8:00'}, {'monday'}),
        ({'monday': '8:00–12:00, 11:00–15:00'}, {'monday'}),
        ({'monday': '22:00–6:00', 'tuesday': '5:00–12:00'}, {'tuesday'}),
    ],
)
def test_a_week_that_is_none_is_refused_at_its_day(typed: dict[str, str], fields: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        read_week(typed)
    assert set(refused.value.problems) == fields


def test_special_days_are_refused_at_their_field() -> None:
    for typed, fields in (
        ({'date': '2026-12-24', 'name': ''}, {'name'}),
        ({'date': 'mañana', 'name': 'Navidad'}, {'date'}),
        ({'date': '2026-12-24', 'until': '2026-12-23', 'name': 'Navidad'}, {'until'}),
        ({'date': '2026-01-01', 'until': '2026-12-31', 'name': 'Sabático'}, {'until'}),
        ({'date': '2026-12-24', 'hours': '8 h', 'name': 'Nochebuena'}, {'hours'}),
        ({'date': '2026-12-24', 'hours': '22:00–6:00', 'name': 'Nochebuena'}, {'hours'}),
    ):
        with pytest.raises(Invalid) as refused:
            read_days(typed)
        assert set(refused.value.problems) == fields
    assert read_days({'date': '2026-12-31', 'until': '2027-01-02', 'name': 'Cierre'}).dates() == [
        '2026-12-31',
        '2027-01-01',
        '2027-01-02',
    ]


@pytest.mark.rule('S4-13')
async def test_a_calendar_is_made_changed_and_taken_away(world: World) -> None:
    admin = world.admin.user
    row = await calendars.save(admin, EIGHT_TO_SIX)
    assert row.weekly == [[[480, 1080]]] * 5 + [[], []]
    kept = await calendars.stored(admin, row.id)
    assert (kept.value, kept.name) == (EIGHT_TO_SIX, admin.full_name)
    longer = replace(EIGHT_TO_SIX, saturday='9:00–13:00')
    await calendars.save(admin, longer, EIGHT_TO_SIX, row.id)
    with pytest.raises(Overtaken) as overtaken:
        await calendars.save(admin, replace(EIGHT_TO_SIX, sunday='9-10'), EIGHT_TO_SIX, row.id)
    assert overtaken.value.name == admin.full_name
    assert (await BusinessCalendar.get(id=row.id)).weekly[5] == [[540, 780]]
    with pytest.raises(Invalid) as refused:
        await calendars.save(admin, replace(EIGHT_TO_SIX, name='Semana'))
    assert set(refused.value.problems) == {'name'}
    entry = await AuditLog.filter(action='calendar_saved').order_by('-id').first()
    assert entry
    assert (entry.before['saturday'], entry.after['saturday']) == ('', '9:00–13:00')
    await calendars.delete(admin, row.id)
    assert not await BusinessCalendar.exists(id=row.id)


async def test_what_cannot_be_saved_is_refused_at_its_field(world: World) -> None:
    for value, fields in (
        (replace(EIGHT_TO_SIX, name=' '), {'name'}),
        (replace(EIGHT_TO_SIX, time_zone='America/Springfield'), {'time_zone'}),
        (UsualHours('Nunca', 'America/Bogota'), {'monday'}),
    ):
        with pytest.raises(Invalid) as refused:
            await calendars.save(world.admin.user, value)
        assert set(refused.value.problems) == fields


async def test_hours_that_somebody_keeps_stay(world: World) -> None:
    week = await BusinessCalendar.get(name='Semana')
    with pytest.raises(NotAllowed):
        await calendars.delete(world.admin.user, week.id)
    await Department.all().update(calendar_id=(await calendars.save(world.admin.user, EIGHT_TO_SIX)).id)
    await Organization.filter(name='Hotel Mirador').update(calendar_id=week.id)
    with pytest.raises(NotAllowed):
        await calendars.delete(world.admin.user, week.id)


@pytest.mark.rule('S4-13')
async def test_other_hours_move_what_is_still_to_be_met_and_nothing_else(world: World) -> None:
    week = await BusinessCalendar.get(name='Semana')
    with clock.freeze(november(23, 17)):
        fresh, answered, asked, solved = [await world.lucia.opens(name, **LOW) for name in 'abcd']
        elsewhere = await world.elena.opens('De otro contrato', **LOW)
        own = await BusinessCalendar.create(name='24×7', time_zone='America/Bogota', weekly=ROUND_THE_CLOCK)
        await Organization.filter(name='Grupo Ondú').update(calendar_id=own.id)
        await world.marta.replies(answered)
        await world.marta.asks(asked)
        await world.marta.resolves(solved)
        before = {one.id: one for one in await Ticket.all()}
        late = replace(UsualHours.of(week), monday='9:00–18:00', tuesday='10:00–18:00')
        expected = await hours_preview.preview(world.admin.user, late, week.id)
        await calendars.save(world.admin.user, late, None, week.id)
        await timers.fire_due()
        after = {one.id: one for one in await Ticket.all()}
    assert before[fresh.id].first_response_due == november(24, 10, 30)
    assert after[fresh.id].first_response_due == november(24, 12)
    assert after[fresh.id].next_deadline_at == november(24, 12)
    assert after[answered.id].first_response_due == before[answered.id].first_response_due
    assert after[answered.id].resolution_due != before[answered.id].resolution_due
    assert after[asked.id].resolution_due is None
    assert after[solved.id].resolution_due == before[solved.id].resolution_due
    assert after[elsewhere.id].first_response_due == before[elsewhere.id].first_response_due
    assert (expected.answer, expected.effect.touched, expected.effect.late) == (november(24, 12), 2, 0)


async def test_the_preview_says_how_many_would_be_late(world: World) -> None:
    week = await BusinessCalendar.get(name='Semana')
    with clock.freeze(november(20, 17)):
        await world.lucia.opens('Consulta', **LOW)
    with clock.freeze(november(21, 12)):  # a Saturday
        always = replace(UsualHours.of(week), **dict.fromkeys(('friday', 'saturday'), '0:00–24:00'))
        effect = (await hours_preview.preview(world.admin.user, always, week.id)).effect
    assert (effect.touched, effect.late) == (1, 1)


async def test_many_tickets_are_reckoned_in_pieces(world: World) -> None:
    week = await BusinessCalendar.get(name='Semana')
    with clock.freeze(november(23, 9)):
        first = await world.lucia.opens('Consulta', **LOW)
        row = await Ticket.get(id=first.id)
        for number in range(PIECE + 3):
            row.number, row.form_key = f'X-{number}', None
            await Ticket.create(**{name: getattr(row, name) for name in row._meta.db_fields if name != 'id'})
        await calendars.save(world.admin.user, replace(UsualHours.of(week), monday='13:00–18:00'), None, week.id)
        await timers.fire_due()
    assert set(await Ticket.all().values_list('first_response_due', flat=True)) == {november(23, 16)}


async def test_special_days_replace_the_usual_hours(world: World) -> None:
    admin, week = world.admin.user, await BusinessCalendar.get(name='Semana')
    with clock.freeze(november(23, 17)):
        ticket = await world.lucia.opens('Consulta', **LOW)
        half = read_days({'date': '2026-11-24', 'hours': '14:00–18:00', 'name': 'Inventario'})
        await calendars.set_days(admin, week.id, half)
        await timers.fire_due()
        assert (await Ticket.get(id=ticket.id)).first_response_due == november(24, 15, 30)
        await calendars.set_days(
            admin, week.id, replace(half, first=date(2026, 11, 25), last=date(2026, 11, 25)), '2026-11-24'
        )
        await timers.fire_due()
        assert (await Ticket.get(id=ticket.id)).first_response_due == november(24, 10, 30)
    assert (await BusinessCalendar.get(id=week.id)).names == {'2026-11-25': 'Inventario'}
    await calendars.remove_day(admin, week.id, date(2026, 11, 25))
    assert (await BusinessCalendar.get(id=week.id)).exceptions == {}
    with pytest.raises(NotFound):
        await calendars.remove_day(admin, week.id, date(2026, 11, 25))


Verb = Callable[[Person, int], Awaitable[object]]
VERBS: dict[str, Verb] = {
    'list': lambda who, _id: calendars.all_of(who.user),
    'read': lambda who, id_: calendars.stored(who.user, id_),
    'save': lambda who, id_: calendars.save(who.user, EIGHT_TO_SIX, None, id_),
    'delete': lambda who, id_: calendars.delete(who.user, id_),
    'set days': lambda who, id_: calendars.set_days(
        who.user, id_, read_days({'date': '2026-12-24', 'name': 'Nochebuena'})
    ),
    'remove day': lambda who, id_: calendars.remove_day(who.user, id_, TODAY + timedelta(days=1)),
    'follow': lambda who, id_: calendars.follow(who.user, id_, 'CO', '', {'CO': []}),
    'adopt': lambda who, id_: calendars.adopt(who.user, id_, []),
    'pass over': lambda who, id_: calendars.pass_over(who.user, id_, []),
    'preview': lambda who, id_: hours_preview.preview(who.user, EIGHT_TO_SIX, id_),
}


@pytest.mark.parametrize('verb', VERBS.values(), ids=VERBS.keys())
async def test_only_an_admin_keeps_the_hours(world: World, verb: Verb) -> None:
    week = await BusinessCalendar.get(name='Semana')
    for person in (world.lucia, world.marta, world.ana):
        with pytest.raises(NotAllowed):
            await verb(person, week.id)
    assert not await AuditLog.exists()
