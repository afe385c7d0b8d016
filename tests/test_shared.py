"""Answers that many views share."""

import asyncio

import pytest

from services.shared import shared
from tests.support.database import Database


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
