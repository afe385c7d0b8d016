"""What programs and pages of others read of the board: feeds, badge, pill. Public, cached, and free of any person.

A session that is sent along is not looked at: the answer is the same for everybody.
"""

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from models.audience import Reader
from services.board.board import board
from services.board.feeds import FEEDS, Feed, badge_of, feed, mark
from services.env import env
from services.language import known, spoken
from webui.board.board_look import COMPONENT
from webui.edge.static_files import asset
from webui.markup import ICON, SPRITE

FRESH = 'public, max-age=15, stale-if-error=86400'  # seconds
READ = ['GET', 'HEAD']
BADGE, FRAMED = '/status/badge.svg', '/status/embed'
ABROAD = frozenset((*(f'/{name}' for name in FEEDS), BADGE, FRAMED))  # what pages of others may show and read
# A frame in a foreign page shows it: nothing in it runs, and nothing in it can be done
FRAME = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    'frame-ancestors *'
)
PILL = Markup(
    '<!doctype html><html lang="{language}"><head><meta charset="utf-8"><meta http-equiv="refresh" content="60">'
    '<title>{word}</title><link rel="stylesheet" href="{tokens}"><link rel="stylesheet" href="{style}"></head>'
    '<body class="{theme}"><a class="pill" data-tone="{tone}" href="{url}" target="_blank" rel="noopener">'
    '{icon}<span>{word}</span></a></body></html>'
)

router = APIRouter()


async def serve_feed(request: Request, lang: str = '') -> Response:
    """The feed of this address, in the desk's language or in `lang`."""
    return _answer(request, await feed(request.url.path.removeprefix('/'), known(lang) or ''))


for name in FEEDS:
    router.add_api_route(f'/{name}', serve_feed, methods=READ)


@router.api_route(BADGE, methods=READ)
async def serve_badge(request: Request, component: str = '', lang: str = '') -> Response:
    """The state of all services, or of the one whose slug is `component`."""
    return _answer(request, await badge_of(component, known(lang) or ''))


@router.api_route(FRAMED, methods=READ)
async def serve_pill(request: Request, theme: str = '', lang: str = '') -> Response:
    """A pill with the state of all services, for a frame in a page of somebody else; it asks again every minute."""
    language = spoken(lang)
    look = COMPONENT[(await board(Reader())).status]
    page = PILL.format(
        language=language,
        word=look.word.into(language),
        tone=look.tone,
        icon=ICON.format(SPRITE, look.icon),
        url=f'{env().base_url}/status',
        theme='body--dark' if theme == 'dark' else '',
        tokens=asset('css/tokens.css'),
        style=asset('css/pill.css'),
    ).encode()
    answer = _answer(request, Feed(page, 'text/html', mark(page)))
    answer.headers['Content-Security-Policy'] = FRAME
    return answer


def _answer(request: Request, told: Feed) -> Response:
    headers = {'Cache-Control': FRESH, 'ETag': told.etag}
    if told.etag in request.headers.get('if-none-match', ''):
        return Response(status_code=304, headers=headers)
    return Response(told.body, headers=headers, media_type=f'{told.media_type}; charset=utf-8')
