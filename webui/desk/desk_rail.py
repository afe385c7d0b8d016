"""The rail of the desk: search, views and departments with their live counts, and who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from nicegui import ui

from models import User
from services.desk.queue import Row
from services.language import N_
from webui.desk.desk_place import VIEWS, Place
from webui.elements import icon_button, tag
from webui.formats import capped
from webui.i18n import _, saying
from webui.live_rows import LiveRows
from webui.markup import drawn_once, icon_markup
from webui.shell.language_menu import language_switch
from webui.shell.person_menu import person_menu
from webui.shell.portal_shell import NavigationLinks, pulse, theme_switch
from webui.shell.search_box import search_box

PUBLISHED = (
    ('/desk/status', 'activity', N_('Status')),
    ('/desk/incidents', 'triangle-alert', N_('Incidents')),
    ('/desk/announcements', 'megaphone', N_('Announcements')),
    ('/desk/articles', 'book-open', N_('Articles')),
    ('/desk/downloads', 'download', N_('Downloads')),
)
PRESSING = frozenset({'unassigned', 'due'})
_LINK = Markup(
    '<a class="rail-link" href="{address}" data-row="{view}"{here}>{icon}<span class="line">{word}</span>{badge}</a>'
)
_HERE = Markup(' aria-current="page"')
_BADGE = Markup('<span class="badge" data-tone="{}">{}</span>')


@dataclass(frozen=True)
class Choice:
    """A view that can be gone to, and how many tickets it holds, if that is known."""

    view: str
    icon: str
    word: str
    count: int | None
    is_here: bool


class Rail:
    """Draws the rail; `show` fills it."""

    def __init__(self, person: User) -> None:
        with tag('header', '', 'rail', data_drawer_name='rail') as self.element:
            self.brand = tag('div', '', 'rail-brand')
            search_box('/desk', _('Search'))
            with tag('nav', '', 'rail-links', aria_label=_('Views')):
                tag('p', _('Views'), 'rail-title')
                self._views = _list()
            with tag('nav', '', 'rail-links', aria_label=_('Departments')):
                tag('p', _('Departments'), 'rail-title')
                self._departments = _list()
            self._published()
            self._foot(person)

    def show(self, counts: Mapping[str, int], departments: Sequence[Row], here: str) -> None:
        """Say how much each view holds, and mark the one that is `here`."""
        self._views.show(
            Choice(view, icon_name, _(word), counts.get(view), view == here)
            for view, (icon_name, word) in VIEWS.items()
        )
        self._departments.show(
            Choice(view_of(row), 'building-2', saying(row['name']), row['count'], view_of(row) == here)
            for row in departments
        )

    def _published(self) -> None:
        """What the desk tells, beside its tickets: folded, as the screen may be low."""
        self.links = NavigationLinks()
        here = ui.context.client.sub_pages_router.current_path
        is_open = any(here.startswith(href) for href, _icon, _word in PUBLISHED)
        with tag('nav', '', '', aria_label=_('Publish')), tag('details', '', 'rail-fold', open=is_open):
            tag('summary', _('Publish'), 'rail-title')
            with tag('div', '', 'rail-links'):
                for href, icon_name, word in PUBLISHED:
                    self.links.add(_(word), href, icon_name, 'rail-link')

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


def _list() -> LiveRows[Choice]:
    return LiveRows(tag('div', '', 'rail-links'), key=lambda one: one.view, stamp=lambda one: one, draw=_link)


@drawn_once
def _link(one: Choice) -> Markup:
    tone = 'bad' if one.view in PRESSING and one.count else 'quiet'
    return _LINK.format(
        address=Place(one.view).address,
        view=one.view,
        here=_HERE if one.is_here else '',
        icon=icon_markup(one.icon),
        word=one.word,
        badge='' if one.count is None else _BADGE.format(tone, capped(one.count)),
    )
