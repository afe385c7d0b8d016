"""Priorities, severities and what may be done with a closed ticket, as settings: each changes what it names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models import AuditLog, Ticket
from models.priority import Impact, Priority, Urgency
from services import clock, settings
from services.refusals import Invalid, NotAllowed
from services.settings import Closing
from services.sla.priorities import Priorities, cell_of, priority
from services.sla.severities import Severities
from services.tickets.silence_rules import Silence
from tests.support.world import World

NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
LOWEST = cell_of(Impact.PERSON, Urgency.CAN_WAIT)


async def reread(ticket: Ticket) -> Ticket:
    return await Ticket.get(id=ticket.id)


async def made(world: World, level: Priority) -> Priorities:
    matrix = Priorities(dict(Priorities().matrix) | {LOWEST: level.value})
    await settings.save(world.admin.user, matrix)
    return matrix


@pytest.mark.rule('S2-10')
async def test_the_matrix_decides_what_opens_and_what_is_answered_anew(world: World) -> None:
    before = await world.lucia.opens('Consulta', urgency='can_wait', impact='person')
    assert (await reread(before)).priority == Priority.LOW
    await made(world, Priority.CRITICAL)
    assert await priority(Impact.PERSON, Urgency.CAN_WAIT) == Priority.CRITICAL
    after = await world.lucia.opens('Consulta', urgency='can_wait', impact='person')
    assert (await reread(after)).priority == Priority.CRITICAL
    assert (await reread(before)).priority == Priority.LOW
    await world.marta.prioritises(before, 'can_wait', 'person')
    assert (await reread(before)).priority == Priority.CRITICAL
    row = await AuditLog.get(action='settings_saved')
    assert (row.before['matrix'][LOWEST], row.after['matrix'][LOWEST]) == ('low', 'critical')


@pytest.mark.rule('S2-10')
async def test_a_matrix_has_a_priority_in_each_cell(world: World) -> None:
    for cells in ({}, dict(Priorities().matrix) | {LOWEST: 'whatever'}):
        with pytest.raises(Invalid) as refused:
            await settings.save(world.admin.user, Priorities(cells))
        assert LOWEST in refused.value.problems


@pytest.mark.rule('S1-9')
def test_the_table_of_severities_speaks_our_words_until_the_desk_has_its_own() -> None:
    ours = Severities()
    assert [ours.name(level).into('es') for level in Priority] == ['Crítica', 'Alta', 'Media', 'Baja']
    own = Severities(names={'low': {'es': 'Consulta', 'en': 'Question'}}, examples={'low': {'en': ''}})
    assert (own.name('low').into('es'), own.name('low').into('en')) == ('Consulta', 'Question')
    assert own.name('low').into('pt') == 'Consulta'
    assert own.example('low') == ours.example('low')


@pytest.mark.rule('S0-8')
async def test_how_long_a_ticket_can_be_rated_is_a_setting(world: World) -> None:
    await settings.save(world.admin.user, Closing(rating_days=1))
    with clock.freeze(NOON):
        ticket = await world.lucia.opens('No imprime')
        await world.marta.resolves(ticket)
        await world.lucia.confirms(ticket)
    with clock.freeze(NOON + timedelta(days=1)):
        await world.lucia.rates(ticket, 4)
    with clock.freeze(NOON + timedelta(days=1, seconds=1)), pytest.raises(NotAllowed):
        await world.lucia.rates(ticket, 5)


@pytest.mark.rule('S3-22')
async def test_how_long_a_closing_can_be_undone_is_a_setting(world: World) -> None:
    await settings.save(world.admin.user, Closing(undo_seconds=60))
    with clock.freeze(NOON):
        quick, slow = await world.lucia.opens('Uno'), await world.lucia.opens('Dos')
        await world.lucia.closes(quick)
        await world.lucia.closes(slow)
    with clock.freeze(NOON + timedelta(seconds=60)):
        await world.lucia.undoes_closing(quick)
    with clock.freeze(NOON + timedelta(seconds=61)), pytest.raises(NotAllowed):
        await world.lucia.undoes_closing(slow)


async def test_numbers_out_of_reach_are_refused_at_their_fields(world: World) -> None:
    for value, field in (
        (Silence(auto_close_days=0), 'auto_close_days'),
        (Silence(max_attempts=100), 'max_attempts'),
        (Silence(confirm_days=0), 'confirm_days'),
        (replace(Silence(), auto_close_mode='some'), 'auto_close_mode'),  # type: ignore[arg-type]
        (replace(Silence(), result='forgotten'), 'result'),  # type: ignore[arg-type]
        (Closing(rating_days=-1), 'rating_days'),
        (Closing(undo_seconds=601), 'undo_seconds'),
        (Closing(reopen_days={'confirmed': 366}), 'reopen_days.confirmed'),
    ):
        with pytest.raises(Invalid) as refused:
            await settings.save(world.admin.user, value)
        assert set(refused.value.problems) == {field}


@pytest.mark.parametrize('who', ['lucia', 'marta', 'ana'])
async def test_only_an_admin_saves_them(world: World, who: str) -> None:
    for value in (Priorities(), Severities(), Closing(), Silence()):
        with pytest.raises(NotAllowed):
            await settings.save(getattr(world, who).user, value)
