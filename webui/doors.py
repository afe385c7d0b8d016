"""The doors: forms that browsers post, as no socket can set a cookie; each answers with a redirect (S0-17, S0-18)."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse

from services import brakes, preferences, recovery, sessions, sign_in
from services.language import Text, known
from services.refusals import Invalid, NotFound, Refused, TooMany
from webui import origins
from webui.flash import Flash, forget_flash, leave_flash
from webui.i18n import LANGUAGE_COOKIE
from webui.session_cookie import carry_session, cookie_name, drop_cookie, set_cookie, token_of
from webui.viewer import forget, viewer_of

FORM = 'application/x-www-form-urlencoded'
DEVICE_COOKIE = 'mesa-device'
DEVICE_KNOWN = 180 * 86_400  # seconds
PREFERENCE_KEPT = 365 * 86_400

router = APIRouter()


@router.post('/login')
async def login(request: Request) -> RedirectResponse:
    form = await _form(request)
    target = local(form.get('next'))
    email, device = form.get('email', ''), request.cookies.get(DEVICE_COOKIE, '')
    try:
        token = await sign_in.sign_in(email, form.get('password', ''), _ip(request), _browser(request), device)
    except (Invalid, TooMany) as refused:
        query = f'?{urlencode({"next": target})}' if target else ''
        return _back(f'/login{query}', '/login', Flash(email, _problems(refused)))
    return await _enter(request, token, email, target)


@router.post('/logout')
async def logout(request: Request) -> RedirectResponse:
    """Ends the session; the sweep takes its other views. Not now: it would take the one that waits for this answer."""
    await _form(request)
    if token := token_of(request.scope):
        await sign_in.sign_out(token, _ip(request))
        forget(token)
    response = _to('/login')
    drop_cookie(response, cookie_name())
    return response


@router.post('/recover')
async def recover(request: Request) -> RedirectResponse:
    email = (await _form(request)).get('email', '')
    try:
        await recovery.ask_link(email, _ip(request))
    except TooMany as refused:
        return _back('/recover', '/recover', Flash(email, _problems(refused)))
    return _back('/recover', '/recover', Flash(email, done=True))


@router.post('/reset/{token}')
async def reset(request: Request, token: str) -> RedirectResponse:
    password = (await _form(request)).get('password', '')
    try:
        user = await recovery.use(token, password, _ip(request))
    except (Invalid, NotFound) as refused:
        return _back(f'/reset/{token}', '/reset', Flash(problems=_problems(refused)))
    new = await sessions.open_session(user, _ip(request), _browser(request))
    return await _enter(request, new, user.email, '')


@router.post('/language')
async def language(request: Request) -> RedirectResponse:
    form = await _form(request)
    chosen = known(form.get('language'))
    if chosen is None:
        raise HTTPException(400)
    if person := await viewer_of(request):
        await preferences.choose_language(person, chosen)
        forget(token_of(request.scope) or '')
    response = _to(local(form.get('next')) or '/')
    set_cookie(response, LANGUAGE_COOKIE, chosen, PREFERENCE_KEPT)
    return response


def local(address: str | None) -> str:
    """`address` if it leads to a page of ours, else nothing: no scheme, no host, nothing taken for one."""
    text = address or ''
    is_plain = text.isprintable() and '\\' not in text and len(text) <= 1000
    if not is_plain or not text.startswith('/') or text.startswith('//'):
        return ''
    parts = urlsplit(text)
    return '' if parts.scheme or parts.netloc or parts.path in ('/login', '/logout') else text


async def _form(request: Request) -> Mapping[str, str]:
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


async def _enter(request: Request, token: str, email: str, target: str) -> RedirectResponse:
    """Let a browser in with its new session; the one it had ends."""
    if old := token_of(request.scope):
        await sessions.end(old)
        forget(old)
    person = await sessions.actor_of(token)
    response = _to(target or ('/desk' if person and person.is_staff else '/'))
    carry_session(response, token)
    set_cookie(response, DEVICE_COOKIE, brakes.device_mark(sign_in.login_of(email)), DEVICE_KNOWN)
    for path in ('/login', '/recover', '/reset'):
        forget_flash(response, path)
    return response


def _problems(refused: Refused) -> Mapping[str, Text]:
    return refused.problems if isinstance(refused, Invalid) else {'form': refused.text}


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)


def _back(address: str, path: str, flash: Flash) -> RedirectResponse:
    response = _to(address)
    leave_flash(response, path, flash)
    return response


def _ip(request: Request) -> str:
    return request.client.host if request.client else ''


def _browser(request: Request) -> str:
    return request.headers.get('user-agent', '')
