"""The rail of the desk: search, views and departments with their live counts, and who is signed in."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from nicegui.element import Element

from models import User
from services.queue import Row
from webui.desk_place import VIEWS, Place
from webui.elements import icon_button, tag
from webui.formats import capped
from webui.i18n import _
from webui.live import LiveList
from webui.markup import drawn_once, fill, icon_markup, rich
from webui.portal_shell import brand, language_switch, person_menu, pulse, theme_switch
from webui.search_box import search_box

PRESSING = frozenset({'unassigned', 'due'})
_LINK = Markup('{icon}<span class="line">{word}</span>{badge}')
_BADGE = Markup('<span class="badge" data-tone="{}">{}</span>')


class Rail:
    """Draws the rail; `show` fills it."""

    def __init__(self, person: User, name: str) -> None:
        with tag('header', '', 'rail', data_drawer_name='rail') as self.element:
            brand(name)
            search_box('/desk', _('Search'))
            with tag('nav', '', 'rail-links', aria_label=_('Views')):
                tag('p', _('Views'), 'rail-title')
                self._views = {view: rich('a', 'rail-link') for view in VIEWS}
            with tag('nav', '', 'rail-links', aria_label=_('Departments')):
                tag('p', _('Departments'), 'rail-title')
                self._departments = LiveList[tuple[Row, bool]](
                    tag('div', '', 'rail-links'),
                    key=lambda shown: shown[0]['id'],
                    stamp=lambda shown: (shown[0]['name'], shown[0]['count'], shown[1]),
                    make=lambda _shown: rich('a', 'rail-link'),
                    update=_update_department,
                )
            self._foot(person)

    def show(self, counts: Mapping[str, int], departments: Sequence[Row], here: str) -> None:
        """Say how much each view holds, and mark the one that is `here`."""
        for view, element in self._views.items():
            icon_name, word = VIEWS[view]
            count = counts.get(view)
            tone = 'bad' if view in PRESSING and count else 'quiet'
            _lead(element, view, is_here=view == here)
            fill(element, _words(icon_name, _(word), count, tone))
        self._departments.show([(row, view_of(row) == here) for row in departments])

    def _foot(self, person: User) -> None:
        with tag('div', '', 'rail-foot'):
            with tag('div', '', 'rail-tools') as self.tools:
                language_switch()
                theme_switch()
                icon_button(_('Keyboard shortcuts'), 'keyboard', key='?').props['data-opens'] = 'shortcuts'
            with tag('div', '', 'rail-person'):
                person_menu(person)
                with tag('div', '', 'rail-who'):
                    tag('b', person.full_name, 'line')
                    pulse()


def view_of(department: Row) -> str:
    """The name of the view that holds a department's tickets."""
    return f'department-{department["id"]}'


def _update_department(element: Element, shown: tuple[Row, bool]) -> None:
    row, is_here = shown
    _lead(element, view_of(row), is_here=is_here)
    fill(element, _words('building-2', row['name'], row['count'], 'quiet'))


def _lead(element: Element, view: str, *, is_here: bool) -> None:
    """Let a link lead to a view."""
    address = Place(view).address
    if element.props.get('href') != address:
        element.props['href'] = address
    if is_here != ('aria-current' in element.props):
        element.props.set_bool('aria-current', 'page' if is_here else '')


@drawn_once
def _words(icon_name: str, word: str, count: int | None, tone: str) -> Markup:
    badge = '' if count is None else _BADGE.format(tone, capped(count))
    return _LINK.format(icon=icon_markup(icon_name), word=word, badge=badge)
