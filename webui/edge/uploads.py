"""Files in and out, past NiceGUI: with the session, from our own pages, streamed, and never run by a browser."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import quote, unquote

from fastapi import APIRouter, HTTPException, Request
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from models import Attachment, DownloadFile, User
from services.refusals import Invalid, NotFound, Refused, SignedOut
from services.tickets import attachments, guests
from services.tickets.attachments import BINARY, NoRoom, TooLarge
from webui.edge import origins
from webui.i18n import locale_of
from webui.routing import login_address
from webui.shell.gates import free_viewer_of

FORM_KEY = re.compile(r'[\w:.-]{1,80}', re.ASCII)
IDENTIFIER = re.compile(r'\d{1,9}', re.ASCII)
LINGER = 10  # seconds
LINGER_BYTES = 100_000_000
STATUS = {TooLarge: 413, NoRoom: 507, Invalid: 409, SignedOut: 401, NotFound: 404}

router = APIRouter()


@router.post('/attachments')
async def upload(request: Request, form: str = '') -> Response:
    """One file as the raw body, its name percent-encoded in `X-File-Name`; answers {id, name, size} or {problem}."""
    _check_origin(request)
    if not FORM_KEY.fullmatch(form):
        raise HTTPException(400)
    person = await free_viewer_of(request)
    name = unquote(request.headers.get('x-file-name', ''), errors='replace')
    body = request.stream()
    try:
        if person is None:
            raise SignedOut
        kept = await attachments.store(person, form, name, body)
    except Refused as refused:
        await _let_finish(body)
        problem = refused.text.into(locale_of(request, person).language)
        return JSONResponse({'problem': problem}, STATUS[type(refused)], {'Connection': 'close'})
    except ClientDisconnect:
        return Response(status_code=400)  # which nobody reads
    return JSONResponse({'id': kept.id, 'name': kept.name, 'size': kept.size}, 201)


@router.delete('/attachments/{identifier}')
async def discard(request: Request, identifier: str) -> Response:
    """Take back one's own file before its form is sent."""
    _check_origin(request)
    await attachments.discard(await _person(request), _number(identifier))
    return Response(status_code=204)


@router.get('/attachments/{identifier}')
async def download(request: Request, identifier: str, inline: str = '') -> Response:
    """The file, as a download; `?inline=1` shows images, known by their content, inside a ticket."""
    person = await free_viewer_of(request)
    if person is None:
        return RedirectResponse(login_address(request), 303)
    return file_answer(await attachments.find(person, _number(identifier)), inline)


@router.get('/guest/{proof}/files/{identifier}')
async def guest_download(proof: str, identifier: str, inline: str = '') -> Response:
    """The same for somebody with a signed link to the ticket."""
    return file_answer(await guests.attachment(proof, _number(identifier)), inline)


def file_answer(found: Attachment | DownloadFile, inline: str) -> Response:
    """The bytes, never run by a browser."""
    path = attachments.file_of(found)
    if not path.is_file():
        raise NotFound
    kind = 'inline' if inline == '1' and found.mime != BINARY else 'attachment'
    headers = {
        'Content-Disposition': disposition(kind, found.name),
        'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
        'Cache-Control': 'no-store',
    }
    return FileResponse(path, media_type=found.mime, headers=headers)


def disposition(kind: str, name: str) -> str:
    """The header of RFC 6266: a plain name for old browsers, the real one for all others."""
    plain = re.sub(r'[^\w .()+-]', '_', name, flags=re.ASCII)
    return f'{kind}; filename="{plain}"; filename*=UTF-8\'\'{quote(name, safe="")}'


async def _let_finish(body: AsyncIterator[bytes]) -> None:
    """Throw away what still comes, for a while: a browser that is cut off never reads the answer."""
    rest = 0
    with suppress(TimeoutError, ClientDisconnect):
        async with asyncio.timeout(LINGER):
            async for chunk in body:
                rest += len(chunk)
                if rest > LINGER_BYTES:
                    break


async def _person(request: Request) -> User:
    person = await free_viewer_of(request)
    if person is None:
        raise HTTPException(401)
    return person


def _number(identifier: str) -> int:
    if not IDENTIFIER.fullmatch(identifier):
        raise NotFound
    return int(identifier)


def _check_origin(request: Request) -> None:
    if not origins.is_ours(request.headers):
        raise HTTPException(403)
