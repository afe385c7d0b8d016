"""The card of where one is signed in: each browser with its device, place and times, and the way to end it."""

from functools import partial

from nicegui import ui
from nicegui.element import Element

from models import Session
from services.accounts import sessions
from webui.actions import action
from webui.edge.session_cookie import token_of_client
from webui.elements import button, heading, tag
from webui.formats import ago_markup, moment
from webui.i18n import _
from webui.live import LiveList, live
from webui.markup import fill, rich
from webui.viewer import viewer

SHOWN_AGAIN = 60  # seconds: when each was seen last changes by itself


async def sessions_card() -> None:
    here = sessions.fingerprint(token_of_client(ui.context.client) or '')
    with tag('section', '', 'card', aria_label=_('Where you are signed in')):
        with tag('div', '', 'card-head'):
            heading(_('Where you are signed in'), 2, 'card-title')
        rows = LiveList[Session](
            tag('div', '', 'mini-rows'),
            key=lambda session: session.id,
            stamp=lambda session: session.seen_at,
            make=lambda _session: tag('div', '', 'session-row', data_row=''),
            update=partial(_show, here),
        )

    async def show() -> None:
        rows.show(await sessions.list_sessions(await viewer()))

    await live([sessions.topic((await viewer()).id)], show, every=SHOWN_AGAIN)


def _show(here: str, row: Element, session: Session) -> None:
    row.clear()
    with row:
        with tag('div', '', 'row-words'):
            tag('b', _browser(session.user_agent), 'line')
            with tag('p', '', 'muted small'):
                tag('span', _('since %(time)s, from %(ip)s', time=moment(session.created_at), ip=session.ip))
                fill(rich('span'), ago_markup(session.seen_at))
        if session.token_hash == here:
            tag('span', _('This one'), 'chip', data_tone='ok')
        else:
            button(_('End'), partial(_end, session.id))


@action
async def _end(session_id: int) -> None:
    await sessions.revoke(await viewer(), session_id)


def _browser(user_agent: str) -> str:
    """The name of a browser, roughly: people know which ones they have."""
    browsers = {'Edg/': 'Edge', 'Firefox/': 'Firefox', 'Chrome/': 'Chrome', 'Safari/': 'Safari'}
    systems = {'Android': 'Android', 'iPhone': 'iPhone', 'Windows': 'Windows', 'Mac OS': 'macOS', 'Linux': 'Linux'}
    found = [next((name for mark, name in names.items() if mark in user_agent), '') for names in (browsers, systems)]
    return ' · '.join(filter(None, found)) or user_agent[:60] or _('Unknown browser')
