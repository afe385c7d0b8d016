"""A list that costs one element however long it is: its rows are markup, and only those that changed are sent."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from markupsafe import Markup
from nicegui.element import Element

from webui.markup import fill

Row = TypeVar('Row')


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
        changed = {str(key): self.draw(row) for row in rows if before.get(key := self.key(row)) != stamps[key]}
        if not self._is_filled:
            fill(self.parent, Markup('').join(changed.values()))
        elif changed or list(stamps) != list(before):
            self.parent.run_method('mesaRows', list(map(str, stamps)), changed, anew)
        self.shown, self._is_filled = stamps, True
