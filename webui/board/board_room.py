"""Boards that show the same share one room: what they show is drawn once per change, and sent in one message to all.

A room is kept by its boards alone. Every `BEAT` seconds it is told that the server lives, that its database answers and
that what is shown is what the database says; a board that has not heard so for a while turns grey (assets/js/board.js).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping
from contextlib import suppress
from typing import Any

from markupsafe import Markup
from nicegui import background_tasks, core
from nicegui.element import Element

from services import bus
from services.board import kiosks
from services.board.board import TOPICS
from services.clock import now
from webui.failures import report
from webui.i18n import Locale, speak_as

BEAT = 2.0  # seconds
AGAIN = 20  # seconds after which what changes by time alone is drawn anew
PATIENCE = 2.0  # seconds before a drawing that failed is tried again

Lists = Mapping[str, Mapping[str, Markup]]  # place on the board -> key of a row -> the row, in their order
Draw = Callable[[], Awaitable[Lists]]
Frame = Callable[[Lists], Markup]
Message = dict[str, Any]


class Room:
    """What some boards show, and the boards."""

    def __init__(self, key: Hashable, locale: Locale, draw: Draw, frame: Frame) -> None:
        self.key, self.locale, self._draw, self._frame = key, locale, draw, frame
        self.name = f'board-{id(self)}'
        self.boards: set[BoardView] = set()
        self.version = 0
        self.shown: Lists = {}
        self.page = ''  # what a new board is filled with: one text for all of them
        self.is_right = False
        self._turn = asyncio.Lock()
        self._again = asyncio.Event()
        self._unwatch = bus.watch([*TOPICS, 'settings'], self._again.set)
        self._task = asyncio.create_task(self._keep(), name='board room')

    async def ready(self) -> None:
        """Wait until there is something to show; raises what drawing it raised."""
        async with self._turn:
            if not self.shown:
                await self._redraw()

    def everything(self) -> Message:
        """What brings a board to what is shown now, whatever it showed."""
        lists = [
            [place, list(rows), {key: str(row) for key, row in rows.items()}, False]
            for place, rows in self.shown.items()
        ]
        return self._message(lists) | {'whole': True}

    async def _keep(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN if self.is_right else PATIENCE):
                    await self._again.wait()
            try:
                async with self._turn:
                    await self._redraw()
            except Exception as problem:  # noqa: BLE001 - told by the beats that stay away; tried again
                report(problem)
                self.is_right = False

    async def _redraw(self) -> None:
        self._again.clear()
        speak_as(self.locale)
        fresh = await self._draw()
        changes = [_change(place, self.shown.get(place, {}), rows) for place, rows in fresh.items()]
        changes = [change for change in changes if change]
        self.shown, self.is_right = fresh, True
        if changes:
            self.page = str(self._frame(fresh))
            self.version += 1
            await core.sio.emit('board', self._message(changes), room=self.name)

    async def beat(self, to: str) -> None:
        """Say that what is shown is true, if it is."""
        if self.is_right:
            await core.sio.emit('beat', {'version': self.version, 'at': now().timestamp() * 1000}, room=to)

    def close_if_empty(self) -> None:
        """A room is kept by its boards alone."""
        if not self.boards and _rooms.get(self.key) is self:
            del _rooms[self.key]
            self._unwatch()
            self._task.cancel()

    def _message(self, lists: list[Any]) -> Message:
        return {'version': self.version, 'lists': lists}


def _change(place: str, before: Mapping[str, Markup], rows: Mapping[str, Markup]) -> list[Any] | None:
    """What `mesa.rows` (assets/js/rows.js) needs to show `rows` where `before` is shown; None for nothing."""
    changed = {key: str(row) for key, row in rows.items() if before.get(key) != row}
    return [place, list(rows), changed, False] if changed or list(rows) != list(before) else None


_rooms: dict[Hashable, Room] = {}


async def room_of(key: Hashable, locale: Locale, draw: Draw, frame: Frame) -> Room:
    """The room of all boards with this `key`, which says all that `draw` depends on; it has something to show.

    `frame` puts what is drawn into the places of a new page.

    Raises what `draw` raises. Enter it, by a `BoardView`, before the next wait.
    """
    room = _rooms.get(key) or _rooms.setdefault(key, Room(key, locale, draw, frame))
    try:
        await room.ready()
    except BaseException:
        room.close_if_empty()
        raise
    return room


class BoardView(Element):
    """The place of a board on a page: as long as it is there it shows what its room shows.

    A board of a kiosk goes dark when the kiosk's link is revoked.
    """

    def __init__(self, room: Room, classes: str, kiosk_id: int | None = None, **attributes: Any) -> None:
        super().__init__('div')
        self.room, self.kiosk_id = room, kiosk_id
        list.extend(self._classes, classes.split())
        dict.update(self._props, {'data-version': room.version, 'data-board': '', 'innerHTML': room.page} | attributes)
        self._built: int | None = room.version
        room.boards.add(self)
        self.client.on_connect(self._join)
        if self.client.has_socket_connection:
            background_tasks.create(self._join(), name='board joins')

    async def _join(self) -> None:
        for sid, _line in list(core.sio.manager.get_participants('/', self.client.id)):
            await core.sio.enter_room(sid, self.room.name)
        if self.room.version != self._built:  # after a lost line in any case: what it missed is not known
            await core.sio.emit('board', self.room.everything(), room=self.client.id)
        self._built = None
        await self.room.beat(self.client.id)

    def _handle_delete(self) -> None:
        if self._join in self.client.connect_handlers:
            self.client.connect_handlers.remove(self._join)
        for sid, _line in list(core.sio.manager.get_participants('/', self.client.id)):
            background_tasks.create(core.sio.leave_room(sid, self.room.name), name='board leaves')
        self.room.boards.discard(self)
        self.room.close_if_empty()
        super()._handle_delete()


async def beat_forever(stop: asyncio.Event) -> None:
    """Tell all boards every `BEAT` seconds that all is well, and those whose link was revoked to go dark."""
    while not stop.is_set():
        try:
            if _rooms:
                await _beat()
        except Exception as problem:  # noqa: BLE001 - the database may be away: the boards hear nothing, and say so
            report(problem)
        try:
            async with asyncio.timeout(BEAT):
                await stop.wait()
        except TimeoutError:
            continue


async def _beat() -> None:
    boards = [board for room in _rooms.values() for board in room.boards]
    alive = await kiosks.living({board.kiosk_id for board in boards if board.kiosk_id})
    for board in boards:
        if board.kiosk_id and board.kiosk_id not in alive:
            await core.sio.emit('dark', room=board.client.id)
            board.client.delete()
    for room in list(_rooms.values()):
        await room.beat(room.name)
