"""What all doors share: the form that a page of ours posted, and the redirects that answer it."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from fastapi import HTTPException, Request
from starlette.responses import RedirectResponse, Response

from models import User
from models.user import UserRole
from services import brakes
from services.accounts import sessions, sign_in, waiting
from services.language import Text
from services.refusals import Invalid, Refused
from services.setup import setup
from webui.edge import origins
from webui.edge.flash import Flash, forget_flash, leave_flash
from webui.edge.session_cookie import carry_session, drop_cookie, set_cookie, token_of
from webui.viewer import forget

FORM = 'application/x-www-form-urlencoded'
DEVICE_COOKIE = 'mesa-device'
DEVICE_KNOWN = 180 * 86_400  # seconds
TARGET_COOKIE = 'mesa-target'
LONGEST_TARGET = 2000  # characters, as a cookie writes it
SPEAK = ('/login', '/login/code', '/recover', '/reset', '/register', '/invite')  # pages with a flash


def local(address: str | None) -> str:
    """`address` if it leads to a page of ours, else nothing: no scheme, no host, nothing taken for one."""
    text = address or ''
    is_plain = text.isprintable() and '\\' not in text and len(text) <= 1000
    if not is_plain or not text.startswith('/') or text.startswith('//'):
        return ''
    parts = urlsplit(text)
    return '' if parts.scheme or parts.netloc or parts.path in ('/login', '/logout', '/login/code') else text


async def posted(request: Request) -> Mapping[str, str]:
    """The fields of a form that one of our own pages posted."""
    if not origins.is_ours(request.headers):
        raise HTTPException(403)
    if request.headers.get('content-type', FORM).split(';')[0].strip().lower() != FORM:
        raise HTTPException(415)
    body = (await request.body()).decode('utf-8', 'replace')
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=20, errors='replace'))
    except ValueError:
        raise HTTPException(413) from None


async def enter(request: Request, token: str, email: str, target: str) -> RedirectResponse:
    """Let a browser in with its new session; the one it had ends."""
    if old := token_of(request.scope):
        await sessions.end(old)
        forget(old)
    person = await sessions.actor_of(token)
    response = onward(target or await _home_of(person))
    keep_target(response, '')
    carry_session(response, token)
    set_cookie(response, DEVICE_COOKIE, brakes.device_mark(sign_in.login_of(email)), DEVICE_KNOWN)
    return response


async def _home_of(person: User | None) -> str:
    """Where somebody begins: an admin of a new desk by setting it up."""
    if person and person.role == UserRole.ADMIN and await setup.is_open():
        return '/setup'
    return '/desk' if person and person.is_staff else '/'


def problems_of(refused: Refused) -> Mapping[str, Text]:
    return refused.problems if isinstance(refused, Invalid) else {'form': refused.text}


def to(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)


def onward(address: str) -> RedirectResponse:
    """To the next step: what was wrong at an earlier one is true no more."""
    response = to(address)
    for path in SPEAK:
        forget_flash(response, path)
    return response


def keep_target(response: Response, target: str) -> None:
    """Let the browser know where to go on once a mailed link has let somebody in; '' for nowhere in particular."""
    kept = quote(target)
    if target and len(kept) <= LONGEST_TARGET:
        set_cookie(response, TARGET_COOKIE, kept, int(waiting.LIFETIME.total_seconds()))
    else:
        drop_cookie(response, TARGET_COOKIE)


def kept_target(request: Request) -> str:
    return local(unquote(request.cookies.get(TARGET_COOKIE, '')))


def with_next(address: str, target: str) -> str:
    """`address`, which leads on to `target` afterwards."""
    return f'{address}?{urlencode({"next": target})}' if target else address


def back(address: str, path: str, flash: Flash) -> RedirectResponse:
    """To a page, which says `flash`; it says so below `path`."""
    response = to(address)
    leave_flash(response, path, flash)
    return response


def device_of(request: Request) -> str:
    return request.cookies.get(DEVICE_COOKIE, '')


def ip_of(request: Request) -> str:
    return request.client.host if request.client else ''


def browser_of(request: Request) -> str:
    return request.headers.get('user-agent', '')
