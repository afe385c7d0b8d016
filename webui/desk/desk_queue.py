"""The queue beside the open ticket: rows in the order of work, kept live without moving what somebody looks at."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from nicegui.events import GenericEventArguments

from models import User
from services.desk import queue
from services.desk.queue import Row
from services.desk.queue_marks import marked
from webui.desk.bulk_bar import BulkBar
from webui.desk.desk_filter import QueueFilter
from webui.desk.desk_next import next_button
from webui.desk.desk_place import Place
from webui.desk.desk_row import item_markup, row_stamp
from webui.elements import button, empty_state, icon, icon_button, link, tag
from webui.formats import capped
from webui.i18n import _, ngettext
from webui.live_rows import LiveRows
from webui.markup import fill, icon_markup, rich
from webui.shell.title import title

# Tells when the list leaves its top, and when it is back there
SCROLLED = """(event) => {
  const list = event.currentTarget, scrolled = list.scrollTop > 4;
  if (scrolled !== Boolean(list.scrolled)) emit((list.scrolled = scrolled));
}"""
TO_TOP = '(event) => event.currentTarget.parentElement.querySelector(".queue-scroll").scrollTo(0, 0)'
# Which rows are chosen, as assets/js/queue.js tells it
CHOSEN = '(event) => emit(event.detail)'
_WAITING = Markup('{}<span>{}</span>')


@dataclass(frozen=True)
class Reading:
    """What a view of the queue held when it was read."""

    place: Place
    rows: Sequence[Row]
    pages: int
    has_more: bool
    is_cut: bool
    filters: list[tuple[str, str]]


class Queue:
    """Draws the pane, and `show` fills it. It calls `refresh` when it wants to be shown otherwise."""

    def __init__(self, place: Place) -> None:
        self.refresh: Callable[[], None] = lambda: None
        self._pages = 1
        self._is_scrolled = False
        self._order: list[int] = []
        self._chosen: list[int] = []
        with tag('section', '', 'queue-pane', aria_label=_('Queue')) as self.element:
            with tag('div', '', 'pane-head'):
                opener = icon_button(_('Views'), 'menu').classes('rail-opener')
                opener.props['data-toggle'] = 'rail'
                self._title = tag('h2', '', 'queue-title')
                self._count = tag('span', '', 'badge')
                with tag('div', '', 'queue-tools'):
                    next_button(lambda: self.place)
                    self._filter = QueueFilter()
                    with link('', '/desk/new', 'button icon-button', data_key='c', aria_keyshortcuts='C') as call:
                        icon('phone')
                    call.props['title'] = call.props['aria-label'] = _('By phone')
            self._filter.chips()
            self._waiting = rich('button', 'button button-primary queue-waiting')
            with tag('div', '', 'queue-scroll') as scroll:
                rows = rich('div', 'queue-rows')
                rows.props['data-rows'] = ''
                self._nothing = tag('div')
                with self._nothing:
                    empty_state('circle-check', _('Nothing here'), _('What comes into this view shows up by itself.'))
                self._cut = tag('p', '', 'muted small queue-cut')
                self._more = button(_('Show more'), self._show_more).classes('queue-more')
            self._bulk = BulkBar()
        rows.on('chosen', self._choose, js_handler=CHOSEN)
        self._waiting.props['type'] = 'button'
        self._waiting.on('click', js_handler=TO_TOP)
        self._waiting.set_visibility(False)
        scroll.on('scroll', self._scrolled, js_handler=SCROLLED)
        self.place = self._shown = place
        self.go(place)
        self._list = LiveRows[Row](
            rows,
            key=lambda row: row['id'],
            stamp=lambda row: (*row_stamp(row), row['number'] == self._shown.number),
            draw=lambda row: item_markup(row, self._shown),
        )

    def go(self, place: Place) -> None:
        """Another ticket or another view: the heading of the page is here only while no ticket is open."""
        if (place.view, place.filters) != (self.place.view, self.place.filters):
            self._pages = 1
        self.place = place
        self._title.tag = 'h2' if place.number else 'h1'
        self._title.update()

    async def show(self, reading: Reading, name: str, count: int | None) -> None:
        """Show the tickets of a view, which is called `name` and holds `count`, if that is known."""
        place, rows = reading.place, reading.rows
        is_other = self._is_other(place)
        if is_other:
            self._order, self._chosen = [], []
        self._shown = place
        if not place.number:
            title(name)
        self._title.text = name
        if reading.filters:
            count = None if reading.has_more else len(rows)
        self._count.text = '' if count is None else capped(count)
        self._filter.show(place, reading.filters)
        shown = self._steady(rows) if self._is_scrolled else rows
        self._list.show(shown, anew=is_other)
        self._order = [row['id'] for row in shown]
        self._say_waiting(len(rows) - len(shown))
        self._nothing.set_visibility(not rows and not reading.is_cut)
        self._more.set_visibility(reading.has_more)
        self._more.text = _('Look through more') if reading.is_cut else _('Show more')
        self._cut.set_visibility(reading.is_cut)
        self._cut.text = _(
            'Only the first %(n)d tickets of this view were looked through.', n=reading.pages * queue.LOOKED_THROUGH
        )
        self._chosen = [key for key in self._chosen if key in self._list.shown]
        await self._bulk.show(self._chosen)

    async def read(self, actor: User) -> Reading:
        """The rows of all pages that are shown of the place's view; new ones take no row from somebody who scrolled."""
        place, asked = self.place, self._pages  # somebody may go to another view meanwhile
        rows: list[Row] = []
        after, is_cut, pages = None, False, 0
        known = set(self._order) if self._is_scrolled and not self._is_other(place) else set()
        while pages < asked or _pushed_out(rows, known, pages - asked):
            page = await queue.page(actor, place.view, after, place.filters)
            rows += page.rows
            after, is_cut = page.next, page.is_cut
            pages += 1
            if after is None:
                break
        has_more = after is not None
        if pages > asked:
            last = max(index for index, row in enumerate(rows) if row['id'] in known)
            rows, has_more = rows[: last + 1], has_more or last + 1 < len(rows)
        words = await self._filter.words(actor, place.filters)
        return Reading(place, await marked(actor, rows), pages, has_more, is_cut, words)

    def _is_other(self, place: Place) -> bool:
        """Whether it is about other tickets than those that are shown."""
        return (place.view, place.filters) != (self._shown.view, self._shown.filters)

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

    async def _choose(self, event: GenericEventArguments) -> None:
        asked = event.args if isinstance(event.args, list) else []
        self._chosen = [key for key in self._order if key in asked]
        await self._bulk.show(self._chosen)

    def _show_more(self) -> None:
        self._pages += 1
        self.refresh()

    def _scrolled(self, event: GenericEventArguments) -> None:
        self._is_scrolled = event.args is True
        self.refresh()


def _pushed_out(rows: Sequence[Row], known: Collection[int], further: int) -> bool:
    """Whether new rows may have pushed some of the `known` ones behind these, of which `further` pages are too many."""
    places = [index for index, row in enumerate(rows) if row['id'] in known]
    if not places or len(places) == len(known):
        return False
    above = places[-1] + 1 - len(places)
    return above > further * queue.PAGE
