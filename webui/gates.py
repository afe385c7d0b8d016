"""What somebody has to do before any page of the desk: it stands at an address of its own and leads back."""

from urllib.parse import quote

from nicegui import Client

from models import User
from services import owed
from services.owed import Owed
from webui.live import live
from webui.viewer import anybody

ADDRESS = {Owed.SECOND_FACTOR: '/second-factor', Owed.TERMS: '/terms'}


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
