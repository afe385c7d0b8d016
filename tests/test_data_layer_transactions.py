"""A transaction is whole or nothing, its task's own, and followed by its hooks: on both databases."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from tortoise.exceptions import IntegrityError

from models.db.connect import dialect
from models.db.migrate import upgrade
from models.db.transaction import in_transaction, on_commit, transaction
from tests.support.database import connected
from tests.support.ledger import Account, apps


@pytest.fixture(autouse=True)
async def ledger(new_url: str) -> AsyncIterator[None]:
    async with connected(new_url, apps=apps()):
        await upgrade(apps())
        yield


class Wrong(Exception):
    """What goes wrong inside a transaction."""


async def names() -> list[str]:
    return sorted([account.name for account in await Account.all()])


async def test_it_commits_at_its_end_and_rolls_back_on_an_exception() -> None:
    async with transaction():
        await Account.create(name='kept')
        assert in_transaction()
    with pytest.raises(Wrong):
        async with transaction():
            await Account.create(name='lost')
            raise Wrong
    assert not in_transaction()
    assert await names() == ['kept']


async def test_one_inside_another_rolls_back_alone() -> None:
    async with transaction():
        await Account.create(name='outer')
        with pytest.raises(Wrong):
            async with transaction():
                await Account.create(name='inner')
                async with transaction():
                    await Account.create(name='innermost')
                raise Wrong
        with pytest.raises(IntegrityError):
            async with transaction():
                await Account.create(name='outer')
        await Account.create(name='after')
    assert await names() == ['after', 'outer']


async def test_a_task_started_inside_is_outside_while_the_transaction_is_open() -> None:
    started = asyncio.Event()

    async def write() -> bool:
        inside = in_transaction()
        started.set()
        await Account.create(name='child')
        return inside

    with pytest.raises(Wrong):
        async with transaction():
            await Account.create(name='parent')
            child = asyncio.create_task(write())
            await started.wait()
            if dialect() == 'postgres':  # on SQLite the child waits for its turn
                await child
            raise Wrong
    assert not await child
    assert await names() == ['child']


async def test_a_task_started_inside_cannot_write_into_it_later() -> None:
    over, opened, end = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def write_later() -> None:
        await over.wait()
        await Account.create(name='late')

    async def undone() -> None:
        async with transaction():
            await Account.create(name='undone')
            opened.set()
            await end.wait()
            raise Wrong

    async with transaction():
        child = asyncio.create_task(write_later())
    other = asyncio.create_task(undone())
    await opened.wait()
    over.set()
    if dialect() == 'postgres':
        await child
    end.set()
    with pytest.raises(Wrong):
        await other
    await child
    assert await names() == ['late']


async def test_a_timeout_stays_inside_and_gathered_children_do_not() -> None:
    async def inside() -> bool:
        return in_transaction()

    async with transaction():
        async with asyncio.timeout(60):
            assert await inside()
        assert await asyncio.gather(inside(), inside()) == [False, False]
        assert await inside()


async def test_a_reader_does_not_wait_for_a_writer() -> None:
    await Account.create(name='before', balance=1)
    written, read = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with transaction():
            await Account.filter(name='before').update(balance=2)
            written.set()
            await read.wait()  # the transaction is open for as long as nothing was read

    writer = asyncio.create_task(write())
    await written.wait()
    async with asyncio.timeout(20):
        assert (await Account.get(name='before')).balance == 1
        assert await Account.filter(balance=2).count() == 0
    read.set()
    await writer
    assert (await Account.get(name='before')).balance == 2


async def test_hooks_run_after_the_commit_and_outside_of_it() -> None:
    seen: list[object] = []
    reads: list[asyncio.Task[int]] = []

    async def count() -> int:
        return await Account.filter(name='new').count()

    def hook() -> None:
        seen.append(in_transaction())
        reads.append(asyncio.create_task(count()))

    async with transaction():
        await Account.create(name='new')
        on_commit(hook)
        assert seen == []
    assert seen == [False]
    assert await reads[0] == 1
    on_commit(lambda: seen.append('at once'))
    assert seen[-1] == 'at once'


async def test_hooks_go_with_their_savepoint() -> None:
    ran: list[str] = []
    async with transaction():
        on_commit(lambda: ran.append('first'))
        with pytest.raises(Wrong):
            async with transaction():
                on_commit(lambda: ran.append('dropped'))
                async with transaction():
                    on_commit(lambda: ran.append('dropped too'))
                raise Wrong
        async with transaction():
            on_commit(lambda: ran.append('second'))
    with pytest.raises(Wrong):
        async with transaction():
            on_commit(lambda: ran.append('rolled back'))
            raise Wrong
    assert ran == ['first', 'second']


async def test_a_failing_hook_is_logged_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []

    def fail() -> None:
        raise Wrong

    with caplog.at_level(logging.ERROR):
        async with transaction():
            on_commit(fail)
            on_commit(lambda: ran.append('next'))
            await Account.create(name='kept')
    assert ran == ['next']
    assert await names() == ['kept']
    assert 'failed after its commit' in caplog.text
