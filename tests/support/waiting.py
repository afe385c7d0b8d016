"""Waiting for a condition, never for a time."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 20  # seconds after which a condition will not come true


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Ask again until `condition` holds. `TimeoutError` when it never does."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():
            await asyncio.sleep(0.05)
