"""`/profile`: who one is here, and where one is signed in."""

from functools import partial

from nicegui import ui

from models import Session
from services import sessions
from services.language import LANGUAGES
from webui.actions import action
from webui.elements import button, heading, tag
from webui.formats import ago_markup, moment
from webui.i18n import _, locale
from webui.language_menu import language_switch
from webui.markup import fill, rich
from webui.portal_shell import shell, theme_switch
from webui.routing import Access
from webui.session_cookie import token_of_client
from webui.ticket_facts import facts_markup
from webui.title import title
from webui.viewer import viewer


@shell.page('/profile', Access.SIGNED_IN)
async def profile() -> None:
    person = await viewer()
    title(_('Profile'))
    with tag('div', '', 'page page-narrow stack'):
        heading(_('Profile'))
        with tag('section', '', 'card', aria_label=_('Who you are')):
            facts = [
                (_('Name'), person.full_name),
                (_('E-mail'), person.email),
                (_('Company'), person.organization.name if person.organization else ''),
                (_('Language'), LANGUAGES[locale().language]),
                (_('Time zone'), locale().zone),
            ]
            fill(rich('dl', 'facts card-body'), facts_markup(facts))
            with tag('div', '', 'card-foot'):
                theme_switch()
                language_switch()
        with tag('section', '', 'card', aria_label=_('Where you are signed in')):
            with tag('div', '', 'card-head'):
                heading(_('Where you are signed in'), 2, 'card-title')
            places = tag('div', '', 'mini-rows')
        with tag('form', '', 'on-phone', method='post', action='/logout'):
            tag('button', _('Sign out'), 'button button-secondary button-wide', type='submit')
    await _show(places)


async def _show(places: ui.element) -> None:
    person = await viewer()
    here = sessions.fingerprint(token_of_client(ui.context.client) or '')
    places.clear()
    with places:
        for session in await sessions.list_sessions(person):
            _place(session, places, is_here=session.token_hash == here)


def _place(session: Session, places: ui.element, *, is_here: bool) -> None:
    with tag('div', '', 'session-row'):
        with tag('div', '', 'row-words'):
            tag('b', _browser(session.user_agent), 'line')
            with tag('p', '', 'muted small'):
                tag('span', _('since %(time)s, from %(ip)s', time=moment(session.created_at), ip=session.ip))
                fill(rich('span'), ago_markup(session.seen_at))
        if is_here:
            tag('span', _('This one'), 'chip', data_tone='ok')
        else:
            button(_('End'), partial(_end, session.id, places))


@action
async def _end(session_id: int, places: ui.element) -> None:
    await sessions.revoke(await viewer(), session_id)
    await _show(places)


def _browser(user_agent: str) -> str:
    """The name of a browser, roughly: people know which ones they have."""
    browsers = {'Edg/': 'Edge', 'Firefox/': 'Firefox', 'Chrome/': 'Chrome', 'Safari/': 'Safari'}
    systems = {'Android': 'Android', 'iPhone': 'iPhone', 'Windows': 'Windows', 'Mac OS': 'macOS', 'Linux': 'Linux'}
    found = [next((name for mark, name in names.items() if mark in user_agent), '') for names in (browsers, systems)]
    return ' · '.join(filter(None, found)) or user_agent[:60] or _('Unknown browser')
