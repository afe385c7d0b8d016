"""`/status`: the board, live. Who only looks, without an account, gets it as a plain page (plain_board.py)."""

from dataclasses import replace
from functools import partial
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from models.audience import Reader
from services.board.board import board
from services.clock import now
from services.incidents import incident_links
from services.refusals import NotFound
from webui.actions import action
from webui.board.board_room import BoardView, Lists, room_of
from webui.board.status_markup import status_body, status_lists
from webui.board.subscribe import subscribe_button
from webui.elements import heading, link, tag
from webui.i18n import _, locale
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.viewer import anybody, viewer

JOIN = '(event) => { const join = event.target.closest("[data-join]"); if (join) emit(join.dataset.join); }'


@shell.page('/status', Access.ANYONE)
async def status() -> None:
    title(_('Network status'))
    reader = Reader.of(await anybody())
    here = replace(locale(), dark=None)
    room = await room_of(('status', reader, here), here, partial(_draw, reader), status_body)
    with tag('div', '', 'page status'):
        with tag('div', '', 'page-head'):
            heading(_('Network status'))
            subscribe_button()
        view = BoardView(room, 'status-board', **_words())
        view.on('click', _join, js_handler=JOIN)
        link(_('Feeds, calendar, badge, webhooks'), '/status/subscribe', 'small')


async def _draw(reader: Reader) -> Lists:
    return status_lists(await board(reader), reader)


@action
async def _join(event: GenericEventArguments) -> None:
    """«A mí también me pasa»: a ticket of one's own, without a word."""
    if not str(event.args).isdecimal():
        raise NotFound
    ticket = await incident_links.join(await viewer(), int(event.args))
    ui.navigate.to(f'/tickets/{ticket.number}')


def _words() -> dict[str, Any]:
    """What the browser says by itself; `{}` is filled there (assets/js/board.js)."""
    return {
        'data-zone': locale().zone,
        'data-told': int(now().timestamp() * 1000),
        'data-live': _('Live · {} s ago'),
        'data-since': _('No connection since {since}: what you see is of {data}'),
    }
