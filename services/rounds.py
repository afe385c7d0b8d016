"""Work that goes round: at once when there is some, and again after a while."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from services import bus


async def rounds(stop: asyncio.Event, topic: str, work: Callable[[], Awaitable[float]]) -> None:
    """Call `work` now, whenever `topic` is published, and after the seconds that it gives, until `stop` is set."""
    wake = asyncio.Event()
    unwatch = bus.watch([topic], wake.set)
    stopping = asyncio.create_task(stop.wait())
    stopping.add_done_callback(lambda _: wake.set())
    try:
        while not stop.is_set():
            wake.clear()
            pause = await work()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await wake.wait()
    finally:
        stopping.cancel()
        unwatch()
