"""A list that costs one element however long it is: its rows are markup, and only those that changed are sent."""

import asyncio
from collections.abc import Callable, Collection, Hashable, Iterable
from itertools import pairwise
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from markupsafe import Markup
from nicegui import json
from nicegui.client import Client
from nicegui.element import Element

from webui.markup import fill

Row = TypeVar('Row')
_changes: WeakKeyDictionary[Client, list[Any]] = WeakKeyDictionary()  # what goes to a page with its next message


class LiveRows(Generic[Row]):
    """Keeps the content of `parent` equal to rows.

    `key` says which row it is, `stamp` whether it changed; `draw` gives its markup: one node with `data-row`, its key.
    The nodes of a row survive every redraw (js/rows.js), and with them focus, scroll position and what is checked.
    """

    def __init__(
        self,
        parent: Element,
        *,
        key: Callable[[Row], Hashable],
        stamp: Callable[[Row], Hashable],
        draw: Callable[[Row], Markup],
    ) -> None:
        self.parent, self.key, self.stamp, self.draw = parent, key, stamp, draw
        self.shown: dict[Hashable, Hashable] = {}
        self._is_filled = False

    def show(self, rows: Iterable[Row], *, anew: bool = False) -> None:
        """Make the list show `rows`, in this order; `anew` where they are another list than before."""
        rows = list(rows)
        stamps = {self.key(row): self.stamp(row) for row in rows}
        before = {} if anew else self.shown
        changed = {
            str(key): self.draw(row)
            for row in rows
            if (key := self.key(row)) not in before or before[key] != stamps[key]
        }
        if not self._is_filled:
            fill(self.parent, Markup('').join(changed.values()))
        elif changed or list(stamps) != list(before):
            _send(self.parent, [self.parent.html_id, _order(before, stamps), changed, anew])
        self.shown, self._is_filled = stamps, True


def _order(before: Collection[Hashable], now: Collection[Hashable]) -> list[str] | dict[str, Any]:
    """All keys; where the rows that stay keep their order only what is gone, and after which row each new one comes."""
    stay = [key for key in before if key in now]
    if not stay or stay != [key for key in now if key in before]:
        return list(map(str, now))
    after = [(str(key), str(above)) for above, key in pairwise(['', *now]) if key not in before]
    return {'gone': [str(key) for key in before if key not in now], 'after': after}


def _send(element: Element, change: list[Any]) -> None:
    """All lists of a page that change at once go in one message."""
    client = element.client
    if client not in _changes:
        _changes[client] = []
        asyncio.get_running_loop().call_soon(_flush, client)
    _changes[client].append(change)


def _flush(client: Client) -> None:
    code = f'mesa.rows({json.dumps(_changes.pop(client))})'
    if not client.is_deleted:
        client.outbox.enqueue_message('run_javascript', {'code': code}, client.id)
