"""Drafts on their way: what the forms of a page have handed over and is not kept yet."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from nicegui import Client

PATIENCE = 5.0  # seconds, after which a page is drawn without them

_on_their_way: WeakKeyDictionary[Client, set[asyncio.Future[None]]] = WeakKeyDictionary()


@contextmanager
def keeping(client: Client) -> Iterator[None]:
    """While a draft of this page is being kept."""
    drafts = _on_their_way.setdefault(client, set())
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    drafts.add(done)
    try:
        yield
    finally:
        drafts.discard(done)
        done.set_result(None)


async def all_kept(client: Client) -> None:
    """Wait for the drafts of this page: what is drawn next may show them."""
    if drafts := _on_their_way.get(client):
        await asyncio.wait(set(drafts), timeout=PATIENCE)
