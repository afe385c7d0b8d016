"""Three processes on one PostgreSQL: promises are the same from each, and what silence ends is ended once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from models import MailOut, Ticket
from services import clock
from services.sla import sla_change
from services.sla.sla_form import read_targets
from tests.support.database import Database
from tests.support.program import Program, begun
from tests.support.promised import LOW, at, typed
from tests.support.waiting import until
from tests.support.world import World

PROGRAM = 'tests.support.promising_process'


class Desk:
    """Another process of the desk."""

    def __init__(self, program: Program) -> None:
        self._program = program

    async def does(self, verb: str, instant: datetime) -> str:
        self._program.stdin.write(f'{verb} {instant.isoformat()}\n')
        self._program.stdin.flush()
        return await self.says()

    async def says(self) -> str:
        return (await asyncio.to_thread(self._program.stdout.readline)).strip()


@pytest.fixture
async def three(world: World, hearing: None, database: Database) -> AsyncIterator[list[Desk]]:
    """Three processes beside this one, on the database of the world."""
    with ExitStack() as stack:
        desks = [Desk(stack.enter_context(begun(PROGRAM, database.url))) for _ in range(3)]
        assert [await desk.says() for desk in desks] == ['ready'] * 3
        yield desks


@pytest.mark.rule('S1-9', 'S4-9')
@pytest.mark.parametrize('database', ['postgres'], indirect=True)
async def test_three_processes_promise_the_same_and_end_a_silence_once(world: World, three: list[Desk]) -> None:
    async def promised() -> set[datetime]:
        answers = await asyncio.gather(*(desk.does('open', at(23, 10)) for desk in three))
        return {datetime.fromisoformat(answer) for answer in answers}

    assert await promised() == {at(23, 13)}
    await sla_change.save(world.admin.user, read_targets(typed(low__first_response='1 h')))

    async def all_know() -> bool:
        return await promised() == {at(23, 11)}

    await until(all_know)
    with clock.freeze(at(23, 10)):
        ticket = await world.lucia.opens('No imprime', **LOW)
        await world.marta.asks(ticket)
    for instant in (at(24, 18, 30), at(25, 18, 30), at(25, 18, 31)):
        await asyncio.gather(*(desk.does('fire', instant) for desk in three))
    closed = await Ticket.get(id=ticket.id)
    assert (closed.is_closed, closed.closed_at) == (True, at(25, 18, 30).astimezone(UTC))
    told = MailOut.filter(ticket_id=ticket.id)
    assert [await told.filter(template=one).count() for one in ('reminder', 'no_contact')] == [1, 1]
