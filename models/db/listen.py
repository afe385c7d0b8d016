"""Events between processes, by PostgreSQL's LISTEN and NOTIFY."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import cast

import asyncpg
from tortoise.connection import get_connection

from models.db.asyncpg_engine import Client

log = logging.getLogger(__name__)

PAYLOAD_LIMIT = 8000  # bytes, of PostgreSQL
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds before the next attempt to connect
HEARTBEAT, PATIENCE = 30.0, 10.0  # seconds between two questions whether the server is there, and for its answer


async def notify(channel: str, payload: str) -> None:
    """Tell every listener of `channel`, once the current transaction commits; nobody if it rolls back.

    Raises ValueError for a payload of 8,000 bytes or more.
    """
    if len(payload.encode()) >= PAYLOAD_LIMIT:
        raise ValueError(f'A notification carries less than {PAYLOAD_LIMIT} bytes')
    await get_connection('default').execute_query('SELECT pg_notify($1, $2)', [channel, payload])


class Listener:
    """Calls `on_event(payload)` for every notification of `channel`, the process's own too.

    Calls `on_resync()` whenever it has connected, the first time as well: what was sent before is not repeated, so that
    whoever follows must look again. Reconnects for ever.
    """

    def __init__(self, channel: str, on_event: Callable[[str], None], on_resync: Callable[[], None]) -> None:
        self._channel = channel
        self._on_event = on_event
        self._on_resync = on_resync

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        self._pause = FIRST_PAUSE
        while True:
            try:
                connection = await cast(Client, get_connection('default')).connect_alone()
                try:
                    await self._follow(connection)
                finally:
                    connection.terminate()
            except Exception:  # whatever it is, a process that hears nothing is worse
                log.warning('Lost the events of other processes, connecting again', exc_info=True)
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    async def _follow(self, connection: asyncpg.Connection) -> None:
        """Deliver until the connection is lost."""
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(self._channel, lambda *event: self._on_event(event[-1]))
        self._on_resync()
        self._pause = FIRST_PAUSE
        while not lost.is_set():
            try:
                async with asyncio.timeout(HEARTBEAT):
                    await lost.wait()
            except TimeoutError:
                await connection.execute('SELECT 1', timeout=PATIENCE)
        raise ConnectionResetError('closed by the server')
