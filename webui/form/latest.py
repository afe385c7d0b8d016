"""Answers while somebody types: one run at a time, and none for what was typed over meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec

P = ParamSpec('P')


def latest(show: Callable[P, Awaitable[None]]) -> Callable[P, Awaitable[None]]:
    """Let `show` run for the newest call alone: those that were waiting are left out, and the last one ends last."""
    turn, asked = asyncio.Lock(), 0

    @wraps(show)
    async def run(*args: P.args, **kwargs: P.kwargs) -> None:
        nonlocal asked
        asked += 1
        mine = asked
        async with turn:
            if mine == asked:
                await show(*args, **kwargs)

    return run
