"""Transactions: `async with transaction():` is the only way to write more than one row.

What holds on both databases, and does not in Tortoise itself:

- A cancelled task gives back what it held and leaves either all of its transaction or nothing of it.
- A transaction belongs to the task that opened it. A task started inside, during its life or after, is outside: it
  reads what is committed and writes on its own. That includes the children of `asyncio.gather()`, and of
  `asyncio.wait_for()` on Python 3.11, where they would wait for their parent for ever: use `asyncio.timeout()`.
- Hooks run exactly as often as their transaction is committed.
"""

from __future__ import annotations

import abc
import asyncio
import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient, TransactionContext
from tortoise.connection import ConnectionHandler, get_connection, get_connections

from models.db.shield import shielded

log = logging.getLogger(__name__)

Hook = Callable[[], object]


def transaction() -> TransactionContext:
    """`async with transaction():` commits at its end and rolls back on any exception; nested it is a savepoint."""
    return get_connection('default')._in_transaction()


def in_transaction() -> bool:
    """Whether the current task is inside a transaction of its own."""
    return isinstance(get_connection('default'), TaskTransaction)


def on_commit(hook: Hook) -> None:
    """Call `hook` once the outermost transaction is committed, at once where there is none.

    It is dropped when its savepoint or its transaction rolls back. It runs outside any transaction and sees what was
    committed; an exception in it is logged, as the commit cannot be taken back.
    """
    client = get_connection('default')
    if isinstance(client, TaskTransaction):
        client.hooks.append(hook)
    else:
        _run((hook,))


class TaskConnections(ConnectionHandler):
    """Tortoise's connections, except that a task never gets the transaction of another, whose context it copied."""

    def get(self, conn_alias: str) -> BaseDBAsyncClient:
        client = super().get(conn_alias)
        if isinstance(client, TaskTransaction) and client.owner is not asyncio.current_task():
            return client._parent
        return client


class TaskTransaction(TransactionalDBClient):
    """What the transactions of both engines share."""

    owner: asyncio.Task[Any] | None
    hooks: list[Hook]
    depth: int

    @abc.abstractmethod
    async def start(self) -> None:
        """Take the connection and begin; when that fails or is cancelled, nothing stays taken."""

    @abc.abstractmethod
    async def finish(self, commit: bool) -> None:
        """Commit or roll back, and give the connection back in any case."""

    @abc.abstractmethod
    async def command(self, sql: str) -> None:
        """Run one statement that controls the transaction."""

    def _in_transaction(self) -> TransactionContext:
        return Savepoint(self)


class OuterTransaction(TransactionContext):
    client: TaskTransaction

    def __init__(self, client: TaskTransaction) -> None:
        self.client = client

    async def __aenter__(self) -> TaskTransaction:
        self.client.owner = asyncio.current_task()
        self.client.hooks = []
        self.client.depth = 0
        await self.client.start()
        self._outside = get_connections().set(self.client.connection_name, self.client)
        return self.client

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        get_connections().reset(self._outside)
        await shielded(self._finish(commit=kind is None))

    async def _finish(self, commit: bool) -> None:
        await self.client.finish(commit)
        if commit:
            _run(self.client.hooks)


class Savepoint(TransactionContext):
    client: TaskTransaction

    def __init__(self, client: TaskTransaction) -> None:
        self.client = client

    async def __aenter__(self) -> TaskTransaction:
        self._name = f'savepoint_{self.client.depth}'
        self._first_hook = len(self.client.hooks)
        await shielded(self.client.command(f'SAVEPOINT {self._name}'))
        self.client.depth += 1
        return self.client

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.depth -= 1
        await shielded(self._finish(keep=kind is None))

    async def _finish(self, keep: bool) -> None:
        if keep:
            try:
                await self.client.command(f'RELEASE SAVEPOINT {self._name}')
            except Exception:
                await self._undo()
                raise
        else:
            await self._undo()

    async def _undo(self) -> None:
        del self.client.hooks[self._first_hook :]
        await self.client.command(f'ROLLBACK TO SAVEPOINT {self._name}')
        await self.client.command(f'RELEASE SAVEPOINT {self._name}')


def _run(hooks: list[Hook] | tuple[Hook, ...]) -> None:
    for hook in hooks:
        try:
            hook()
        except Exception:
            log.exception('A hook failed after its commit')
