"""Who does too much waits; nobody else does, and nothing is refused that must not be lost."""

import asyncio

from services import brakes
from services.clock import freeze, now
from tests.support.database import Database


async def test_beyond_the_pace_one_waits_and_others_go_on(db: Database) -> None:
    pace = brakes.Pace('test', burst=1, seconds=0.2)
    with freeze(now()):
        await brakes.slow_down(pace, 'eager')
        eager = asyncio.create_task(brakes.slow_down(pace, 'eager'))
        await brakes.slow_down(pace, 'calm')
        assert not eager.done()
        await eager
