"""Databases for tests: one that all tests of a session share and that is emptied for each, or a new one."""

from __future__ import annotations

import pickle
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

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
FILL = 'BEGIN; SET LOCAL session_replication_role = replica; {} COMMIT'  # in any order

Made = TypeVar('Made')


@dataclass(frozen=True)
class Database:
    """The connected database; `empty` takes it back to what the migrations left."""

    url: str
    dialect: str
    empty: Callable[[], Awaitable[None]]

    async def once(self, make: Callable[[], Awaitable[Made]]) -> Made:
        """What `make` gives, in the empty database: it is called once, then its rows come back, with fresh objects."""
        key, is_sqlite = (self.dialect, make), self.dialect == 'sqlite'
        if key in _made:
            rows = _made[key][1]
            await (_restore(rows) if is_sqlite else get_connection('default').execute_script(rows))
        else:
            _made[key] = pickle.dumps(await make()), await (_serialized() if is_sqlite else _script())
        made: Made = pickle.loads(_made[key][0])
        return made


_pages: list[bytes] = []  # of a SQLite database in memory with its tables, once one was made
_made: dict[Hashable, tuple[bytes, Any]] = {}  # what was made `once`, by dialect and maker: its objects and rows


@asynccontextmanager
async def migrated(url: str) -> AsyncIterator[Database]:
    """Connect to `url` and make the tables; in memory they are made once and copied from then on."""
    await connect(url, synchronous='OFF')
    try:
        is_in_memory = url.endswith(':memory:')
        if is_in_memory and _pages:
            await _restore(_pages[0])
        else:
            await upgrade()
        if is_in_memory and not _pages:
            _pages.append(await _serialized())
        yield Database(url, dialect(), (lambda: _restore(_pages[0])) if is_in_memory else _wipe)
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


async def _serialized() -> bytes:
    connection = get_connection('default')._connection
    pages: bytes = await connection._execute(connection._conn.serialize)
    return pages


async def _restore(pages: bytes) -> None:
    connection = get_connection('default')._connection
    await connection._execute(connection._conn.deserialize, pages)
    await connection.execute('PRAGMA writable_schema = RESET')  # FTS5 forgets the pages that it knew


async def _wipe() -> None:
    await get_connection('default').execute_script(WIPE)


async def _script() -> str:
    client = get_connection('default')
    tables = [row['tablename'] for row in await client.execute_query_dict(TABLES)]
    queries = [*(ROWS.format(table) for table in tables), NUMBERS]
    return FILL.format(' '.join([row['sql'] for query in queries for row in await client.execute_query_dict(query)]))
