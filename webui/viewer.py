"""Who looks at a page: read from the session's row each time, at most a second old."""

import time
from collections import OrderedDict

from nicegui import Client, ui
from starlette.requests import Request

from models import User
from services import sessions
from services.refusals import SignedOut
from webui.session_cookie import note_viewer, token_of

FRESH = 1.0  # seconds
MOST = 5000

_known: OrderedDict[str, tuple[float, User | None]] = OrderedDict()


async def viewer_of(request: Request) -> User | None:
    """The person signed in with the request's cookie, or None."""
    token = token_of(request.scope)
    person = await _read(token) if token else None
    note_viewer(request.scope, signed_in=person is not None)
    return person


async def anybody(client: Client | None = None) -> User | None:
    """The person in front of the current page; None for a visitor."""
    return await viewer_of((client or ui.context.client).request)


async def viewer() -> User:
    """The person in front of the current page. `SignedOut` when there is none any more."""
    person = await anybody()
    if person is None:
        raise SignedOut
    return person


def forget(token: str) -> None:
    """Ask the database again who has `token`: the session was just ended, or the person changed."""
    _known.pop(token, None)


async def _read(token: str) -> User | None:
    read, person = _known.get(token, (0.0, None))
    if time.monotonic() - read < FRESH:
        return person
    person = await sessions.actor_of(token)
    _known[token] = time.monotonic(), person
    _known.move_to_end(token)
    if len(_known) > MOST:
        _known.popitem(last=False)
    return person
