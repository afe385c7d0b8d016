"""The queue beside the open ticket: rows in the order of work, kept live without moving what somebody looks at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models import User
from services import queue
from services.queue import Row
from webui.desk_place import Place
from webui.desk_row import row_markup, row_stamp
from webui.elements import button, empty_state, icon_button, tag
from webui.formats import capped
from webui.i18n import _, ngettext
from webui.live import LiveList
from webui.markup import fill, icon_markup, rich
from webui.title import title

# Tells when the list leaves its top, and when it is back there
SCROLLED = """(event) => {
  const list = event.currentTarget, scrolled = list.scrollTop > 4;
  if (scrolled !== Boolean(list.scrolled)) emit((list.scrolled = scrolled));
}"""
TO_TOP = '(event) => event.currentTarget.parentElement.querySelector(".queue-scroll").scrollTo(0, 0)'
_WAITING = Markup('{}<span>{}</span>')


@dataclass(frozen=True)
class Reading:
    """What a view of the queue held when it was read."""

    place: Place
    rows: Sequence[Row]
    has_more: bool


class Queue:
    """Draws the pane, and `show` fills it. It calls `refresh` when it wants to be shown otherwise."""

    def __init__(self, place: Place) -> None:
        self.refresh: Callable[[], None] = lambda: None
        self._pages = 1
        self._is_scrolled = False
        self._order: list[int] = []
        with tag('section', '', 'queue-pane', aria_label=_('Queue')) as self.element:
            with tag('div', '', 'pane-head'):
                opener = icon_button(_('Views'), 'menu').classes('rail-opener')
                opener.props['data-toggle'] = 'rail'
                self._title = tag('h2', '', 'queue-title')
                self._count = tag('span', '', 'badge')
            self._waiting = rich('button', 'button button-primary queue-waiting')
            with tag('div', '', 'queue-scroll') as scroll:
                self._rows = tag('div', '', 'queue-rows', data_rows='')
                self._nothing = tag('div')
                with self._nothing:
                    empty_state('circle-check', _('Nothing here'), _('What comes into this view shows up by itself.'))
                self._more = button(_('Show more'), self._show_more).classes('queue-more')
        self._waiting.props['type'] = 'button'
        self._waiting.on('click', js_handler=TO_TOP)
        self._waiting.set_visibility(False)
        scroll.on('scroll', self._scrolled, js_handler=SCROLLED)
        self.place = self._shown = place
        self.go(place)
        self._list = self._new_list()

    def go(self, place: Place) -> None:
        """Another ticket or another view: the heading of the page is here only while no ticket is open."""
        if place.view != self.place.view:
            self._pages = 1
        self.place = place
        self._title.tag = 'h2' if place.number else 'h1'
        self._title.update()

    def show(self, reading: Reading, name: str, count: int) -> None:
        """Show the tickets of a view, which is called `name` and holds `count`."""
        place, rows = reading.place, reading.rows
        if place.view != self._shown.view:
            self._rows.clear()
            self._list, self._order = self._new_list(), []
        self._shown = place
        if not place.number:
            title(name)
        self._title.text = name
        self._count.text = capped(count)
        shown = self._steady(rows) if self._is_scrolled else rows
        self._list.show(shown)
        self._order = [row['id'] for row in shown]
        self._say_waiting(len(rows) - len(shown))
        self._nothing.set_visibility(not rows)
        self._more.set_visibility(reading.has_more)

    async def read(self, actor: User) -> Reading:
        """The rows of all pages that are shown of the place's view."""
        place = self.place
        rows: list[Row] = []
        after = None
        for _number in range(self._pages):
            page = await queue.page(actor, place.view, after)
            rows += page.rows
            after = page.next
            if after is None:
                break
        return Reading(place, rows, after is not None)

    def _steady(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows without new ones above old ones, and in the order they had: nothing moves under the pointer."""
        fresh = {row['id']: row for row in rows}
        kept = [fresh[key] for key in self._order if key in fresh]
        known = {row['id'] for row in kept}
        last = max((index for index, row in enumerate(rows) if row['id'] in known), default=-1)
        return [*kept, *rows[last + 1 :]]

    def _say_waiting(self, count: int) -> None:
        self._waiting.set_visibility(count > 0)
        if count:
            fill(self._waiting, _WAITING.format(icon_markup('arrow-up'), ngettext('%(n)d new', '%(n)d new', count)))

    def _new_list(self) -> LiveList[Row]:
        def update(element: Element, row: Row) -> None:
            element.props['href'] = Place(self._shown.view, row['number']).address
            if row['number'] == self._shown.number:
                element.props['aria-current'] = 'true'
            else:
                element.props.pop('aria-current', None)
            fill(element, row_markup(row))

        return LiveList(
            self._rows,
            key=lambda row: row['id'],
            stamp=lambda row: (*row_stamp(row), row['number'] == self._shown.number),
            make=lambda _row: rich('a', 'queue-row'),
            update=update,
        )

    def _show_more(self) -> None:
        self._pages += 1
        self.refresh()

    def _scrolled(self, event: GenericEventArguments) -> None:
        self._is_scrolled = event.args is True
        self.refresh()
