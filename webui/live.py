"""Live views: what a page shows is always `draw(query())`, run again after every event on its topics."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from contextlib import suppress
from typing import Generic, TypeVar

from nicegui import background_tasks
from nicegui.element import Element

from services import bus
from services.refusals import Refused
from webui.failures import report
from webui.i18n import _

Row = TypeVar('Row')
RETRY = (1, 2, 5, 15)  # seconds


class LiveView(Element):
    """Runs `show` again after every event on `topics` and after every reconnect, one run at a time.

    A page that has lost its line is not drawn again before it is back.

    What changes by the time alone is shown again `every` so many seconds.

    It lives as long as its place on the page, and is seen only when a redraw failed.
    """

    def __init__(self, topics: Iterable[str], show: Callable[[], Awaitable[None]], every: float | None = None) -> None:
        super().__init__('p')
        self.classes('live-problem')
        self.props['role'] = 'status'
        self.set_visibility(False)
        self._show = show
        self._every = every
        self._again = asyncio.Event()
        self._topics = frozenset(topics)
        self._unwatch = bus.watch(self._topics, self._again.set)
        self._connected_before = self.client.has_socket_connection
        self.client.on_connect(self._catch_up)
        self._task: asyncio.Task[None] | None = None

    async def start(self, *, later: bool = False) -> None:
        """Show for the first time, now or once the page is connected, and keep showing."""
        if not later:
            await self._show()
        elif self._connected_before:
            self._again.set()
        else:
            self._connected_before = True
        self._task = background_tasks.create(self._keep_showing(), name='live view')

    def watch(self, topics: Iterable[str]) -> None:
        """Show again after events on these topics from now on; call it before the query that depends on them."""
        if self._topics != (topics := frozenset(topics)):
            self._unwatch()
            self._topics, self._unwatch = topics, bus.watch(topics, self._again.set)

    def refresh(self) -> None:
        """Show again, as after an event."""
        self._again.set()

    def _catch_up(self) -> None:
        """What is sent before the first connection waits for it; what a lost one missed is fetched again."""
        if self._connected_before:
            self._again.set()
        self._connected_before = True

    async def _keep_showing(self) -> None:
        failures = 0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every):
                    await self._again.wait()
            self._again.clear()
            if self._connected_before and not self.client.has_socket_connection:
                continue  # nobody looks; who comes back fetches it again
            try:
                with self.parent_slot or self.client:
                    await self._show()
            except Refused:  # gone for this person: let the server answer anew
                self.client.run_javascript('location.reload()')
                return
            except Exception as problem:  # noqa: BLE001 - a view that failed once must not stay stale for ever
                report(problem)
                self._tell(failed=True)
                await asyncio.sleep(RETRY[min(failures, len(RETRY) - 1)])
                failures += 1
                self._again.set()
            else:
                if failures:
                    failures = 0
                    self._tell(failed=False)

    def _tell(self, *, failed: bool) -> None:
        with self:
            self._text = _('This part could not be updated. Trying again…') if failed else ''
        self.set_visibility(failed)
        self.update()

    def _handle_delete(self) -> None:
        self._unwatch()
        if self._catch_up in self.client.connect_handlers:
            self.client.connect_handlers.remove(self._catch_up)
        if self._task:
            self._task.cancel()
        super()._handle_delete()


async def live(
    topics: Iterable[str], show: Callable[[], Awaitable[None]], *, every: float | None = None, later: bool = False
) -> LiveView:
    """Watch `topics` first, then show; and show again after every event on them, and `every` so many seconds.

    What the page can do without for a moment is shown `later`: it is not asked for before somebody looks.
    """
    view = LiveView(topics, show, every)
    await view.start(later=later)
    return view


class LiveList(Generic[Row]):
    """Keeps the children of `parent` equal to rows, touching only what changed.

    `key` says which row it is, `stamp` whether it changed; `make` gives its element, `update` fills it.
    The element of a row survives every redraw, and with it focus and scroll position.
    """

    def __init__(
        self,
        parent: Element,
        *,
        key: Callable[[Row], Hashable],
        stamp: Callable[[Row], Hashable],
        make: Callable[[Row], Element],
        update: Callable[[Element, Row], None],
    ) -> None:
        self.parent, self.key, self.stamp, self.make, self.update = parent, key, stamp, make, update
        self.shown: dict[Hashable, tuple[Hashable, Element]] = {}
        self._filled = False

    def show(self, rows: Iterable[Row]) -> None:
        """Make the list show `rows`, in this order."""
        rows = list(rows)
        wanted = {self.key(row) for row in rows}
        for gone in self.shown.keys() - wanted:
            self.shown.pop(gone)[1].delete()
        children = self.parent.default_slot.children
        for index, row in enumerate(rows):
            key, stamp = self.key(row), self.stamp(row)
            old_stamp, element = self.shown.get(key, (None, None))
            if element is None:
                with self.parent:
                    element = self.make(row)
                if self._filled:
                    element.classes('is-new')
                self.shown[key] = (None, element)  # it is there, even if it cannot be filled this time
            if old_stamp != stamp:
                self.update(element, row)
                self.shown[key] = (stamp, element)
            if children[index] is not element:
                element.move(self.parent, target_index=index)
        self._filled = True
