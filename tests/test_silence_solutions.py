"""Silence about a solution confirms it, and silence about a question may count as solved (S0-28)."""

import pytest

from models import Entry
from models.entry import EntryKind
from models.lifecycle import CloseReason, Status
from services import clock
from tests.support.silence import CLOSES, SECOND, asked, at, in_colombia, mails, passes, rules, solved, state
from tests.support.world import World


@pytest.fixture(autouse=True)
async def _colombia(world: World) -> None:
    await in_colombia(world)


@pytest.mark.rule('S0-28', '1.6-h')
async def test_silence_may_mean_solved_instead_and_then_confirmed(world: World) -> None:
    await rules(world, result='resolved')
    ticket = await asked(world)
    assert 'lo damos por resuelto' in (await mails(ticket, 'question'))[0].body
    await passes(CLOSES)
    assert await state(ticket) == (Status.RESOLVED, None)
    assert await Entry.exists(ticket_id=ticket.id, kind=EntryKind.SOLUTION)
    [mail] = await mails(ticket, 'taken_as_solved')
    assert 'lunes, 30 de noviembre de 2026, 18:00' in mail.body  # Thursday, Friday, Monday
    await passes(at(11, 30, 18))
    assert await state(ticket) == (Status.CLOSED, CloseReason.AUTO_CONFIRMED)


@pytest.mark.rule('S0-28')
async def test_a_solution_that_nobody_speaks_of_is_confirmed_after_the_days_of_the_setting(world: World) -> None:
    ticket = await solved(world)
    assert 'jueves, 26 de noviembre de 2026, 18:00' in (await mails(ticket, 'solution'))[0].body
    await passes(at(11, 25, 18))
    assert len(await mails(ticket, 'reminder')) == 1
    await passes(at(11, 26, 18) - SECOND)
    assert (await state(ticket))[0] == Status.RESOLVED
    await passes(at(11, 26, 18))
    assert await state(ticket) == (Status.CLOSED, CloseReason.AUTO_CONFIRMED)
    assert len(await mails(ticket, 'taken_as_confirmed')) == 1
    await rules(world, confirm_days=1)
    quick = await solved(world)
    await passes(at(11, 24, 18))
    assert (await state(quick))[1] == CloseReason.AUTO_CONFIRMED


async def test_a_solution_is_not_confirmed_while_it_is_the_desks_turn(world: World) -> None:
    ticket = await solved(world)
    with clock.freeze(at(11, 24, 9)):
        await world.lucia.comments(ticket, 'Falta una cosa.')
    await passes(at(11, 30, 18))
    assert (await state(ticket))[0] == Status.RESOLVED
    with clock.freeze(at(12, 1, 9)):
        await world.marta.replies(ticket, 'Hecho también.')
    await passes(at(12, 4, 18))
    assert await state(ticket) == (Status.CLOSED, CloseReason.AUTO_CONFIRMED)
