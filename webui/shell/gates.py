"""What somebody has to do before any page of the desk: it stands at an address of its own and leads back."""

from urllib.parse import quote

from nicegui import Client
from starlette.requests import Request
from starlette.types import Scope

from models import User
from services.accounts import owed
from services.accounts.owed import Owed
from webui.live import live
from webui.viewer import anybody, viewer_of

ADDRESS = {Owed.SECOND_FACTOR: '/second-factor', Owed.TERMS: '/terms'}

_GATED = 'mesa.gated'


def mark_gated(scope: Scope) -> None:
    """The page that this request asks for is none of those at which one does what is owed."""
    scope[_GATED] = True


async def is_stopped(scope: Scope, viewer: User) -> bool:
    """Whether nothing may be done on a page any more before something else is done."""
    return _GATED in scope and await owed.owed(viewer) is not None


async def free_viewer_of(request: Request) -> User | None:
    """Who asks for what is no page; nobody as long as something else has to be done first."""
    person = await viewer_of(request)
    return None if person and await owed.owed(person) else person


async def gate_before(viewer: User | None, path: str) -> str:
    """Where `viewer` is led instead of to `path`; empty when the way is free."""
    thing = await owed.owed(viewer) if viewer else None
    return f'{ADDRESS[thing]}?next={quote(path, safe="")}' if thing else ''


async def watch_gates(client: Client, viewer: User) -> None:
    """Lead an open page there too, as soon as something is owed."""

    async def show() -> None:
        if gate := await gate_before(await anybody(client), client.sub_pages_router.current_path):
            client.open(gate)

    with client.layout:
        await live(owed.topics(viewer), show, later=True)
