"""How this process runs: garbage collection, memory and NiceGUI's introspection (measured: half the CPU of a page)."""

import asyncio
import ctypes
import gc
import platform
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import nicegui
from nicegui import app, client, core, helpers
from nicegui.classes import Classes
from nicegui.props import Props
from nicegui.style import Style
from socketio.packet import Packet  # type: ignore[import-untyped]

from webui.edge import unopened

RECONNECT = 30  # seconds that the server waits for a browser to come back
TAB_MEMORY = 3600  # seconds
MEASURED = '3.18.'  # the versions of NiceGUI for which `introspect_once` is tested


def tune() -> None:
    """Set up the running process. Call it once, when NiceGUI has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # elements hold cycles; the usual thresholds walk them all, all the time
    introspect_once()
    tell_directly()
    escape_at_once()
    send_text()
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


def tell_directly() -> None:
    """Let a changed property, class or style update its element without NiceGUI's change event: a third of its cost."""
    if nicegui.__version__.startswith(MEASURED):
        for kind in (Props, Classes, Style):
            kind._handle_change = kind._update  # type: ignore[assignment,method-assign]


def escape_at_once() -> None:
    """Escape a page's elements by a few replacements; NiceGUI does it character by character, 4 ms for 45 kB."""
    if nicegui.__version__.startswith(MEASURED):
        stock = client.json  # type: ignore[attr-defined]
        client.json = SimpleNamespace(dumps=lambda value: _Json(stock.dumps(value)), loads=stock.loads)  # type: ignore[assignment,attr-defined]


def send_text() -> None:
    """Take each message for what it is, JSON: socket.io looks through all of it for bytes first."""
    if nicegui.__version__.startswith(MEASURED):
        core.sio.packet_class = _TextPacket


class _TextPacket(Packet):
    json = core.sio.packet_class.json

    @classmethod
    def data_is_binary(cls, _data: object) -> bool:
        return False


class _Json(str):
    __slots__ = ()

    def translate(self, table: Mapping[int, str]) -> str:  # type: ignore[override]
        text = str(self)
        for character, escaped in table.items():  # `&` comes first
            text = text.replace(chr(character), escaped)
        return text


async def _give_memory_back() -> None:
    """Let glibc return what closed views held."""
    await asyncio.to_thread(ctypes.CDLL('libc.so.6').malloc_trim, 0)
