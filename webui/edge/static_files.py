"""Files that never change under their address: ours below /assets, NiceGUI's below /_nicegui.

Each is compressed once, beside the event loop, and kept in memory.
"""

import asyncio
import gzip
import hashlib
import mimetypes
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.middleware.gzip import GZipMiddleware
from nicegui import __version__, core
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message

from services.assets import ASSETS
from webui.edge.nonce import Nonce

SERVED = ('css', 'fonts', 'forms', 'guides', 'js', 'img')
SERVED_FILES = ('icons.svg', 'favicon.svg')
COMPRESSIBLE = ('text/', 'application/javascript', 'application/json', 'image/svg+xml')
FOREVER = 'public, max-age=31536000, immutable'
ASK_AGAIN = 'no-cache'
NICEGUI = f'/_nicegui/{__version__}'


@dataclass(frozen=True)
class Kept:
    """One file, as it is sent. `zipped` is empty where compressing does not pay."""

    body: bytes
    zipped: bytes
    media_type: str
    version: str


router = APIRouter()
_nicegui: dict[str, Kept] = {}
_bundles: dict[str, Kept] = {}


def asset(path: str) -> str:
    """The address of `assets/<path>`, new with each content. Raises FileNotFoundError if it is not served."""
    return f'/assets/{path}?v={_kept(path).version}'


def bundle(path: str, parts: Iterable[str]) -> str:
    """The address of `assets/<path>`, which is all of `parts` in one: each file of its own costs every page time."""
    body = b'\n'.join((ASSETS / part).read_bytes() for part in parts)
    _bundles[path] = keep(body, mimetypes.guess_type(path)[0] or '')
    return f'/assets/{path}?v={_bundles[path].version}'


def compression(app: ASGIApp) -> GZipMiddleware:
    """Compresses pages, after their scripts got the nonce."""
    return GZipMiddleware(Nonce(app), minimum_size=1024, compresslevel=4)


def mount(app: FastAPI) -> None:
    """Serve the files. Call it before NiceGUI is mounted, which would compress its own on every request."""
    app.include_router(router)


@router.get('/assets/{path:path}')
async def serve_asset(request: Request, path: str, v: str = '') -> Response:
    try:
        kept = _bundles[path] if path in _bundles else await asyncio.to_thread(_kept, path)
    except OSError:  # none, or a name that cannot be one
        raise HTTPException(404) from None
    is_final = v == kept.version or path.startswith('fonts/')
    return answer_kept(request, kept, FOREVER if is_final else ASK_AGAIN)


@router.get('/favicon.ico')
async def favicon(request: Request) -> Response:
    """For browsers that ask without having been told where it is."""
    return await serve_asset(request, 'favicon.svg')


@router.get(NICEGUI + '/{path:path}')
async def serve_nicegui(request: Request, path: str) -> Response:
    address = request.scope['path']
    if posixpath.normpath(address) != address or path.startswith('dynamic_resources'):
        raise HTTPException(404)  # one address per file, so that what is kept stays finite
    if address not in _nicegui:
        _nicegui[address] = await _fetch(request)
    return answer_kept(request, _nicegui[address], FOREVER)


async def _fetch(request: Request) -> Kept:
    """What NiceGUI answers, uncompressed; 404 unless it is a file."""
    status, media_type, body = 0, '', bytearray()

    async def collect(message: Message) -> None:
        nonlocal status, media_type
        if message['type'] == 'http.response.start':
            status = message['status']
            media_type = dict(message['headers']).get(b'content-type', b'').decode()
        else:
            body.extend(message.get('body', b''))

    scope = {**request.scope, 'headers': [], 'query_string': b''}
    await core.app.router(scope, request.receive, collect)
    if status != 200:
        raise HTTPException(404)
    return await asyncio.to_thread(keep, bytes(body), media_type)


@cache
def _kept(path: str) -> Kept:
    file = ASSETS / path
    allowed = path in SERVED_FILES or path.split('/')[0] in SERVED
    if not allowed or posixpath.normpath(path) != path or '\0' in path or not file.is_file():
        raise FileNotFoundError(path)
    return keep(file.read_bytes(), mimetypes.guess_type(path)[0] or 'application/octet-stream')


def keep(body: bytes, media_type: str) -> Kept:
    """Compress `body` once, if that pays. Slow: not on the event loop."""
    pays = len(body) > 512 and media_type.startswith(COMPRESSIBLE)
    zipped = gzip.compress(body, 9, mtime=0) if pays else b''
    return Kept(body, zipped, media_type, hashlib.sha256(body).hexdigest()[:12])


def answer_kept(request: Request, kept: Kept, cache_control: str) -> Response:
    """The answer to somebody who may have it already."""
    headers = {'Cache-Control': cache_control, 'ETag': f'"{kept.version}"', 'Vary': 'Accept-Encoding'}
    if headers['ETag'] in request.headers.get('if-none-match', ''):
        return Response(status_code=304, headers=headers)
    body = kept.body
    if kept.zipped and 'gzip' in request.headers.get('accept-encoding', ''):
        body, headers['Content-Encoding'] = kept.zipped, 'gzip'
    return Response(body, headers=headers, media_type=kept.media_type)
