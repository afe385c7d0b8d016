"""Databases for tests: one that all tests of a session share and that is emptied for each, or a new one."""

from __future__ import annotations

import pickle
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import asyncpg
import tortoise.context
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext

from models.db.asyncpg_engine import Client
from models.db.connect import connect, dialect, disconnect
from models.db.migrate import upgrade

# Every table counts from a number of its own, the same in each test: an id of another table is never right by chance.
MAKE_WIPE = """
DO $$ BEGIN
    EXECUTE format('CREATE FUNCTION pg_temp.wipe() RETURNS void LANGUAGE plpgsql AS %L', 'BEGIN ' || (
        SELECT string_agg(format('DELETE FROM %I;', tablename), ' ')
            FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations'
    ) || (
        SELECT string_agg(format('PERFORM setval(%L, %s, false);', quote_ident(sequencename), number), ' ') FROM (
            SELECT sequencename, 100000 * row_number() OVER (ORDER BY sequencename) AS number
                FROM pg_sequences WHERE schemaname = 'public'
        ) AS numbered
    ) || ' END');
END $$
"""
WIPE = 'SELECT pg_temp.wipe()'

# The statements that put what is in a table, and what its numbers have come to, back into the empty database.
ROWS = """
SELECT format('INSERT INTO %I SELECT * FROM json_populate_recordset(NULL::%I, %L);', '{0}', '{0}', json_agg(row)) AS sql
    FROM "{0}" row HAVING count(*) > 0
"""
NUMBERS = """
SELECT format('SELECT setval(%L, %s);', quote_ident(sequencename), last_value) AS sql
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations'"

Made = TypeVar('Made')


@dataclass(frozen=True)
class Database:
    """The connected database; `empty` takes it back to what the migrations left."""

    url: str
    dialect: str
    context: TortoiseContext
    empty: Callable[[], Awaitable[object]]
    read: Callable[[], Awaitable[Any]]
    restore: Callable[[Any], Awaitable[object]]

    def use(self) -> None:
        """Let all that follows happen in this one of those that the process is connected to."""
        _use(self.context)

    async def once(self, make: Callable[[], Awaitable[Made]]) -> Made:
        """What `make` gives, in the empty database: it is called once, then its rows come back, with fresh objects."""
        key = self.dialect, make
        if key in _made:
            await self.restore(_made[key][1])
        else:
            _made[key] = pickle.dumps(await make()), await self.read()
        made: Made = pickle.loads(_made[key][0])
        return made


def _use(context: TortoiseContext | None) -> None:
    tortoise.context._global_context = context
    EXECUTOR_CACHE.clear()
    if context:
        context.apps._build_initial_querysets()  # in its dialect


_made: dict[Hashable, tuple[bytes, Any]] = {}  # what was made `once`, by dialect and maker: its objects and rows


@asynccontextmanager
async def migrated(url: str) -> AsyncIterator[Database]:
    """Connect to `url` and make the tables; what was in use before is so again afterwards."""
    before = tortoise.context._global_context
    tortoise.context._global_context = None
    try:
        await connect(url, synchronous='OFF')
    except BaseException:
        _use(before)
        raise
    context = tortoise.context._global_context
    try:
        await upgrade()
        if dialect() == 'sqlite':
            pages = await _serialized()
            yield Database(url, 'sqlite', context, lambda: _restore(pages), _serialized, _restore)
        else:
            async with _in_any_order() as session:
                yield Database(url, 'postgres', context, lambda: session.execute(WIPE), _script, session.execute)
    finally:
        tortoise.context._global_context = context
        await disconnect()
        _use(before)


async def migrate(url: str) -> None:
    """Make the tables of the database at `url`."""
    async with migrated(url):
        pass


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


async def _serialized() -> bytes:
    connection = get_connection('default')._connection
    pages: bytes = await connection._execute(connection._conn.serialize)
    return pages


async def _restore(pages: bytes) -> None:
    connection = get_connection('default')._connection
    await connection._execute(connection._conn.deserialize, pages)
    await connection.execute('PRAGMA writable_schema = RESET')  # FTS5 forgets the pages that it knew


@asynccontextmanager
async def _in_any_order() -> AsyncIterator[asyncpg.Connection]:
    """A session that heeds no foreign keys. One of its own, as a session that is told so plans all statements anew."""
    session = await cast(Client, get_connection('default')).connect_alone()
    try:
        await session.execute('SET session_replication_role = replica')
        await session.execute(MAKE_WIPE)
        yield session
    finally:
        await session.close()


async def _script() -> str:
    client = get_connection('default')
    tables = [row['tablename'] for row in await client.execute_query_dict(TABLES)]
    queries = [*(ROWS.format(table) for table in tables), NUMBERS]
    return ' '.join([row['sql'] for query in queries for row in await client.execute_query_dict(query)])
