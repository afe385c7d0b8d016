"""Who looks at a page: read from the session's row each time, at most a second old."""

import time
from collections import OrderedDict
from collections.abc import Callable

from nicegui import Client, ui
from starlette.requests import Request

from models import User
from services import bus
from services.accounts import sessions
from services.accounts.own_account import person_topic
from services.accounts.sessions import Rights
from services.people.company_topics import TOPIC as COMPANIES
from services.refusals import SignedOut
from webui.edge.session_cookie import note_viewer, token_of

FRESH = 1.0  # seconds
CONFIRMED = 4.0  # seconds; longer than between two sweeps of socket_guard, which confirm all open views at once
MOST = 5000

_known: OrderedDict[str, tuple[float, User | None]] = OrderedDict()
_watched: dict[str, Callable[[], None]] = {}


async def viewer_of(request: Request, within: float = FRESH) -> User | None:
    """The person signed in with the request's cookie, or None, as of `within` seconds ago at most."""
    token = token_of(request.scope)
    person = await _read(token, within) if token else None
    note_viewer(request.scope, signed_in=person is not None)
    return person


async def anybody(client: Client | None = None) -> User | None:
    """The person in front of the current page; None for a visitor."""
    return await viewer_of((client or ui.context.client).request)


async def viewer() -> User:
    """The person in front of the current page, whom the guard has let in. `SignedOut` when there is none any more.

    For what is shown; a verb asks the database who its actor is.
    """
    person = await viewer_of(ui.context.client.request, CONFIRMED)
    if person is None:
        raise SignedOut
    return person


def confirm(token: str, rights: Rights) -> None:
    """The session of `token` lives, as one statement for all open views has found: they need not ask one by one."""
    _read_at, person = _known.get(token, (0.0, None))
    if person and rights == (person.role, person.organization_id):
        _known[token] = time.monotonic(), person
    else:
        forget(token)


def forget(token: str) -> None:
    """Ask the database again who has `token`: the session was just ended, or the person changed."""
    _known.pop(token, None)
    if unwatch := _watched.pop(token, None):
        unwatch()


async def _read(token: str, within: float) -> User | None:
    read, person = _known.get(token, (0.0, None))
    if time.monotonic() - read < within:
        return person
    person = await sessions.actor_of(token)
    _known[token] = time.monotonic(), person
    _known.move_to_end(token)
    if person and token not in _watched:
        _watched[token] = bus.watch([person_topic(person.id), COMPANIES], lambda: forget(token))
    if len(_known) > MOST:
        forget(next(iter(_known)))
    return person
