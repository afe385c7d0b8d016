"""Cancelling a task anywhere wedges nothing, leaves nothing half-written, and loses no hook."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest

from models.db.migrate import upgrade
from models.db.shield import shielded
from tests.support.database import connected
from tests.support.ledger import Account, Movement, apps, transfer

CANCELLATIONS = 2_000  # on each database
AT_ONCE = 8


@pytest.fixture
async def ledger(new_url: str) -> AsyncIterator[None]:
    async with connected(new_url, apps=apps()):
        await upgrade(apps())
        yield


async def test_two_thousand_cancellations(ledger: None) -> None:
    async with asyncio.timeout(60):  # a wedged database shows here
        await cancel_at_random()


async def cancel_at_random() -> None:
    accounts = [await Account.create(name=f'account {number}') for number in range(4)]
    bulk = await Account.create(name='bulk')
    done: list[int] = []
    chance = random.Random(8)

    async def in_bulk(amount: int) -> None:
        await Movement.bulk_create([Movement(account=bulk, amount=change) for change in (amount, -amount)])

    def work(number: int) -> Coroutine[Any, Any, None]:
        giver, taker = chance.sample(accounts, 2)
        return in_bulk(number) if number % 4 == 0 else transfer(giver, taker, number, done)

    async def in_parallel(numbers: range) -> float:
        started = asyncio.get_running_loop().time()
        await asyncio.gather(*map(work, numbers))
        return asyncio.get_running_loop().time() - started

    async def cancel(numbers: range, usual: float) -> None:
        for number in numbers:
            task = asyncio.create_task(work(number))
            await asyncio.sleep(chance.uniform(0, 2 * usual))  # chance decides where the cancellation hits
            task.cancel()
            await asyncio.wait((task,))

    await in_parallel(range(1, 100))
    # the least of a few: a busy machine must not stretch all the waits below
    usual = min([await in_parallel(range(100 * n, 100 * n + AT_ONCE)) for n in range(1, 6)])
    before = len(done)
    await asyncio.gather(*(cancel(range(1000 + i, 1000 + CANCELLATIONS, AT_ONCE), usual) for i in range(AT_ONCE)))
    committed = len(done) - before
    await in_parallel(range(10_000, 10_020))

    assert 20 < committed < 0.75 * CANCELLATIONS - 20  # three quarters are transfers
    for account in accounts:
        await account.refresh_from_db()
        amounts = await account.movements.all().values_list('amount', flat=True)
        assert account.balance == sum(amounts)
    transferred = await Movement.exclude(account=bulk).values_list('amount', flat=True)
    assert sorted(transferred) == sorted([*done, *(-amount for amount in done)])
    assert sum(await bulk.movements.all().values_list('amount', flat=True)) == 0


async def test_a_cancelled_caller_goes_on_when_its_work_has_ended() -> None:
    """Or it would use the connection while the work still does."""
    begun, end = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await end.wait()
        raise ZeroDivisionError

    task = asyncio.create_task(shielded(work()))
    await begun.wait()
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
    assert not task.done()
    end.set()
    with pytest.raises(asyncio.CancelledError) as cancelled:
        await task
    assert isinstance(cancelled.value.__cause__, ZeroDivisionError)
