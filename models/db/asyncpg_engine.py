"""The Tortoise backend for PostgreSQL.

Tortoise chooses a schema editor by the word "asyncpg" in the name of this module.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionContext
from tortoise.exceptions import TransactionManagementError

from models.db.shield import shielded
from models.db.transaction import OuterTransaction, TaskTransaction

CONNECTION_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    OSError,
)


class Client(AsyncpgDBClient):
    """A pool of 2 to 10 connections, which forgets them all when one turns out dead."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{'minsize': 2, 'maxsize': 10, **options})

    async def create_pool(self, **options: Any) -> asyncpg.Pool:
        return await super().create_pool(reset=_keep_session, **options)

    async def connect_alone(self) -> asyncpg.Connection:
        """A connection outside the pool, for what lives as long as a session: LISTEN and advisory locks."""
        return await asyncpg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            database=self.database,
            server_settings=self.server_settings,
            **self.extra,
        )

    def _in_transaction(self) -> TransactionContext:
        return OuterTransaction(Transaction(self))

    async def _translate_exceptions(self, func: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return await super()._translate_exceptions(func, *args, **kwargs)
        except CONNECTION_LOST:
            await self._expire_connections()
            if not _is_plain_read(args[0]):
                raise
        return await super()._translate_exceptions(func, *args, **kwargs)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)


class Transaction(TaskTransaction, TransactionWrapper):
    _parent: Client

    async def start(self) -> None:
        try:
            await self._begin()
        except CONNECTION_LOST:
            await self._parent._expire_connections()
            await self._begin()

    async def _begin(self) -> None:
        assert self._parent._pool is not None
        self._connection = await self._parent._pool.acquire()
        try:
            await self.command('BEGIN')
        except BaseException:
            await shielded(self.finish(commit=False))
            raise

    async def finish(self, commit: bool) -> None:
        assert self._parent._pool is not None
        try:
            if not commit:
                with suppress(*CONNECTION_LOST):  # what is lost is rolled back
                    await self.command('ROLLBACK')
            elif await self._connection.execute('COMMIT') != 'COMMIT':
                raise TransactionManagementError('Rolled back: a statement had failed and its error was swallowed')
        finally:
            await self._parent._pool.release(self._connection)

    async def command(self, sql: str) -> None:
        await self._connection.execute(sql)


async def _keep_session(connection: asyncpg.Connection) -> None:
    """Instead of asyncpg's reset, a round trip after every query: nothing here changes a pooled session's state."""


def _is_plain_read(query: str) -> bool:
    """Whether running `query` twice changes nothing: no locking clause, no bare function call such as pg_notify()."""
    return query.startswith('SELECT') and ' FROM ' in query and ' FOR ' not in query


client_class = Client
