"""Pages that were asked for and never opened a socket: what a flood leaves behind, and what pruning takes away."""

import asyncio

from nicegui import Client
from starlette.requests import Request

from services.brakes import network
from services.clock import now
from webui.edge.session_cookie import token_of, was_signed_in

KEPT = 15  # seconds
MOST_OF_SESSION = 60
MOST_OF_ADDRESS = 100
AT_ONCE = 5  # deleted before others may run

NO_PAGES = ('/assets/', '/_nicegui', '/attachments', '/favicon.ico', '/metrics')
OWNER = 'mesa.owner'


def too_many(request: Request) -> bool:
    """Whether this session, or else this address, has too many of them already.

    A session counts by itself once one of its pages has opened: behind one address there may be a whole office.
    """
    if request.scope['path'].startswith(NO_PAGES):
        return False
    token = token_of(request.scope)
    address = network(request.client.host if request.client else '')
    request.scope[OWNER] = token, address
    is_known, of_session, of_address = False, 0, 0
    for client in Client.instances.values():
        scope = client.request.scope
        its_token, its_address = scope.get(OWNER, (None, None))
        if client._pinned_tab_id is not None:
            is_known |= token is not None and its_token == token and was_signed_in(scope)
        else:
            of_session += its_token == token
            of_address += its_address == address
    return of_session >= MOST_OF_SESSION if is_known else of_address >= MOST_OF_ADDRESS


async def prune() -> None:
    """Delete the pages that did not open in time, a few at a time."""
    latest = now().timestamp() - KEPT
    for number, client in enumerate(list(Client.instances.values())):
        if client.created <= latest and not client.has_socket_connection and not client._delete_tasks:
            client.delete()
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
