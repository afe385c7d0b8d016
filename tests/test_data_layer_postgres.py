"""What is particular to PostgreSQL: a pool whose connections can die, and commits that are none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Thread
from typing import cast
from urllib.parse import urlsplit

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError, TransactionManagementError

from models.db.asyncpg_engine import CONNECTION_LOST, Client, _is_plain_read
from models.db.migrate import upgrade
from models.db.transaction import on_commit, transaction
from tests.support.database import connected
from tests.support.ledger import Account, apps
from tests.support.postgres import Server

KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
async def url(postgres: Server) -> str:
    return await postgres.create_database()


@pytest.fixture
async def ledger(url: str) -> AsyncIterator[Client]:
    async with connected(url, apps=apps()):
        await upgrade(apps())
        yield cast(Client, get_connection('default'))


async def test_a_swallowed_error_is_no_commit(ledger: Client) -> None:
    """The server answers COMMIT by rolling back what holds a failed statement, and says so only in passing."""
    ran: list[str] = []
    with pytest.raises(TransactionManagementError):
        async with transaction():
            on_commit(lambda: ran.append('hook'))
            await Account.create(name='twice')
            with pytest.raises(IntegrityError):
                await Account.create(name='twice')
    assert ran == []
    assert await Account.all().count() == 0


def kill_connections(server: Server, url: str) -> None:
    """From another thread, so that this one's loop has not heard of it when the next statement comes."""
    database = urlsplit(url).path[1:]
    killer = Thread(target=lambda: asyncio.run(server.execute(KILL, database)))
    killer.start()
    killer.join()


async def test_reads_and_transactions_survive_the_loss_of_all_connections(
    ledger: Client, url: str, postgres: Server
) -> None:
    await Account.create(name='kept')
    kill_connections(postgres, url)
    assert await Account.filter(name='kept').count() == 1
    kill_connections(postgres, url)
    async with transaction():
        await Account.filter(name='kept').update(note='written')


async def test_a_write_is_not_repeated(ledger: Client, url: str, postgres: Server) -> None:
    """When its connection is lost, nobody knows whether it happened."""
    kill_connections(postgres, url)
    with pytest.raises(CONNECTION_LOST):
        await Account.create(name='once')
    await Account.create(name='again')
    assert [account.name for account in await Account.all()] == ['again']


@pytest.mark.parametrize('query', ["SELECT pg_notify('a', 'b')", 'SELECT * FROM a FOR UPDATE', 'DELETE FROM a'])
def test_only_a_plain_read_is_repeated(query: str) -> None:
    assert not _is_plain_read(query)


async def test_the_pool_has_ten_connections_at_most(ledger: Client) -> None:
    assert ledger._pool is not None
    assert (ledger._pool.get_min_size(), ledger._pool.get_max_size()) == (2, 10)


async def test_statements_of_another_database_are_forgotten(tmp_path: Path, url: str) -> None:
    """Tortoise keeps them by table name only, and SQLite's placeholders mean nothing to PostgreSQL."""
    file = f'sqlite://{tmp_path}/test.sqlite3'
    for address in (file, url):
        async with connected(address, apps=apps()):
            await upgrade(apps())
    for address in (file, url):
        async with connected(address, apps=apps()):
            await Account.create(name='first')
            assert await Account.all().count() == 1
