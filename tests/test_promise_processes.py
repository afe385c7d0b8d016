"""Three processes on one PostgreSQL: promises are the same from each, and what silence ends is ended once."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from models import MailOut, Ticket
from services import clock
from services.sla import sla_change
from services.sla.sla_form import read_targets
from tests.support.database import Database
from tests.support.promised import LOW, at, typed
from tests.support.waiting import until
from tests.support.world import World

PROGRAM = """
import asyncio, sys
from datetime import datetime
from uuid import uuid4
from models import Ticket, User
from models.db.connect import connect
from services import clock, timers
from services.events import following
from services.tickets import silence_ends
from services.tickets.tickets import NewTicket, open_ticket

async def main(url):
    await connect(url)
    assert silence_ends
    async with following():
        print('ready', flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            verb, instant = line.split()
            with clock.freeze(datetime.fromisoformat(instant)):
                if verb == 'open':
                    lucia = await User.get(email='lucia@mirador.example')
                    form = NewTicket('printer', 'Consulta', 'Nada.', 'can_wait', 'person', str(uuid4()))
                    ticket = await Ticket.get(id=(await open_ticket(lucia, form)).id)
                    print(ticket.first_response_due.isoformat(), flush=True)
                else:
                    await timers.fire_due()
                    print('fired', flush=True)

asyncio.run(main(sys.argv[1]))
"""


class Desk:
    """Another process of the desk."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def does(self, verb: str, instant: datetime) -> str:
        assert self._process.stdin
        self._process.stdin.write(f'{verb} {instant.isoformat()}\n'.encode())
        return await self.says()

    async def says(self) -> str:
        assert self._process.stdout
        return (await self._process.stdout.readline()).decode().strip()


@pytest.fixture
async def three(world: World, hearing: None, database: Database) -> AsyncIterator[list[Desk]]:
    """Three processes beside this one, on the database of the world."""
    streams = {'stdin': asyncio.subprocess.PIPE, 'stdout': asyncio.subprocess.PIPE}
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, '-c', PROGRAM, database.url, env=dict(os.environ), **streams
        )
        for _ in range(3)
    ]
    desks = [Desk(process) for process in processes]
    try:
        assert [await desk.says() for desk in desks] == ['ready'] * 3
        yield desks
    finally:
        for process in processes:
            process.kill()
            await process.wait()


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
