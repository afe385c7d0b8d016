"""What a browser keeps while somebody who has registered there waits: a signed cookie with the key and the address."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from services.accounts.waiting import LIFETIME
from services.env import secret
from webui.edge.session_cookie import drop_cookie, set_cookie

COOKIE = 'mesa-waiting'


@dataclass(frozen=True)
class Wait:
    """With which key a browser waits, and at which address the mail is expected."""

    key: str = field(repr=False)
    email: str


def wait_of(request: Request) -> Wait | None:
    """What the browser waits for; None when it does not, or somebody else wrote it."""
    payload, _, signature = request.cookies.get(COOKIE, '').partition('.')
    if not payload or not hmac.compare_digest(signature.encode(), _sign(payload).encode()):
        return None
    key, _, email = base64.urlsafe_b64decode(payload).decode().partition(' ')
    return Wait(key, email)


def let_wait(response: Response, wait: Wait) -> None:
    payload = base64.urlsafe_b64encode(f'{wait.key} {wait.email}'.encode()).decode()
    set_cookie(response, COOKIE, f'{payload}.{_sign(payload)}', int(LIFETIME.total_seconds()))


def wait_no_more(response: Response) -> None:
    drop_cookie(response, COOKIE)


def _sign(payload: str) -> str:
    return hmac.new(secret(), f'waiting:{payload}'.encode(), hashlib.sha256).hexdigest()
