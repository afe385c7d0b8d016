"""What a form post tells the page it leads back to: a signed cookie that lives for a minute."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from services.env import secret
from services.language import Text
from webui.edge.session_cookie import drop_cookie, set_cookie

COOKIE = 'mesa-flash'
SECONDS = 60
LONGEST = 3000  # bytes; browsers keep 4096 per cookie


@dataclass(frozen=True)
class Flash:
    """What was typed, never a password; what was wrong, by field or `form` for the whole; or that it is done.

    `typed` is what stands in the other fields.
    """

    email: str = ''
    problems: Mapping[str, Text] = field(default_factory=dict)
    done: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)


def read_flash(request: Request) -> Flash:
    """What the last post said to this page; nothing when there was none, or somebody else wrote it."""
    payload, _, signature = request.cookies.get(COOKIE, '').partition('.')
    if not payload or not hmac.compare_digest(signature.encode(), _sign(payload).encode()):
        return Flash()
    said = json.loads(base64.urlsafe_b64decode(payload))
    problems = {name: Text(msgid, params) for name, (msgid, params) in said['problems'].items()}
    return Flash(said['email'], problems, said['done'], said['typed'])


def leave_flash(response: Response, path: str, flash: Flash) -> None:
    """Let the page at `path` say this once it is asked for."""
    said = {
        'email': flash.email[:254],
        'problems': {name: (text.msgid, dict(text.params)) for name, text in flash.problems.items()},
        'done': flash.done,
        'typed': {name: text[:200] for name, text in flash.typed.items()},
    }
    payload = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
    if len(payload) <= LONGEST:
        set_cookie(response, COOKIE, f'{payload}.{_sign(payload)}', SECONDS, quote(path))


def forget_flash(response: Response, path: str) -> None:
    """It is not true any more."""
    drop_cookie(response, COOKIE, path)


def _sign(payload: str) -> str:
    return hmac.new(secret(), f'flash:{payload}'.encode(), hashlib.sha256).hexdigest()
