"""The frame of the customers' portal: bar on top, bottom bar on phones."""

from collections.abc import Callable

from nicegui import ui

from models import User
from webui.elements import Tag, icon, icon_button, link, tag
from webui.i18n import _
from webui.routing import GuardedPages, Shell
from webui.shell.bell import bell_menu
from webui.shell.brand import brand
from webui.shell.language_menu import language_switch
from webui.shell.palette import palette
from webui.shell.person_menu import person_menu
from webui.shell.search_box import search_box


async def frame(viewer: User | None, outlet: Callable[[], GuardedPages]) -> None:
    """Bar, content, bottom bar."""
    links = NavigationLinks()
    layout = ui.context.client.layout
    with layout:
        with tag('header', '', 'bar') as bar, tag('div', '', 'bar-inner'):
            await brand()
            with tag('nav', '', 'bar-links', aria_label=_('Main')):
                links.add(_('Home'), '/')
                if viewer:
                    links.add(_('My tickets'), '/tickets')
                links.add(_('Status'), '/status')
                _links_that_fold(viewer, links, 'bar-folds')
                with tag('details', '', 'menu-wrap bar-more'):
                    with tag('summary', '', '', role='button'):
                        tag('span', _('More'))
                        icon('chevron-down')
                    with tag('div', '', 'menu'):
                        _links_that_fold(viewer, links, 'menu-item')
            with tag('div', '', 'bar-find'):
                search_box(tickets_path(viewer), _('Search'))
                with link('', '/search', 'button icon-button', aria_label=_('Search'), title=_('Search')) as found:
                    icon('search')
                found.props['data-key'] = '/'
            with tag('div', '', 'bar-tools'):
                pulse()
                language_switch()
                theme_switch()
                if viewer:
                    await bell_menu(viewer, tickets_path(viewer))
                    person_menu(viewer)
                else:
                    link(_('Sign in'), '/login', 'button button-primary')
        bar.move(layout, target_index=0)
        palette(viewer)
        _bottom_bar(viewer, links)
    lost_line()
    outlet()
    with tag('nav', '', 'portal-foot', aria_label=_('Good to know')):
        if viewer:  # on a phone, where there is no bar with them
            _links_that_fold(viewer, links, 'on-phone')
        links.add(_('Knowledge base'), '/kb')
        links.add(_('Policies'), '/policies')
        links.add(_('Severities'), '/severities')
        links.add(_('Escalation'), '/escalation')
    links.follow()


def tickets_path(viewer: User | None) -> str:
    """Below which path somebody opens tickets."""
    return '/desk' if viewer and viewer.is_staff else '/tickets'


class NavigationLinks:
    """Links of which the one to the page that is shown is marked, also after a navigation without a load."""

    def __init__(self) -> None:
        self._links: list[Tag] = []

    def add(self, text: str, href: str, icon_name: str = '', classes: str = '') -> None:
        self._links.append(link(text, href, classes, icon_name))

    def follow(self) -> None:
        router = ui.context.client.sub_pages_router
        router.on_path_changed(self._mark)
        self._mark(router.current_path)

    def _mark(self, path: str) -> None:
        here = path.split('?')[0]
        for item in self._links:
            href = item.props['href']
            current = here == href or (href != '/' and here.startswith(f'{href}/') and '/new' not in here)
            if current != ('aria-current' in item.props):
                if current:
                    item.props['aria-current'] = 'page'
                else:
                    del item.props['aria-current']


def _links_that_fold(viewer: User | None, links: NavigationLinks, classes: str) -> None:
    links.add(_('Announcements'), '/announcements', classes=classes)
    links.add(_('Downloads'), '/downloads', classes=classes)
    if viewer and viewer.is_staff:
        links.add(_('Desk'), '/desk', classes=classes)


def pulse() -> None:
    """Says whether the page is live."""
    with tag('span', '', 'pulse', role='status'):
        tag('span', _('Live'), 'if-live')
        tag('span', _('Reconnecting…'), 'if-lost')


def lost_line() -> None:
    """The banner while the line to the desk is lost: what is typed is kept."""
    with tag('div', '', 'banner line-lost', role='alert', data_tone='bad'):
        icon('refresh-cw')
        tag('b', _('No connection. Reconnecting… What you type is kept.'))


def theme_switch() -> None:
    """Light or dark, kept by the browser."""
    icon_button(_('Light or dark'), 'moon').classes('on-desk').on('click', js_handler='() => mesa.theme()')


def _bottom_bar(viewer: User | None, links: NavigationLinks) -> None:
    with tag('nav', '', 'bottom-bar', aria_label=_('Main, phone')):
        links.add(_('Home'), '/', 'house')
        if viewer:
            links.add(_('Tickets'), '/tickets', 'inbox')
            links.add(_('Create'), '/tickets/new', 'square-pen')
        links.add(_('Status'), '/status', 'activity')
        if not viewer:
            links.add(_('Announcements'), '/announcements', 'megaphone')
            links.add(_('Downloads'), '/downloads', 'download')


shell = Shell('portal', frame)
