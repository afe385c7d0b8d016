"""The frame of the settings: the portal's bar, and a rail with one section for each thing an admin decides."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from fastapi import APIRouter
from starlette.responses import RedirectResponse

from models import User
from services.language import N_, Text
from webui.elements import heading, icon, tag
from webui.i18n import _
from webui.routing import GuardedPages, Shell
from webui.shell import portal_shell
from webui.shell.portal_shell import NavigationLinks
from webui.shell.title import title

# by the last part of the address: icon and name
SECTIONS: Mapping[str, tuple[str, Text]] = {
    'general': ('sliders-horizontal', N_('General')),
    'hours': ('calendar-clock', N_('Hours and holidays')),
    'catalog': ('layout-grid', N_('Catalogue')),
    'departments': ('building-2', N_('Departments')),
    'priorities': ('zap', N_('Priority')),
    'sla': ('timer', N_('SLA and closing')),
    'escalation': ('arrow-up-right', N_('Escalation')),
    'people': ('users', N_('People')),
    'companies': ('building', N_('Companies')),
    'mail': ('mail', N_('Mail')),
    'remote': ('monitor', N_('Remote support')),
    'status': ('activity', N_('Network status')),
    'announcements': ('megaphone', N_('Announcements')),
    'texts': ('file-text', N_('Texts')),
    'languages': ('languages', N_('Languages')),
    'audit': ('history', N_('Audit')),
}

router = APIRouter()


@router.get('/settings')
async def settings() -> RedirectResponse:
    """To the first section, which asks who it is."""
    return RedirectResponse(address('general'), 303)


def address(name: str) -> str:
    """Where a section stands."""
    return f'/settings/{name}'


async def frame(viewer: User | None, outlet: Callable[[], GuardedPages]) -> None:
    """Bar, rail, and the column of cards beside it."""

    def beside() -> GuardedPages:
        with tag('div', '', 'page settings'):
            links = _rail()
            pages = outlet()
        links.follow()
        return pages

    await portal_shell.frame(viewer, beside)


def _rail() -> NavigationLinks:
    links = NavigationLinks()
    with tag('div', '', 'settings-side'):
        with tag(
            'button', '', 'button button-secondary button-wide on-phone', type='button', data_toggle='settings'
        ) as opener:
            icon('menu')
            tag('span', _('All settings'))
        opener.props['aria-expanded'] = 'false'
        with tag('nav', '', 'settings-rail', aria_label=_('Settings'), data_drawer_name='settings'):
            tag('p', _('Settings'), 'settings-title')
            for name, (icon_name, word) in SECTIONS.items():
                if address(name) in shell.routes:
                    links.add(_(word), address(name), icon_name)
    return links


@contextmanager
def section(name: str, lead: str = '') -> Iterator[None]:
    """The page of one section: title, heading, what it is about; what the `with` draws is its cards."""
    word = _(SECTIONS[name][1])
    title(f'{word} · {_("Settings")}')
    with tag('div', '', 'stack'):
        with tag('div', '', 'settings-head'):
            heading(word)
            if lead:
                tag('p', lead, 'lead')
        yield


shell = Shell('settings', frame)
