"""What is particular to SQLite: one writer, readers beside it, and a file that belongs to one process."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import aiosqlite
import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from models.db.connect import connect, disconnect
from models.db.migrate import upgrade
from models.db.sqlite_engine import READERS, Client, statements
from models.db.transaction import transaction
from tests.support.database import connected
from tests.support.ledger import Account, Movement, apps

TRIGGERS = """
CREATE TRIGGER noted AFTER INSERT ON account BEGIN
    UPDATE account SET note = 'seen; by the trigger' WHERE id = NEW.id AND note IS NULL;
END;
CREATE TRIGGER moved AFTER INSERT ON movement BEGIN
    UPDATE account SET balance = balance + NEW.amount WHERE id = NEW.account_id;
END;
"""
COUNT = '(WITH RECURSIVE n(i) AS (SELECT begun() UNION ALL SELECT i + 1 FROM n {where}) SELECT max(i) AS i FROM n)'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / 'made' / 'mesa.sqlite3'


@pytest.fixture
async def ledger(file: Path) -> AsyncIterator[Client]:
    async with connected(f'sqlite://{file}', apps=apps()):
        await upgrade(apps())
        yield client()


def client() -> Client:
    return cast(Client, get_connection('default'))


async def cancel_in_the_middle(sql: str, *connections: aiosqlite.Connection) -> None:
    """Cancel `sql` after it has called begun(), on any of `connections`."""
    loop, begun = asyncio.get_running_loop(), asyncio.Event()
    for connection in connections:
        await connection.create_function('begun', 0, lambda: loop.call_soon_threadsafe(begun.set) and 0)
    task = asyncio.create_task(client().execute_query(sql))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_cancelled_reads_stop_and_give_their_connections_back(ledger: Client) -> None:
    async with asyncio.timeout(20):
        for _ in range(READERS + 1):
            await cancel_in_the_middle(f'SELECT i FROM {COUNT.format(where="")}', *ledger._readers._all)
        assert await Account.all().count() == 0


async def test_rows_of_a_cancelled_statement_are_not_counted_as_those_of_the_next(ledger: Client) -> None:
    """A guarded update() that changed nothing must say so: it decides who took the ticket."""
    await Account.create(name='only')
    assert ledger._connection is not None
    long = COUNT.format(where='WHERE i < 200000')
    await cancel_in_the_middle(f'UPDATE account SET balance = (SELECT i FROM {long})', ledger._connection)
    assert await Account.filter(name='nobody').update(balance=1) == 0


async def test_a_transaction_that_has_read_can_write(file: Path, ledger: Client) -> None:
    """With a deferred BEGIN somebody else could write in between, and this one would fail."""
    async with transaction():
        assert await Account.all().count() == 0
        with sqlite3.connect(file, timeout=0) as other, pytest.raises(sqlite3.OperationalError, match='locked'):
            other.execute("INSERT INTO account (name, balance) VALUES ('other', 0)")
        other.close()
        await Account.create(name='mine')
    assert await Account.all().count() == 1


async def test_a_file_is_safe_against_power_cuts(file: Path) -> None:
    async with connected(f'sqlite://{file}', apps=apps(), synchronous='FULL'):
        reads = {
            pragma: (await client().execute_query_dict(f'PRAGMA {pragma}'))[0][pragma]
            for pragma in ('journal_mode', 'synchronous', 'foreign_keys')
        }
    assert reads == {'journal_mode': 'wal', 'synchronous': 2, 'foreign_keys': 1}


async def test_a_read_only_connection_reads_beside_the_server(file: Path, ledger: Client) -> None:
    await Account.create(name='seen')
    async with connected(f'sqlite://{file}', apps=apps(), exclusive=False):
        assert [account.name for account in await Account.all()] == ['seen']
        with pytest.raises(OperationalError, match='readonly'):
            await Account.create(name='not written')
        with sqlite3.connect(':memory:', check_same_thread=False) as copy:
            await cast(aiosqlite.Connection, client()._connection).backup(copy)
    assert copy.execute('SELECT name FROM account').fetchall() == [('seen',)]
    copy.close()


async def test_a_read_only_connection_makes_no_file(file: Path) -> None:
    with pytest.raises(FileNotFoundError):
        async with connected(f'sqlite://{file}', apps=apps(), exclusive=False):
            pass
    assert not file.parent.exists()


async def test_a_script_inside_a_transaction_is_part_of_it(ledger: Client) -> None:
    script = "INSERT INTO account (name, balance) VALUES ('semi;colon', 0); -- not; here\nSELECT 1"
    with pytest.raises(ZeroDivisionError):
        async with transaction() as inside:
            await inside.execute_script(script)
            assert await Account.all().count() == 1
            raise ZeroDivisionError
    assert await Account.all().count() == 0


def test_a_trigger_is_one_statement() -> None:
    trigger = 'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = 1; UPDATE a SET c = 2; END;'
    assert list(statements(f'{trigger} SELECT 1')) == [trigger, ' SELECT 1']


async def test_a_process_connects_to_one_database(ledger: Client) -> None:
    with pytest.raises(RuntimeError, match='already'):
        await connect('sqlite://:memory:')
    assert await Account.all().count() == 0


async def test_it_may_connect_again(file: Path, ledger: Client) -> None:
    await disconnect()
    await connect(f'sqlite://{file}', apps=apps(), synchronous='OFF')
    assert await Account.all().count() == 0


async def test_a_rebuilt_table_keeps_its_triggers_and_those_that_mention_it(ledger: Client) -> None:
    await ledger.execute_script(TRIGGERS)
    await upgrade(apps('rebuilt'))
    account = await Account.create(name='new')
    await Movement.create(account=account, amount=5)
    await account.refresh_from_db()
    assert (account.note, account.balance) == ('seen; by the trigger', 5)


async def test_a_populated_file_is_copied_before_it_is_changed(file: Path, ledger: Client) -> None:
    assert list(file.parent.glob('*.before-*')) == []
    await Account.create(name='precious')
    await upgrade(apps('rebuilt'))
    with sqlite3.connect(f'{file}.before-rebuild') as backup:
        assert backup.execute('SELECT name, branch FROM account').fetchall() == [('precious', None)]
    backup.close()
