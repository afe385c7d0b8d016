"""Databases for tests: one that all tests of a session share and that is emptied for each, or a new one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import tortoise.context
from tortoise.connection import get_connection

from models.db.connect import connect, dialect, disconnect
from models.db.migrate import upgrade

# Every table counts from a number of its own, the same in each test: an id of another table is never right by chance.
WIPE = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations' LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(name);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 100000 * row_number() OVER (ORDER BY sequencename), false)
        FROM pg_sequences WHERE schemaname = 'public';
END $$
"""


@dataclass(frozen=True)
class Database:
    """The connected database; `empty` takes it back to what the migrations left."""

    url: str
    dialect: str
    empty: Callable[[], Awaitable[None]]


_pages: list[bytes] = []  # of a SQLite database in memory with its tables, once one was made


@asynccontextmanager
async def migrated(url: str) -> AsyncIterator[Database]:
    """Connect to `url` and make the tables; in memory they are made once and copied from then on."""
    await connect(url, synchronous='OFF')
    try:
        is_sqlite = dialect() == 'sqlite'
        if is_sqlite and _pages:
            await _restore()
        else:
            await upgrade()
        if is_sqlite and not _pages:
            connection = get_connection('default')._connection
            _pages.append(await connection._execute(connection._conn.serialize))
        yield Database(url, dialect(), _restore if is_sqlite else _wipe)
    finally:
        await disconnect()


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[None]:
    """Connect to `url` in place of the session's database, which is back afterwards. Not for the product's models."""
    session = tortoise.context._global_context
    tortoise.context._global_context = None
    try:
        await connect(url, **{'synchronous': 'OFF', **options})
        try:
            yield
        finally:
            await disconnect()
    finally:
        tortoise.context._global_context = session


async def _restore() -> None:
    connection = get_connection('default')._connection
    await connection._execute(connection._conn.deserialize, _pages[0])
    await connection.execute('PRAGMA writable_schema = RESET')  # FTS5 forgets the pages that it knew


async def _wipe() -> None:
    await get_connection('default').execute_script(WIPE)
