"""Answers that many views share, and the events that end them."""

import asyncio
from functools import partial

import pytest

from models.db.listen import notify
from services import bus
from services.announce import CHANNEL, announce
from services.shared import shared
from tests.support.database import Database
from tests.support.waiting import until


async def test_a_failure_is_not_kept_even_when_whoever_asked_has_gone(db: Database) -> None:
    may_fail = asyncio.Event()

    async def fails() -> str:
        await may_fail.wait()
        raise ConnectionError

    async def answers() -> str:
        return 'again'

    leaver = asyncio.create_task(shared('a failure', ['catalog'], fails))
    stayer = asyncio.create_task(shared('a failure', ['catalog'], fails))
    await asyncio.sleep(0)
    leaver.cancel()
    may_fail.set()
    with pytest.raises(ConnectionError):
        await stayer
    assert await shared('a failure', ['catalog'], answers) == 'again'


@pytest.mark.parametrize('database', ['postgres'], indirect=True)
@pytest.mark.usefixtures('hearing')
async def test_a_process_hears_what_others_announce_and_its_own_once(db: Database) -> None:
    heard: list[str] = []
    unwatch = [bus.watch([topic], partial(heard.append, topic)) for topic in ('catalog', 'settings')]

    async def others() -> bool:
        return 'settings' in heard

    await announce({'catalog'})
    await notify(CHANNEL, 'another settings')  # comes after the echo of our own
    await until(others)
    assert heard == ['catalog', 'settings']
    for end in unwatch:
        end()
