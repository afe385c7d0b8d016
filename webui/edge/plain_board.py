"""`/status` as a plain page for visitors who only look: the same bytes for all, no socket, no page of NiceGUI's.

With `?live`, or a session, it is the live page (pages/status.py). The file that outlives the program is made here too.
"""

import asyncio
import re
from collections.abc import Mapping
from functools import cache, partial

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from models.audience import Reader
from services import settings
from services.assets import ASSETS
from services.board.board import SECONDS, TOPICS, board
from services.board.board_files import Write
from services.board.feeds import FEEDS, badge_of, feed
from services.env import env
from services.language import spoken
from services.shared import shared
from webui.board.feed_links import DISCOVERY
from webui.board.status_markup import status_body, status_lists
from webui.edge.session_cookie import token_of
from webui.edge.static_files import ASK_AGAIN, Kept, answer_kept, asset, keep
from webui.i18n import Locale, _, locale_of, speak_as
from webui.markup import icon_markup
from webui.shell.brand import colour_of, mark_of

STYLES = ('css/tokens.css', 'css/base.css', 'css/components.css', 'css/bar.css', 'css/pages.css', 'css/board.css')
SCRIPT = 'js/plain.js'
READ = ('GET', 'HEAD')
LINK = Markup('<link rel="stylesheet" href="{}">')
DOCUMENT = Markup("""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {desk}</title>
{head}{styles}<style>{colour}</style></head>
<body class="plain"><script src="{script}"></script>
<header class="bar"><div class="bar-inner"><a class="brand" href="{base}/" data-own="{own}">
{brand}<span>{desk}</span></a>
<nav class="bar-links" aria-label="{main}"><a href="{base}/">{home}</a>
<a href="{base}/status" aria-current="page">{status}</a></nav>
<div class="bar-tools"><a class="button button-primary" href="{base}/login">{sign_in}</a></div></div></header>
<main class="page status">
<div class="page-head"><h1>{title}</h1><div class="page-actions">
<a class="button button-secondary" href="{base}/status?live">{live_icon}<span>{live}</span></a>
<a class="button button-secondary" href="{base}/status/subscribe">{bell}<span>{subscribe}</span></a></div></div>
<div class="status-board" data-told="{told}" data-old="{old}">{body}</div>
<p class="muted small">{zone}</p>
</main>
</body>
</html>
""")
_SCRIPT = '<script src="{}"></script>'
_LINKED = re.compile(r'<link [^>]*>|<img [^>]*>')
_FONT = re.compile(r'@font-face\s*{[^}]*}')
_USE = re.compile(r'href="/assets/icons\.svg[^#"]*#([a-z0-9-]+)"')
_SYMBOL = re.compile(r'<symbol[^>]*\bid="([a-z0-9-]+)".*?</symbol>', re.DOTALL)


class PlainBoard:
    """Answers who looks without a session, and has not asked for the live page."""

    def __init__(self) -> None:
        self._turns = asyncio.Lock()

    async def answer(self, request: Request) -> Response | None:
        """The page; None for any other request."""
        scope = request.scope
        if scope['path'] != '/status' or scope['method'] not in READ or token_of(scope):
            return None
        if 'live' in request.query_params:
            return None
        async with self._turns:  # one of them per turn of the loop: others are heard in between, however many come
            await asyncio.sleep(0)
        language = locale_of(request, None).language
        kept = await shared(('plain board', language), (*TOPICS, 'settings'), lambda: _keep(language), seconds=SECONDS)
        answer = answer_kept(request, kept, ASK_AGAIN)
        answer.headers['Vary'] = 'Accept-Encoding, Accept-Language, Cookie'
        return answer


async def _keep(language: str) -> Kept:
    return await asyncio.to_thread(keep, (await _page(language)).encode(), 'text/html; charset=utf-8')


def files() -> Mapping[str, Write]:
    """What outlives the program, by the names of its files (services/board/board_files.py)."""
    feeds = {name: partial(_feed, name) for name in FEEDS}
    return {'status.html': board_file, 'badge.svg': _badge} | feeds


async def _badge() -> bytes:
    return (await badge_of('')).body


async def _feed(name: str) -> bytes:
    return (await feed(name)).body


async def board_file() -> bytes:
    """The page as one file that needs nothing else: for a web server that answers when the desk does not."""
    return _standing_alone(await _page(spoken(), env().base_url)).encode()


async def _page(language: str, base: str = '') -> str:
    speak_as(Locale(language, env().time_zone, None))
    public = Reader()
    seen, desk = await board(public), await settings.load(settings.Desk)
    page = DOCUMENT.format(
        language=language,
        title=_('Network status'),
        desk=desk.name,
        head=DISCOVERY,
        styles=Markup('').join(LINK.format(asset(path)) for path in STYLES),
        script=asset(SCRIPT),
        base=base,
        brand=mark_of(desk),
        own='yes' if colour_of(desk) else 'no',
        colour=colour_of(desk),
        main=_('Main'),
        home=_('Home'),
        status=_('Status'),
        sign_in=_('Sign in'),
        live_icon=icon_markup('activity'),
        live=_('Watch it live'),
        bell=icon_markup('bell'),
        subscribe=_('Subscribe'),
        told=int(seen.at.timestamp() * 1000),
        old=_('Data of {}: this copy is not brought up to date any more.'),
        body=status_body(status_lists(seen, public, plain=True)),
        zone=_('Times of %(zone)s', zone=env().time_zone),
    )
    return str(page)


def _standing_alone(page: str) -> str:
    """The page with all that it links to inside of it, but for the font and the brand's mark."""
    styles, symbols = _parts()
    used = ''.join(symbols[name] for name in sorted(set(_USE.findall(page))))
    alone = _LINKED.sub('', page).replace('</head>', f'<style>{styles}</style>\n</head>', 1)
    alone = alone.replace(_SCRIPT.format(asset(SCRIPT)), f'<svg hidden>{used}</svg><script>{_text(SCRIPT)}</script>', 1)
    return _USE.sub(r'href="#\1"', alone)


@cache
def _parts() -> tuple[str, Mapping[str, str]]:
    """All styles, and the drawings by their names."""
    styles = _FONT.sub('', '\n'.join(map(_text, STYLES)))
    return styles, {found[1]: found[0] for found in _SYMBOL.finditer(_text('icons.svg'))}


@cache
def _text(path: str) -> str:
    return (ASSETS / path).read_text(encoding='utf-8')
