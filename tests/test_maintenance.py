"""Planned maintenance: it begins, ends and comes again by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models import Component, Incident, IncidentUpdate, MailOut, StatusInterval, Subscription, Timer
from models.audience import Reader
from models.component import StatusSource
from models.incident import Phase
from models.subscription import SubscriptionKind
from services import clock, timers
from services.board.board import board
from services.incidents import incidents, maintenance
from services.incidents.incident_forms import NewUpdate
from services.incidents.maintenance_plan import Plan
from services.incidents.recurrence import next_after, rule_problem
from services.refusals import Invalid, NotAllowed
from tests.support.incidents import NOON, component
from tests.support.world import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def planned(world: World, *of: Component, **plan: Any) -> Incident:
    values: dict[str, Any] = {
        'title': 'Cambio del servidor',
        'body': 'Cambiamos el servidor.',
        'places': [(one.id, None) for one in of],
        'starts_at': NOON + DAY,
        'ends_at': NOON + DAY + 2 * HOUR,
    }
    return await maintenance.schedule(world.marta.user, Plan(**(values | plan)))


async def phase(of: Incident) -> Phase:
    return (await Incident.get(id=of.id)).phase


async def at(instant: datetime) -> None:
    with clock.freeze(instant):
        await timers.fire_due()


async def intervals() -> list[tuple[datetime, datetime | None]]:
    rows = await StatusInterval.filter(source=StatusSource.MAINTENANCE).order_by('id')
    return [(row.started_at, row.ended_at) for row in rows]


async def test_it_begins_and_ends_by_itself_and_its_services_are_in_maintenance_meanwhile(world: World) -> None:
    with clock.freeze(NOON):
        work = await planned(world, await component('mail'))
        assert [line.phase for line in (await board(Reader())).maintenance] == ['scheduled']
    await at(NOON + DAY - HOUR)
    assert (await phase(work), await intervals()) == (Phase.SCHEDULED, [])
    await at(NOON + DAY)
    assert (await phase(work), await intervals()) == (Phase.IN_PROGRESS, [(NOON + DAY, None)])
    with clock.freeze(NOON + DAY + HOUR):
        assert {line.status for line in (await board(Reader())).components} == {'maintenance'}
    await at(NOON + DAY + 2 * HOUR)
    assert (await phase(work), await intervals()) == (Phase.COMPLETED, [(NOON + DAY, NOON + DAY + 2 * HOUR)])
    told = await IncidentUpdate.all().order_by('id')
    assert [one.body for one in told[1:]] == ['El mantenimiento ha comenzado.', 'El mantenimiento ha terminado.']
    begun = {'en': {'body': 'The maintenance has begun.'}, 'pt': {'body': 'A manutenção começou.'}}
    assert told[1].translations == begun
    assert not await Timer.exists()


async def test_after_the_server_was_away_its_times_are_those_that_were_planned(world: World) -> None:
    with clock.freeze(NOON):
        work = await planned(world, await component('mail'))
    await at(NOON + 9 * DAY)
    assert (await phase(work), await intervals()) == (Phase.COMPLETED, [(NOON + DAY, NOON + DAY + 2 * HOUR)])


async def test_it_can_be_at_another_time_and_longer_once_it_has_begun(world: World) -> None:
    with clock.freeze(NOON):
        work = await planned(world, await component('mail'))
        for times in ((NOON - HOUR, NOON + HOUR), (NOON + DAY, NOON + DAY), (NOON + DAY, NOON + 90 * DAY)):
            with pytest.raises(Invalid):
                await maintenance.reschedule(world.marta.user, work.id, *times, 'Otro día.', {})
        later = NOON + 2 * DAY, NOON + 2 * DAY + HOUR
        await maintenance.reschedule(world.marta.user, work.id, *later, 'Un día después.', {})
    await at(NOON + DAY)
    assert await phase(work) == Phase.SCHEDULED
    await at(NOON + 2 * DAY)
    with clock.freeze(NOON + 2 * DAY + HOUR / 2):
        await maintenance.reschedule(world.marta.user, work.id, NOON, NOON + 2 * DAY + 3 * HOUR, 'Falta poco.', {})
    await at(NOON + 2 * DAY + HOUR)
    assert await phase(work) == Phase.IN_PROGRESS
    await at(NOON + 2 * DAY + 3 * HOUR)
    assert await intervals() == [(NOON + 2 * DAY, NOON + 2 * DAY + 3 * HOUR)]


async def test_an_agent_may_let_it_begin_verify_end_or_not_be_at_all(world: World) -> None:
    with clock.freeze(NOON):
        mail = await component('mail')
        work, never = await planned(world, mail), await planned(world, mail)
        await maintenance.cancel(world.marta.user, never.id, 'No hace falta.')
        await incidents.post_update(world.marta.user, work.id, NewUpdate('Todo está listo.', ''))
        assert await phase(work) == Phase.SCHEDULED
        await incidents.post_update(world.marta.user, work.id, NewUpdate('Empezamos antes.', Phase.IN_PROGRESS))
        with pytest.raises(Invalid):
            await incidents.post_update(world.marta.user, work.id, NewUpdate('No.', Phase.SCHEDULED))
    with clock.freeze(NOON + HOUR):
        await incidents.post_update(world.marta.user, work.id, NewUpdate('Comprobamos.', Phase.VERIFYING))
        assert await intervals() == [(NOON, None)]
        await incidents.post_update(world.marta.user, work.id, NewUpdate('Listo.', Phase.COMPLETED))
    assert await intervals() == [(NOON, NOON + HOUR)]
    await at(NOON + 3 * DAY)
    assert (await phase(work), await phase(never)) == (Phase.COMPLETED, Phase.CANCELLED)
    assert await IncidentUpdate.filter(incident_id=never.id).count() == 2
    for verb in (
        maintenance.cancel(world.marta.user, never.id, 'Otra vez.'),
        incidents.post_update(world.marta.user, work.id, NewUpdate('Otra vez.', Phase.IN_PROGRESS)),
    ):
        with pytest.raises(NotAllowed):
            await verb


async def test_the_next_of_its_series_is_planned_when_it_ends_until_that_is_cancelled_for_good(world: World) -> None:
    with clock.freeze(NOON):
        work = await planned(
            world,
            await component('mail', 'Norte'),
            recurrence='FREQ=WEEKLY',
            remind=[60],
            translations={'en': {'title': 'Server'}},
        )
    await at(NOON + DAY + 2 * HOUR)
    second = await Incident.get(phase=Phase.SCHEDULED)
    assert (second.starts_at, second.ends_at) == (NOON + 8 * DAY, NOON + 8 * DAY + 2 * HOUR)
    assert (second.series, second.title, second.remind_minutes) == (work.id, work.title, [60])
    assert second.translations == {'en': {'title': 'Server'}}
    assert [row.phase for row in await second.updates] == [Phase.SCHEDULED]
    assert await second.impacts.all().count() == 1
    with clock.freeze(NOON + 2 * DAY):
        await maintenance.cancel(world.marta.user, second.id, 'Esta semana no.')
    await at(NOON + 9 * DAY)
    third = await Incident.get(phase=Phase.SCHEDULED)
    assert third.starts_at == NOON + 15 * DAY
    with clock.freeze(NOON + 10 * DAY):
        await maintenance.cancel(world.marta.user, third.id, 'Nunca más.', is_for_good=True)
    await at(NOON + 30 * DAY)
    assert not await Incident.filter(phase=Phase.SCHEDULED).exists()
    assert await Incident.all().count() == 3


async def test_it_ends_and_its_series_goes_on_without_what_was_retired_until_nothing_is_left(world: World) -> None:
    mail, web = await component('mail', 'Norte'), await component('web')
    north = await mail.regions.all().get()
    with clock.freeze(NOON):
        places = [(mail.id, north.id), (web.id, None)]
        work = await planned(world, places=places, recurrence='FREQ=WEEKLY')
    await mail.regions.clear()
    await at(NOON + DAY + 2 * HOUR)
    assert (await phase(work), await Timer.filter(tries__gt=0).exists()) == (Phase.COMPLETED, False)
    second = await Incident.get(phase=Phase.SCHEDULED)
    assert [row.component_id for row in await second.impacts] == [web.id]
    await Component.filter(id=web.id).update(is_active=False)
    await at(NOON + 8 * DAY + 2 * HOUR)
    assert await phase(second) == Phase.COMPLETED
    assert not await Incident.filter(phase=Phase.SCHEDULED).exists()
    assert not await Timer.exists()


async def test_what_is_put_off_once_moves_none_of_those_that_follow_which_have_the_words_as_corrected(
    world: World,
) -> None:
    with clock.freeze(NOON):
        work = await planned(world, await component('mail'), recurrence='FREQ=WEEKLY')
        wrong = await IncidentUpdate.get(incident_id=work.id)
    with clock.freeze(NOON + HOUR):
        later = NOON + 2 * DAY, NOON + 2 * DAY + 2 * HOUR
        await maintenance.reschedule(world.marta.user, work.id, *later, 'Un día después.', {})
        await incidents.correct(world.marta.user, wrong.id, 'Cambiamos los dos servidores.', {})
    await at(NOON + 2 * DAY)
    with clock.freeze(NOON + 2 * DAY + HOUR):
        await maintenance.reschedule(world.marta.user, work.id, NOON, NOON + 2 * DAY + 5 * HOUR, 'Falta poco.', {})
    await at(NOON + 2 * DAY + 5 * HOUR)
    second = await Incident.get(phase=Phase.SCHEDULED)
    assert (second.starts_at, second.ends_at) == (NOON + 8 * DAY, NOON + 8 * DAY + 2 * HOUR)
    assert [row.body for row in await second.updates] == ['Cambiamos los dos servidores.']


async def test_subscribers_are_reminded_once_before_it_begins_and_again_when_it_was_put_off(world: World) -> None:
    await Subscription.create(
        kind=SubscriptionKind.MAIL, address='jefe@fuera.example', created_at=NOON - DAY, confirmed_at=NOON - DAY
    )
    with clock.freeze(NOON):
        work = await planned(world, await component('mail'), remind=[60, 7 * 24 * 60])
    assert await MailOut.all().count() == 1
    await at(NOON + DAY - HOUR)
    await at(NOON + DAY - HOUR)
    assert await MailOut.filter(dedupe_key__startswith='reminder:').count() == 1
    with clock.freeze(NOON + DAY - HOUR / 2):
        later = NOON + 2 * DAY, NOON + 2 * DAY + HOUR
        await maintenance.reschedule(world.marta.user, work.id, *later, 'Un día después.', {})
    await at(NOON + 2 * DAY - HOUR)
    assert await MailOut.filter(dedupe_key__startswith='reminder:').count() == 2


@pytest.mark.parametrize(
    ('field', 'value'),
    [
        ('places', []),
        ('starts_at', NOON - HOUR),
        ('ends_at', NOON),
        ('ends_at', NOON + 40 * DAY),
        ('recurrence', 'FREQ=HOURLY'),
        ('recurrence', 'FREQ=DAILY;INTERVAL=0'),
        ('recurrence', 'FREQ=DAILY;COUNT=3'),
        ('recurrence', 'FREQ=WEEKLY;UNTIL=20200101'),
        ('remind', [3]),
        ('title', ''),
    ],
)
async def test_what_cannot_be_planned_is_told_at_its_field(world: World, field: str, value: Any) -> None:
    with clock.freeze(NOON), pytest.raises(Invalid) as refused:
        await planned(world, await component('mail'), **{field: value})
    assert list(refused.value.problems) == ['impacts' if field == 'places' else field]
    assert not await Incident.exists()


def test_it_comes_again_at_the_same_time_of_the_wall_through_summer_time() -> None:
    madrid = ZoneInfo('Europe/Madrid')
    start = datetime(2026, 3, 22, 21, 0, tzinfo=UTC)  # ten in the evening
    assert next_after('FREQ=WEEKLY', start, start, madrid) == datetime(2026, 3, 29, 20, 0, tzinfo=UTC)
    missed = datetime(2026, 4, 30, 12, 0, tzinfo=UTC)
    assert next_after('FREQ=WEEKLY', start, missed, madrid) == datetime(2026, 5, 3, 20, 0, tzinfo=UTC)
    first_sunday = next_after('FREQ=MONTHLY;BYDAY=1SU', start, start, madrid)
    assert first_sunday == datetime(2026, 4, 5, 20, 0, tzinfo=UTC)
    assert rule_problem('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', start, madrid)  # would be sought for ever
