"""One query per event for all who ask the same: the answer is kept until one of its topics is published."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterable
from typing import Any, TypeVar

from models.db.transaction import in_transaction
from services import bus

Answer = TypeVar('Answer')
MOST = 400

_kept: OrderedDict[Hashable, tuple[asyncio.Task[Any], Callable[[], None]]] = OrderedDict()


async def shared(
    key: Hashable, topics: Iterable[str], query: Callable[[], Awaitable[Answer]], *, seconds: float | None = None
) -> Answer:
    """The answer of `query`, asked once per `key` between two events on `topics`, and not older than `seconds`.

    Only for what is the same for everybody with this `key`: put what the answer depends on, rights too, into it.
    """
    if in_transaction() and not (key in _kept and _kept[key][0].done()):
        return await query()  # another task would wait for this one's transaction, and not see what it wrote
    if key in _kept:
        _kept.move_to_end(key)
        return await asyncio.shield(_kept[key][0])
    # watched before it is asked, so that an event in between makes the next caller ask again
    task = asyncio.ensure_future(_ask(query))
    _kept[key] = task, bus.watch(topics, lambda: _drop(key, task))
    # not by who waits for it: all of them may be cancelled before it fails
    task.add_done_callback(lambda _: _drop(key, task) if task.cancelled() or task.exception() else None)
    if seconds is not None:
        asyncio.get_running_loop().call_later(seconds, _drop, key, task)
    if len(_kept) > MOST:
        _drop(next(iter(_kept)))
    return await asyncio.shield(task)


async def _ask(query: Callable[[], Awaitable[Answer]]) -> Answer:
    return await query()


def _drop(key: Hashable, only: asyncio.Task[Any] | None = None) -> None:
    if key in _kept and only in (None, _kept[key][0]):
        _kept.pop(key)[1]()
