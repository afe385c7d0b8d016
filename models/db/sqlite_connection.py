"""SQLite connections that stay usable when the task that waits for them is cancelled.

A statement runs in the connection's own thread and goes on there after a cancellation. Whoever gave the connection back
at once would count the rows of that statement as the next one's.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any

import aiosqlite
from tortoise.backends.base.client import ConnectionWrapper

from models.db.folding import fold
from models.db.shield import shielded


async def open_connection(path: str, pragmas: Mapping[str, object]) -> aiosqlite.Connection:
    """Open `path` in autocommit mode with `pragmas` set, rows as sqlite3.Row, and `fold` as a function of SQL."""
    connection = aiosqlite.connect(path, isolation_level=None)
    connection._thread.daemon = True  # a process that fails before it could close must end all the same
    await connection
    try:
        connection.row_factory = sqlite3.Row
        for name, value in pragmas.items():
            await connection.execute_fetchall(f'PRAGMA {name}={value}')
        await connection.create_function('fold', 1, fold, deterministic=True)
        await connection.create_function('UPPER', 1, _upper, deterministic=True)
    except BaseException:
        await shielded(connection.close())
        raise
    return connection


def _upper(text: object) -> str | None:
    """As PostgreSQL has it: SQLite's own, which compares without case for us, knows the letters of ASCII alone."""
    return None if text is None else str(text).upper()


async def drain(connection: aiosqlite.Connection) -> None:
    """Wait until the thread of `connection` has done all it was asked."""
    await connection.execute_fetchall('SELECT 1')


class DrainedConnection(ConnectionWrapper[aiosqlite.Connection]):
    """A connection under its lock, free again only when its thread is."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is asyncio.CancelledError:
                await shielded(drain(self.connection))
        finally:
            self._lock.release()


class Readers:
    """Connections that only read: in WAL mode they neither wait for a writer nor hold one up."""

    def __init__(self) -> None:
        self._all: list[aiosqlite.Connection] = []
        self._free: asyncio.Queue[aiosqlite.Connection] = asyncio.Queue()

    async def open(self, path: str, pragmas: Mapping[str, object], count: int) -> None:
        for _ in range(count):
            connection = await open_connection(path, {**pragmas, 'query_only': 'ON'})
            self._all.append(connection)
            self._free.put_nowait(connection)

    async def fetch(self, query: str, values: list[Any] | None) -> list[sqlite3.Row]:
        connection = await self._free.get()
        try:
            rows: Iterable[sqlite3.Row] = await connection.execute_fetchall(query, values)
            return list(rows)
        except asyncio.CancelledError:
            await connection.interrupt()
            await shielded(drain(connection))
            raise
        finally:
            self._free.put_nowait(connection)

    async def close(self) -> None:
        for connection in self._all:
            await connection.close()
