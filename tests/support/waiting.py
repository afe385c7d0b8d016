"""Waiting for a condition, never for a time."""

import asyncio
from collections.abc import Awaitable, Callable

from playwright.async_api import Page

PATIENCE = 20  # seconds after which a condition will not come true


async def until(condition: Callable[[], Awaitable[bool]], every: float = 0.05) -> None:
    """Ask again `every` so many seconds until `condition` holds. `TimeoutError` when it never does."""
    async with asyncio.timeout(PATIENCE):
        while not await condition():
            await asyncio.sleep(every)


async def until_kept(page: Page, *texts: str) -> None:
    """Until whoever loads the address of `page` again is given these `texts`, as it is with drafts."""

    async def kept() -> bool:
        fresh = await (await page.request.get(page.url)).text()
        return all(text in fresh for text in texts)

    await until(kept, every=0.3)  # each answer is a page drawn for it
