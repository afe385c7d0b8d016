"""A migration keeps what is there, happens once or not at all, and makes all that the models declare."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError, OperationalError

from models.db.connect import dialect
from models.db.migrate import pending, upgrade
from tests.support.database import connected
from tests.support.ledger import Account, Card, Kind, Movement, apps

COLUMNS_OF_INDEXES = {
    'sqlite': """
        SELECT (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS columns
        FROM pragma_index_list('{table}') AS i
    """,
    'postgres': """
        SELECT (SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = indexrelid)
            AS columns
        FROM pg_index WHERE indrelid = '{table}'::regclass AND NOT indisprimary
    """,
}


@pytest.fixture(autouse=True)
async def ledger(new_url: str) -> AsyncIterator[None]:
    async with connected(new_url, apps=apps()):
        yield


async def indexes(table: str) -> list[str]:
    rows = await get_connection('default').execute_query_dict(COLUMNS_OF_INDEXES[dialect()].format(table=table))
    return sorted(row['columns'] for row in rows)


async def rows(table: str, columns: str) -> list[dict[str, Any]]:
    return await get_connection('default').execute_query_dict(f'SELECT {columns} FROM {table} ORDER BY id')


async def test_a_change_keeps_rows_indexes_keys_and_ids() -> None:
    await upgrade(apps())
    await get_connection('default').execute_script(
        'CREATE UNIQUE INDEX account_note ON account (note) WHERE balance = 0'
    )
    first, second, last = [await Account.create(name=name, note=name) for name in ('first', 'second', 'last')]
    await Movement.bulk_create([Movement(account=account, amount=7) for account in (first, second) for _ in range(3)])
    await Card.create(account=first, digits='1234', year=2030)
    await last.delete()
    before = [await rows('account', 'id, name, balance, note'), await rows('movement', '*'), await rows('card', '*')]

    assert await upgrade(apps('rebuilt')) == ['rebuild']

    after = [await rows('account', 'id, name, balance, note'), await rows('movement', '*'), await rows('card', '*')]
    assert [sorted(map(sorted, map(dict.items, table))) for table in after] == [
        sorted(map(sorted, map(dict.items, table))) for table in before
    ]
    assert await indexes('account') == ['balance', 'credit', 'name', 'note']
    assert await indexes('movement') == ['account_id']
    assert await indexes('card') == ['account_id', 'digits,year']
    assert (await Account.create(name='new')).id > last.id
    for refused in (
        Account.create(name='first'),
        Account.create(name='noted', note='first'),
        Account.create(name=''),
        Account.create(name='poor', balance=-1000),
        Card.create(account=first, digits='9', year=1),
        Card.create(account=second, digits='1234', year=2030),
        Movement.create(account_id=999, amount=1),
    ):
        with pytest.raises(IntegrityError):
            await refused
    await first.delete()
    assert await Movement.filter(account_id=first.id).count() == 0
    assert await Movement.filter(account_id=second.id).count() == 3


async def test_constraints_of_a_model_are_made_and_bite() -> None:
    await upgrade(apps())
    with pytest.raises(IntegrityError):
        await Account.create(name='')
    first, second = await Account.create(name='first'), await Account.create(name='second')
    await Card.create(account=first, digits='1234', year=2030)
    with pytest.raises(IntegrityError):
        await Card.create(account=second, digits='1234', year=2030)


async def test_rows_written_by_a_migration_do_not_spoil_later_ones() -> None:
    """Tortoise remembers the INSERT of the columns that the table had then."""
    assert await upgrade(apps()) == ['initial', 'kinds']
    await Kind.create(name='new', colour='blue')
    stored = await rows('kind', 'name, colour')
    assert stored == [{'name': 'current', 'colour': 'grey'}, {'name': 'new', 'colour': 'blue'}]
    assert await indexes('kind') == ['colour', 'name']


async def test_nothing_is_applied_twice() -> None:
    assert await pending(apps()) == ['initial', 'kinds']
    await upgrade(apps())
    assert await pending(apps()) == []
    assert await upgrade(apps()) == []
    assert await Kind.all().count() == 1


async def test_one_that_fails_leaves_nothing() -> None:
    await upgrade(apps())
    with pytest.raises(OperationalError):
        await upgrade(apps('broken'))
    assert await Account.all().count() == 0
    with pytest.raises(OperationalError):
        await rows('account', 'credit')
    assert await pending(apps('broken')) == ['half']
    assert await upgrade(apps('rebuilt')) == ['rebuild']
    with pytest.raises(IntegrityError):  # foreign keys are on again
        await Movement.create(account_id=999, amount=1)


async def test_one_that_leaves_rows_which_point_nowhere_is_refused() -> None:
    await upgrade(apps())
    with pytest.raises(IntegrityError):
        await upgrade(apps('dangling'))
    assert await Movement.all().count() == 0
    assert await pending(apps('dangling')) == ['orphan']


async def test_an_error_is_not_taken_for_an_empty_database() -> None:
    await upgrade(apps())
    await get_connection('default').execute_script('ALTER TABLE tortoise_migrations RENAME COLUMN app TO other')
    with pytest.raises(OperationalError):
        await pending(apps())
