"""`/kiosk`, the public board on a wall, and `/kiosk/{token}`, one with private parts. Nobody touches them."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends
from markupsafe import Markup
from nicegui import Client, ui
from starlette.requests import Request

from models import Kiosk
from services import settings
from services.board import kiosks
from services.board.board import board
from services.board.board_figures import figures
from services.clock import now
from services.env import env
from webui.board.board_room import BoardView, Lists, room_of
from webui.board.kiosk_markup import kiosk_lists
from webui.edge.static_files import asset
from webui.i18n import _, locale, locale_of, speak
from webui.markup import icon_markup
from webui.routing import PATIENCE
from webui.shell.brand import brand_markup
from webui.shell.title import title

HEAD = Markup('<link rel="stylesheet" href="{}"><script defer src="{}"></script>')
BODY = Markup(
    '<header class="k-head"><div id="kiosk-head">{head}</div>'
    '<div class="k-clock"><b data-at="clock">{clock}</b><span data-at="date"></span></div></header>'
    '<div class="k-tiles" id="kiosk-tiles" data-turns data-count="{count}">{tiles}</div>'
    '<div class="k-side"><div class="k-incidents" id="kiosk-incidents" data-turns>{incidents}</div>'
    '<div class="k-figures" id="kiosk-figures">{figures}</div></div>'
    '<footer class="k-foot"><div class="k-notes" id="kiosk-notes" data-turns>{notes}</div>'
    '<span class="k-awake" data-at="awake" hidden>{awake}</span>'
    '<span class="k-age"><i></i><span data-at="age">{joining}</span></span></footer>'
    '<div class="k-stale" role="alert">{lost}<b data-at="stale"></b></div>'
)


@ui.page('/kiosk', response_timeout=PATIENCE)
async def public_kiosk(request: Request, client: Client) -> None:
    await _kiosk(request, client, None)


@ui.page('/kiosk/{token}', response_timeout=PATIENCE)
async def private_kiosk(request: Request, client: Client, kiosk: Annotated[Kiosk, Depends(kiosks.by_token)]) -> None:
    await _kiosk(request, client, kiosk)


async def _kiosk(request: Request, client: Client, kiosk: Kiosk | None) -> None:
    speak(client, replace(locale_of(request, None), zone=env().time_zone, dark=True))
    title(_('Network status'))
    reader, with_figures = kiosks.reader_of(kiosk), kiosk is not None and kiosk.shows_figures
    name = kiosk.name if kiosk else ''

    async def draw() -> Lists:
        desk = await settings.load(settings.Desk)
        where = ' · '.join(filter(None, (_('Network status'), desk.name, name)))
        lists = kiosk_lists(await board(reader), await figures(reader) if with_figures else None, where)
        return lists | {'kiosk-head': {'brand': brand_markup(desk), **lists['kiosk-head']}}

    room = await room_of(('kiosk', reader, with_figures, name, locale()), locale(), draw, _body)
    ui.add_head_html(HEAD.format(asset('css/kiosk.css'), asset('js/kiosk.js')))
    BoardView(room, 'kiosk', kiosk.id if kiosk else None, **_words(), **_habits(kiosk))


def _words() -> dict[str, Any]:
    """What the browser says by itself; `{}` is filled there (assets/js/board.js)."""
    return {
        'data-zone': env().time_zone,
        'data-told': int(now().timestamp() * 1000),
        'data-live': _('Live · {} s ago'),
        'data-since': _('NO CONNECTION since {since} – data of {data}'),
    }


def _habits(kiosk: Kiosk | None) -> dict[str, Any]:
    if kiosk is None:
        return {}
    night = {} if kiosk.night_from is None else {'data-night-from': kiosk.night_from, 'data-night-to': kiosk.night_to}
    return night | ({'data-chimes': ''} if kiosk.chimes else {})


def _body(shown: Lists) -> Markup:
    rows = {place.removeprefix('kiosk-'): Markup('').join(rows.values()) for place, rows in shown.items()}
    return BODY.format(
        **rows,
        count=len(shown['kiosk-tiles']),
        clock='',
        lost=icon_markup('wifi-off'),
        joining=_('Connecting…'),
        awake=_('This screen may go to sleep: open the board by HTTPS'),
    )
