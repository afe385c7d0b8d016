"""How this process runs: garbage collection, memory and NiceGUI's introspection (measured: half the CPU of a page)."""

import asyncio
import ctypes
import gc
import platform
from collections.abc import Callable
from typing import Any

import nicegui
from nicegui import app, helpers
from nicegui.classes import Classes
from nicegui.props import Props
from nicegui.style import Style

from webui import unopened

RECONNECT = 30  # seconds that the server waits for a browser to come back
TAB_MEMORY = 3600  # seconds
MEASURED = '3.18.'  # the versions of NiceGUI for which `introspect_once` is tested


def tune() -> None:
    """Set up the running process. Call it once, when NiceGUI has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # elements hold cycles; the usual thresholds walk them all, all the time
    introspect_once()
    app.storage.max_tab_storage_age = TAB_MEMORY
    app.timer(5, unopened.prune)
    if platform.libc_ver()[0] == 'glibc':
        app.timer(60, _give_memory_back)


def introspect_once() -> None:
    """Stop NiceGUI from inspecting the same three methods again for each element."""
    if not nicegui.__version__.startswith(MEASURED):
        return
    stock: Callable[[Callable[..., Any]], bool] = helpers.expects_arguments
    # As stock says of bound methods: `self` is not among their arguments.
    known = {kind._update: stock(kind._update.__get__(object())) for kind in (Props, Classes, Style)}

    def expects_arguments(func: Callable[..., Any]) -> bool:
        answer = known.get(getattr(func, '__func__', None))  # type: ignore[arg-type]
        return stock(func) if answer is None else answer

    helpers.expects_arguments = expects_arguments


async def _give_memory_back() -> None:
    """Let glibc return what closed views held."""
    await asyncio.to_thread(ctypes.CDLL('libc.so.6').malloc_trim, 0)
