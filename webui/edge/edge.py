"""The outermost layer: what no request, socket or answer gets around, errors included."""

from http import HTTPStatus

from fastapi import FastAPI
from nicegui import core
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.env import env
from services.whence import came_from
from webui.edge import origins, proxies, unopened
from webui.edge.error_pages import REFERENCES, answer_errors, error_page, failure_page
from webui.edge.feeds import ABROAD, FRAMED
from webui.edge.nonce import new_nonce
from webui.edge.plain_board import PlainBoard
from webui.failures import report

BODY = 65_536  # bytes; files have an address and a limit of their own
FILES = '/attachments'
METHODS = frozenset(('GET', 'HEAD', 'POST', 'DELETE'))
SOCKETS = '/_nicegui_ws/'
WALLS = '/kiosk'  # nobody is in front of them to try again
UNGUARDED = frozenset(('/healthz', '/readyz'))  # asked by machines, under any name; they tell nothing

FIXED = {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}


class Edge:
    """Wraps the whole application; give it to the server in place of `app`."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self._board = PlainBoard()
        self._small: ASGIApp = RequestBodyLimitMiddleware(app, BODY)
        for answering in (app, core.app):
            answer_errors(answering)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope['type'] == 'http':
            await self._http(scope, receive, send)
        elif scope['type'] == 'websocket':
            await self._socket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        proxies.unwrap(scope)
        came_from(_visitor(scope))
        nonce = new_nonce(scope)
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message['type'] == 'http.response.start':
                started = True
                headers = MutableHeaders(scope=message)
                _secure(headers, scope, nonce)
                if message['status'] >= HTTPStatus.BAD_REQUEST and scope['path'].startswith(WALLS):
                    headers['Refresh'] = '10'
            await send(message)

        references: list[str] = []
        scope[REFERENCES] = references  # whoever works on a copy of the scope shares it
        request = Request(scope)
        try:
            app = await self._answer(request) or (self.app if scope['path'] == FILES else self._small)
            await app(scope, receive, guarded)
        except Exception as problem:  # noqa: BLE001 - the last stop before the person
            if not started:
                await failure_page(request, problem)(scope, receive, guarded)
            elif not references:
                report(problem)

    async def _answer(self, request: Request) -> Response | None:
        """What is answered here, before all that pages need."""
        return _refusal(request) or await self._board.answer(request) or _brake(request)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        proxies.unwrap(scope)
        came_from(_visitor(scope))
        headers = Headers(scope=scope)
        origin = headers.get('origin')
        if (
            not scope['path'].startswith(SOCKETS)
            or headers.get('host', '').lower() not in origins.hosts()
            or (origin is not None and origin not in origins.origins())
            or (env().is_https and scope['scheme'] != 'wss')
        ):
            await receive()
            await send({'type': 'websocket.close', 'code': 1008, 'reason': ''})
            return
        await self.app(scope, receive, send)


def edge(app: FastAPI) -> Edge:
    """The application as the server may have it."""
    return Edge(app)


def _visitor(scope: Scope) -> str:
    return str(scope['client'][0]) if scope.get('client') else ''


def _refusal(request: Request) -> Response | None:
    """The answer to a request that goes no further."""
    path = request.scope['path']
    if request.method not in METHODS:
        return error_page(request, HTTPStatus.METHOD_NOT_ALLOWED)
    if 'content-length' in request.headers and 'transfer-encoding' in request.headers:  # two ends, one of them smuggled
        answer = error_page(request, HTTPStatus.BAD_REQUEST)
        answer.headers['Connection'] = 'close'
        return answer
    if path != FILES and int(request.headers.get('content-length', 0)) > BODY:
        return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if path in UNGUARDED:
        return None
    if request.headers.get('host', '').lower() not in origins.hosts():
        return error_page(request, HTTPStatus.BAD_REQUEST)
    if env().is_https and request.scope['scheme'] == 'http':
        query = f'?{request.url.query}' if request.url.query else ''
        return RedirectResponse(f'{env().base_url}{request.url.path}{query}', HTTPStatus.PERMANENT_REDIRECT)
    if path.startswith((SOCKETS, '/_nicegui/client/')):  # sockets are websockets; files go to /attachments
        return error_page(request, HTTPStatus.NOT_FOUND)
    return None


def _brake(request: Request) -> Response | None:
    """The answer to who asks for page after page and opens none."""
    if request.scope['path'] not in UNGUARDED and request.method == 'GET' and unopened.too_many(request):
        answer = error_page(request, HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers['Retry-After'] = answer.headers['Refresh'] = str(unopened.KEPT)
        return answer
    return None


def _secure(headers: MutableHeaders, scope: Scope, nonce: str) -> None:
    headers.update(FIXED)
    headers.setdefault('Cache-Control', 'no-store')
    headers.setdefault('Content-Security-Policy', _policy(scope, nonce))
    if scope['path'] in ABROAD:
        headers['Cross-Origin-Resource-Policy'] = 'cross-origin'
        headers['Access-Control-Allow-Origin'] = '*'
    if scope['path'] == FRAMED:
        del headers['X-Frame-Options']
    if env().is_https:
        headers['Strict-Transport-Security'] = 'max-age=31536000'
    del headers['server']


def _policy(scope: Scope, nonce: str) -> str:
    """Vue compiles templates, hence 'unsafe-eval'; Quasar styles elements, hence 'unsafe-inline' for styles alone."""
    host = Headers(scope=scope).get('host', '')
    sockets = f' {"wss" if env().is_https else "ws"}://{host}' if host in origins.hosts() else ''
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'{sockets}; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'"
    )
