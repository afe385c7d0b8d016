"""The doors: forms that browsers post, as no socket can set a cookie; each answers with a redirect (S0-17, S0-18)."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse

from services.accounts import preferences, recovery, sessions, sign_in, sign_in_code, waiting
from services.accounts.admission import awaits_approval
from services.language import N_, known
from services.refusals import Invalid, NotFound, TooMany
from webui.edge.door_posts import (
    back,
    browser_of,
    device_of,
    enter,
    ip_of,
    keep_target,
    kept_target,
    local,
    onward,
    posted,
    problems_of,
    to,
    with_next,
)
from webui.edge.flash import Flash
from webui.edge.session_cookie import cookie_name, drop_cookie, set_cookie, token_of
from webui.edge.waiting_cookie import Wait, let_wait
from webui.i18n import LANGUAGE_COOKIE
from webui.viewer import forget, viewer_of

CODE_COOKIE = 'mesa-code'  # the proof of the first step, for the second
PREFERENCE_KEPT = 365 * 86_400

router = APIRouter()


@router.post('/login')
async def login(request: Request) -> RedirectResponse:
    form = await posted(request)
    target = local(form.get('next'))
    email, password = form.get('email', ''), form.get('password', '')
    try:
        token = await sign_in.sign_in(email, password, ip_of(request), browser_of(request), device_of(request))
    except (Invalid, TooMany) as refused:
        return back(with_next('/login', target), '/login', Flash(email, problems_of(refused)))
    except sign_in.Waits as waits:
        response = onward('/register/wait')
        keep_target(response, target)
        let_wait(response, Wait(waits.key, sign_in.login_of(email)))
        return response
    except sign_in.NeedsCode as half:
        return _ask_code(half.proof, target)
    return await enter(request, token, email, target)


@router.post('/login/code')
async def login_code(request: Request) -> RedirectResponse:
    """The second step of signing in."""
    form = await posted(request)
    target, proof = local(form.get('next')), request.cookies.get(CODE_COOKIE, '')
    try:
        user, token = await sign_in_code.sign_in(
            proof, form.get('code', ''), ip_of(request), browser_of(request), device_of(request)
        )
    except NotFound:
        late = {'form': N_('That took too long. Sign in again.')}
        return back(with_next('/login', target), '/login', Flash(problems=late))
    except (Invalid, TooMany) as refused:
        return back(with_next('/login/code', target), '/login/code', Flash(problems=problems_of(refused)))
    response = await enter(request, token, user.email, target)
    drop_cookie(response, CODE_COOKIE, '/login')
    return response


@router.post('/logout')
async def logout(request: Request) -> RedirectResponse:
    """Ends the session; the sweep takes its other views. Not now: it would take the one that waits for this answer."""
    await posted(request)
    if token := token_of(request.scope):
        await sign_in.sign_out(token, ip_of(request))
        forget(token)
    response = to('/login')
    drop_cookie(response, cookie_name())
    return response


@router.post('/recover')
async def recover(request: Request) -> RedirectResponse:
    form = await posted(request)
    email, target = form.get('email', ''), local(form.get('next'))
    address = with_next('/recover', target)
    try:
        await recovery.ask_link(email, ip_of(request))
    except TooMany as refused:
        return back(address, '/recover', Flash(email, problems_of(refused)))
    response = back(address, '/recover', Flash(email, done=True))
    keep_target(response, target)
    return response


@router.post('/reset/{token}')
async def reset(request: Request, token: str) -> RedirectResponse:
    """Where a second factor is set up the new password is the first step of signing in; the code is asked next.

    Whoever has shown by the link that a registration is his, and needs approval, waits for that.
    """
    password = (await posted(request)).get('password', '')
    try:
        user = await recovery.use(token, password, ip_of(request))
    except (Invalid, NotFound, TooMany) as refused:
        return back(f'/reset/{token}', '/reset', Flash(problems=problems_of(refused)))
    target = kept_target(request)
    if awaits_approval(user):
        response = onward('/register/wait')
        let_wait(response, Wait(await waiting.new_key(user), user.email))
        return response
    if user.totp_confirmed_at:
        return _ask_code(sign_in_code.proof_for(user), target)
    new = await sessions.open_session(user, ip_of(request), browser_of(request))
    return await enter(request, new, user.email, target)


@router.post('/language')
async def language(request: Request) -> RedirectResponse:
    form = await posted(request)
    chosen = known(form.get('language'))
    if chosen is None:
        raise HTTPException(400)
    if person := await viewer_of(request):
        await preferences.choose_language(person, chosen)
        forget(token_of(request.scope) or '')
    response = to(local(form.get('next')) or '/')
    set_cookie(response, LANGUAGE_COOKIE, chosen, PREFERENCE_KEPT)
    return response


def _ask_code(proof: str, target: str) -> RedirectResponse:
    """To the second step, with what shows that the first is done."""
    response = onward(with_next('/login/code', target))
    set_cookie(response, CODE_COOKIE, proof, int(sign_in_code.LIFETIME.total_seconds()), '/login')
    return response
