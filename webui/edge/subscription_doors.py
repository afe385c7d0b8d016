"""The posts behind the mailed links of subscriptions: to confirm, and to end with one click (RFC 8058)."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from services.subscriptions import subscribing
from webui.edge import origins

ONE_CLICK = b'List-Unsubscribe=One-Click'

router = APIRouter()


@router.post('/status/confirm/{key}')
async def confirm(request: Request, key: str) -> RedirectResponse:
    if not origins.is_ours(request.headers):
        raise HTTPException(403)
    await subscribing.confirm(key)
    return RedirectResponse(f'/status/confirm/{key}', 303)


@router.post('/status/unsubscribe/{key}')
async def unsubscribe(request: Request, key: str) -> Response:
    """Posted by our page, or by a mail program without any page: the key alone is the proof, whoever brings it."""
    await subscribing.end_by_link(key)
    if ONE_CLICK in await request.body():
        return PlainTextResponse('ok\n')
    return RedirectResponse(f'/status/unsubscribe/{key}', 303)
