"""The board as files in DATA_DIR/public, for any web server: what people read when the desk itself is down."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from services import bus
from services.board.board import TOPICS
from services.env import env

EVERY = 60  # seconds; how old a file is says whether the desk still writes it
SETTLES = 0.5  # seconds after a change, so that a burst of them is written once

Write = Callable[[], Awaitable[bytes]]

log = logging.getLogger(__name__)


async def keep_written(files: Mapping[str, Write], stop: asyncio.Event) -> None:
    """Write the files, by name, after every change of the board and every minute, until `stop`."""
    changed = asyncio.Event()
    unwatch = bus.watch([*TOPICS, 'settings'], changed.set)
    ending = asyncio.create_task(stop.wait())
    ending.add_done_callback(lambda _: changed.set())
    try:
        while not stop.is_set():
            changed.clear()
            await write(files)
            try:
                async with asyncio.timeout(EVERY):
                    await changed.wait()
            except TimeoutError:
                continue
            if not stop.is_set():
                await asyncio.sleep(SETTLES)
    finally:
        unwatch()
        ending.cancel()


async def write(files: Mapping[str, Write]) -> None:
    """Write them now. One that cannot be made stays as it was: it tells how old it is."""
    folder = env().data_dir / 'public'
    for name, make in files.items():
        try:
            await asyncio.to_thread(_replace, folder / name, await make())
        except Exception:
            log.exception('%s could not be written', name)


def _replace(path: Path, content: bytes) -> None:
    """All of it or nothing, for whoever reads at that moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f'.{path.name}.{os.getpid()}')
    new.write_bytes(content)
    new.replace(path)
