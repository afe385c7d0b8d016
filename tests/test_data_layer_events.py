"""Events between processes arrive after the commit, never after a rollback, and somebody who missed one looks again."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import asyncpg
import pytest

import models.db.listen
from models.db.listen import Listener, notify
from models.db.transaction import transaction
from tests.support.database import connected
from tests.support.ledger import apps
from tests.support.postgres import Server

CHANNEL = 'mesa_test'
LISTENERS = "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"


@dataclass
class Heard:
    """What a listener was told, in order; 'resync' for its connections."""

    events: list[str] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, event: str) -> None:
        self.events.append(event)
        self.changed.set()

    async def until(self, condition: Callable[[list[str]], bool]) -> None:
        async with asyncio.timeout(30):
            while not condition(self.events):
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
async def url(postgres: Server) -> str:
    return await postgres.create_database()


@pytest.fixture
async def heard(url: str) -> AsyncIterator[Heard]:
    heard = Heard()
    async with connected(url, apps=apps()):
        listener = Listener(CHANNEL, heard.add, lambda: heard.add('resync'))
        listener.start()
        await heard.until(lambda events: events == ['resync'])
        yield heard
        await listener.stop()


async def test_they_arrive_after_the_commit_and_never_after_a_rollback(heard: Heard) -> None:
    async with transaction():
        await notify(CHANNEL, 'committed')
        await notify('another', 'not for us')
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await notify(CHANNEL, 'with its savepoint')
                raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        async with transaction():
            await notify(CHANNEL, 'rolled back')
            raise ZeroDivisionError
    async with transaction():
        await notify(CHANNEL, 'not yet')
        await asyncio.create_task(notify(CHANNEL, 'outside'))
        await heard.until(lambda events: 'outside' in events)
        assert 'not yet' not in heard.events
    await heard.until(lambda events: 'not yet' in events)
    assert heard.events == ['resync', 'committed', 'outside', 'not yet']


async def test_a_listener_that_was_cut_off_connects_and_looks_again(heard: Heard, url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(f'SELECT pg_terminate_backend(pid) FROM ({LISTENERS}) AS listeners')
    await connection.close()
    await heard.until(lambda events: events == ['resync', 'resync'])
    await notify(CHANNEL, 'after')
    await heard.until(lambda events: events[-1] == 'after')


async def test_a_listener_notices_a_server_that_answers_no_more(
    heard: Heard, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.db.listen, 'HEARTBEAT', 0.05)
    monkeypatch.setattr(models.db.listen, 'PATIENCE', 1)
    connection = await asyncpg.connect(url)
    await connection.execute(f'SELECT pg_terminate_backend(pid) FROM ({LISTENERS}) AS listeners')
    await heard.until(lambda events: events == ['resync', 'resync'])  # from here on with the short times
    pid = await connection.fetchval(LISTENERS)
    await connection.close()
    os.kill(pid, signal.SIGSTOP)
    try:
        await heard.until(lambda events: events == ['resync'] * 3)
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_a_payload_is_short(heard: Heard) -> None:
    await notify(CHANNEL, 'x' * 7_999)
    await heard.until(lambda events: len(events[-1]) == 7_999)
    with pytest.raises(ValueError, match='8000'):
        await notify(CHANNEL, 'ñ' * 4_000)
