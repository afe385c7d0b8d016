"""The Tortoise backend for SQLite: one process, one writer, and readers that do not wait for it.

Tortoise chooses a schema editor by the word "sqlite" in the name of this module.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import ConnectionWrapper, TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper, translate_exceptions

from models.db.file_lock import hold
from models.db.shield import shielded
from models.db.sqlite_connection import DrainedConnection, Readers, open_connection
from models.db.transaction import OuterTransaction, TaskTransaction

READERS = 3
PRAGMAS = {
    'busy_timeout': 5000,  # milliseconds; a backup may hold the file for a moment
    'journal_mode': 'WAL',
    'synchronous': 'FULL',  # a number that was mailed must survive a power cut
    'foreign_keys': 'ON',
    'journal_size_limit': 64 * 2**20,
    'cache_size': -32_000,  # KiB
    'temp_store': 'MEMORY',
}


class Client(SqliteClient):
    """Writes go one by one through one connection, autocommit SELECTs of a file through the readers.

    A `read_only` client takes no lock on the file and may run beside the process that does.
    """

    def __init__(self, file_path: str, *, read_only: bool = False, **options: Any) -> None:
        super().__init__(file_path, **{**PRAGMAS, **options})
        if read_only:
            self.pragmas['query_only'] = 'ON'
        self._read_only = read_only
        self._in_memory = file_path == ':memory:'
        self._readers = Readers()
        self._file_lock: int | None = None

    async def create_connection(self, with_db: bool) -> None:
        if not self._in_memory and not self._read_only:
            self._file_lock = hold(Path(self.filename))
        self._connection = await open_connection(self.filename, self.pragmas)
        if not self._in_memory:
            await self._readers.open(self.filename, self.pragmas, READERS)
        await self._post_connect()

    async def close(self) -> None:
        await self._readers.close()
        await super().close()
        if self._file_lock is not None:
            os.close(self._file_lock)
            self._file_lock = None

    def acquire_connection(self) -> ConnectionWrapper[aiosqlite.Connection]:
        return DrainedConnection(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return OuterTransaction(Transaction(self))

    @translate_exceptions
    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[dict[str, Any]]]:
        if self._in_memory or not query.startswith('SELECT'):
            return cast(tuple[int, Sequence[dict[str, Any]]], await super().execute_query(query, values))
        rows = await self._read(query, values)
        return len(rows), cast(Sequence[dict[str, Any]], rows)

    @translate_exceptions
    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        if self._in_memory or not query.startswith('SELECT'):
            return cast(list[dict[str, Any]], await super().execute_query_dict(query, values))
        return [dict(row) for row in await self._read(query, values)]

    async def _read(self, query: str, values: list[Any] | None) -> list[sqlite3.Row]:
        self.log.debug('%s: %s', query, values)
        # As Tortoise does for every other statement: sqlite3 takes a NUL in SQL text for its end.
        return await self._readers.fetch(query.replace('\x00', "'||CHAR(0)||'"), values)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        if len(values) == 1:  # one statement is a transaction already
            await self.execute_query(query, values[0])
            return
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)


class Transaction(TaskTransaction, SqliteTransactionWrapper):
    _parent: Client

    def acquire_connection(self) -> ConnectionWrapper[aiosqlite.Connection]:
        return DrainedConnection(self._lock, self)

    async def start(self) -> None:
        await self._parent._lock.acquire()
        try:
            # A deferred BEGIN that reads first and writes later fails at once when somebody wrote in between.
            await self.command('BEGIN IMMEDIATE')
        except BaseException:
            await shielded(self.finish(commit=False))
            raise

    async def finish(self, commit: bool) -> None:
        try:
            if commit:
                await self.command('COMMIT')
            else:
                await self._connection.rollback()
        except BaseException:
            await self._connection.rollback()
            raise
        finally:
            self._parent._lock.release()

    async def command(self, sql: str) -> None:
        await self.execute_query(sql)

    async def execute_script(self, query: str) -> None:
        """Statement by statement: sqlite3's executescript() would commit the transaction first."""
        for statement in statements(query):
            await self.execute_query(statement)


def statements(script: str) -> Iterator[str]:
    """Cut a script at the semicolons that end a statement, not at those in strings, comments and triggers."""
    statement = ''
    for part in re.split(r'(?<=;)', script):
        statement += part
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ''
    if statement.strip():
        yield statement


client_class = Client
