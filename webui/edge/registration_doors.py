"""The posts of who comes in for the first time: registration, its mailed link, invitations, and the terms (S3-11)."""

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse

from services.accounts import invitations, registration, sessions, terms, waiting
from services.accounts.admission import awaits_approval
from services.accounts.registration import NewAccount
from services.accounts.sign_in import login_of
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from webui.edge.door_posts import (
    back,
    browser_of,
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
from webui.edge.waiting_cookie import Wait, let_wait, wait_no_more, wait_of
from webui.i18n import locale_of
from webui.viewer import viewer_of

AFTER_ANOTHER = 1  # second, in which the session of a window of the same browser that was faster arrives

router = APIRouter()


@router.post('/register')
async def register(request: Request) -> RedirectResponse:
    form = await posted(request)
    target = local(form.get('next'))
    new = NewAccount(*(form.get(name, '') for name in ('name', 'email', 'password', 'company', 'terms')))
    try:
        key = await registration.register(new, locale_of(request, None).language, ip_of(request))
    except (Invalid, NotAllowed, TooMany) as refused:
        typed = {'name': new.name, 'company': new.company}
        return back(with_next('/register', target), '/register', Flash(new.email, problems_of(refused), typed=typed))
    response = onward('/register/wait')
    keep_target(response, target)
    let_wait(response, Wait(key, login_of(new.email)))
    return response


@router.post('/register/again')
async def send_again(request: Request) -> RedirectResponse:
    """Mail the link again."""
    await posted(request)
    flash = Flash(done=True)
    if wait := wait_of(request):
        try:
            await registration.send_again(wait.key, wait.email, ip_of(request))
        except TooMany as refused:
            flash = Flash(problems=problems_of(refused))
    return back('/register/wait', '/register', flash)


@router.post('/register/enter')
async def go_on(request: Request) -> RedirectResponse:
    """Let a browser in that need not wait any more."""
    target = local((await posted(request)).get('next')) or kept_target(request)
    wait = wait_of(request)
    response = to(target or '/')
    if wait and await viewer_of(request) is None:
        try:
            token = await waiting.enter(wait.key, ip_of(request), browser_of(request))
        except NotFound:
            await asyncio.sleep(AFTER_ANOTHER)  # the door leads on who has come in by another window meanwhile
            response = to(with_next('/login', target))
        else:
            response = await enter(request, token, wait.email, target)
    wait_no_more(response)
    return response


@router.post('/verify/{token}')
async def verify(request: Request, token: str) -> RedirectResponse:
    """Confirm an address; the browser in which it was registered comes in at once."""
    await posted(request)
    address = f'/verify/{token}'
    try:
        person = await registration.confirm(token, ip_of(request))
    except (NotFound, TooMany) as refused:
        return back(address, address, Flash(problems=problems_of(refused)))
    wait = wait_of(request)
    if wait and wait.email == person.email:
        if awaits_approval(person):
            return onward('/register/wait')
        return await go_on(request)
    typed = {'waits': 'yes'} if awaits_approval(person) else {}
    return back(address, address, Flash(person.email, done=True, typed=typed))


@router.post('/invite/{token}')
async def accept(request: Request, token: str) -> RedirectResponse:
    form = await posted(request)
    try:
        person = await invitations.accept(token, form.get('password', ''), form.get('terms', ''), ip_of(request))
    except (Invalid, NotFound, TooMany) as refused:
        return back(f'/invite/{token}', '/invite', Flash(problems=problems_of(refused)))
    session = await sessions.open_session(person, ip_of(request), browser_of(request))
    return await enter(request, session, person.email, '')


@router.post('/terms')
async def accept_terms(request: Request) -> RedirectResponse:
    """Accept the version that was shown, and go on to where somebody wanted to go."""
    form = await posted(request)
    target = local(form.get('next'))
    person = await viewer_of(request)
    if person is None:
        return to('/login')
    try:
        if agreed := await terms.check(form.get('terms', '')):
            await terms.accept(person, agreed, ip_of(request))
    except Invalid as refused:
        return back(with_next('/terms', target), '/terms', Flash(problems=problems_of(refused)))
    return to(target or ('/desk' if person.is_staff else '/'))
