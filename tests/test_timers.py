"""Timers: what happens by itself, at its instant, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from models import AuditLog, Timer
from models.db.transaction import transaction
from services import audit, clock, timers
from services.events import following
from tests.support.database import Database
from tests.support.waiting import until

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of timer that writes down that it rang; there is no other."""
    monkeypatch.setattr(timers, '_effects', {})
    timers.effect('bell')(ring)


async def ring(subject: int, step: int) -> None:
    await audit.record(f'rang {subject}.{step}')


async def rang() -> list[str]:
    return [row.action for row in await AuditLog.all().order_by('id')]


async def test_what_is_due_happens_once_in_the_order_of_its_time(db: Database) -> None:
    with clock.freeze(NOON):
        await timers.arm('bell', 1, NOON)
        await timers.arm('bell', 2, NOON - MINUTE, step=3)
        await timers.arm('bell', 3, NOON + MINUTE)
        await timers.fire_due()
        await timers.fire_due()
        assert await rang() == ['rang 2.3', 'rang 1.0']
    with clock.freeze(NOON + MINUTE):
        await timers.fire_due()
    assert await rang() == ['rang 2.3', 'rang 1.0', 'rang 3.0']
    assert not await Timer.exists()


async def test_it_is_moved_by_arming_it_again_and_gone_when_disarmed(db: Database) -> None:
    with clock.freeze(NOON):
        await timers.arm('bell', 1, NOON)
        await timers.arm('bell', 1, NOON + MINUTE)
        for step in (1, 2):
            await timers.arm('bell', 2, NOON, step=step)
            await timers.arm('bell', 3, NOON, step=step)
        await timers.disarm('bell', 2)
        await timers.disarm('bell', 3, step=1)
        await timers.fire_due()
    assert await rang() == ['rang 3.2']
    assert await Timer.all().values_list('fire_at', flat=True) == [NOON + MINUTE]


async def test_it_is_armed_and_disarmed_with_the_transaction_around(db: Database) -> None:
    with clock.freeze(NOON):
        await timers.arm('bell', 1, NOON)
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await timers.arm('bell', 2, NOON)
                await timers.disarm('bell', 1)
                raise ZeroDivisionError
        await timers.fire_due()
    assert await rang() == ['rang 1.0']


async def test_an_effect_may_arm_itself_again_or_disarm_all_of_its_row(db: Database) -> None:
    async def strike(subject: int, step: int) -> None:
        await ring(subject, step)
        if subject == 1:
            await timers.arm('clock', subject, clock.now() + MINUTE)
        else:
            await timers.disarm('clock', subject)

    timers.effect('clock')(strike)
    with clock.freeze(NOON):
        await timers.arm('clock', 1, NOON)
        await timers.arm('clock', 2, NOON)
        await timers.arm('clock', 2, NOON + MINUTE, step=1)
        await timers.fire_due()
        assert await rang() == ['rang 1.0', 'rang 2.0']
        assert await Timer.all().values_list('subject', 'fire_at') == [(1, NOON + MINUTE)]


async def test_one_that_fails_leaves_nothing_keeps_no_other_back_and_is_tried_again(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(subject: int, step: int) -> None:
        await ring(subject, step)
        if clock.now() == NOON:
            raise ZeroDivisionError

    timers.effect('broken')(fail)
    with clock.freeze(NOON):
        await timers.arm('broken', 1, NOON - MINUTE)
        await timers.arm('bell', 2, NOON)
        await timers.fire_due()
        assert await rang() == ['rang 2.0']
    assert 'Timer broken of 1 0 failed' in caplog.text
    with clock.freeze(NOON + MINUTE):
        await timers.fire_due()
    assert await rang() == ['rang 2.0', 'rang 1.0']


async def test_one_that_has_failed_for_days_keeps_no_other_back(db: Database) -> None:
    async def fail(_subject: int, _step: int) -> None:
        raise ZeroDivisionError

    timers.effect('broken')(fail)
    with clock.freeze(NOON):
        await timers.arm('broken', 1, NOON - MINUTE)
        await Timer.all().update(tries=5000)
        await timers.arm('bell', 2, NOON)
        await timers.fire_due()
    assert await rang() == ['rang 2.0']
    assert await Timer.all().values_list('fire_at', 'tries') == [(NOON + 5 * MINUTE, 5001)]


async def test_a_kind_of_another_version_of_the_program_is_left_alone(db: Database) -> None:
    with clock.freeze(NOON):
        await timers.arm('unheard of', 1, NOON)
        await timers.fire_due()
    assert await Timer.all().count() == 1


@asynccontextmanager
async def sweeping(number: int = 1) -> AsyncIterator[None]:
    """That many sweepers, as in as many processes."""
    stop = asyncio.Event()
    async with following(), asyncio.TaskGroup() as tasks:
        for _ in range(number):
            tasks.create_task(timers.run(stop))
        yield
        stop.set()


async def test_of_several_sweepers_one_does_it_and_it_wakes_for_a_nearer_one(db: Database) -> None:
    async with sweeping(4):
        await timers.arm('bell', 99, clock.now() + timedelta(days=1))
        for subject in range(20):
            await timers.arm('bell', subject, clock.now())

        async def all_rang() -> bool:
            return len(await rang()) >= 20

        await until(all_rang)
    assert sorted(await rang()) == sorted(f'rang {subject}.0' for subject in range(20))
    assert [timer.subject for timer in await Timer.all()] == [99]
