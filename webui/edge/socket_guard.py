"""What NiceGUI leaves to the application: whose socket it is, what it may send, and when it must go.

A page belongs to the cookie it was asked for with; a socket speaks for one page, and only as long as the session of
whoever it was built for is alive. What an event does is still for the services to allow.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from nicegui import Client, core
from nicegui import nicegui as stock
from nicegui.element import Element
from nicegui.elements.dialog import Dialog
from socketio.exceptions import ConnectionRefusedError as Refusal  # type: ignore[import-untyped]

from services.accounts import sessions
from services.accounts.sessions import fingerprint
from services.tickets.guest_links import living
from webui.edge.guest_proof import proof_of
from webui.edge.origins import origins
from webui.edge.session_cookie import token_of, token_of_client, was_signed_in
from webui.failures import report
from webui.shell.gates import is_stopped
from webui.viewer import confirm, forget, viewer_of

FRAME = 256_000  # bytes
RATE, BURST = 50, 200  # events per second, and at once
SWEEP_EVERY = 2.5  # seconds
PATIENCE = 5  # seconds that a socket may stay without a page
REFUSED = 'Implicit handshake failed'  # the words on which NiceGUI's script loads the page again
HANDSHAKE = {  # its fields, each with its shape and what stands for none
    'client_id': (re.compile(r'[0-9a-f-]{36}'), None),
    'tab_id': (re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'), None),
    'document_id': (re.compile(r'[\w-]{1,64}', re.ASCII), None),
    'next_message_id': (re.compile(r'\d{1,9}', re.ASCII), 0),
}

log = logging.getLogger('mesa.sockets')

Message = dict[str, Any]


class Bucket:
    """How many events a page may still send."""

    def __init__(self) -> None:
        self.left, self.at = float(BURST), asyncio.get_running_loop().time()

    def take(self) -> bool:
        instant = asyncio.get_running_loop().time()
        self.left = min(BURST, self.left + (instant - self.at) * RATE)
        self.at = instant
        if self.left < 1:
            return False
        self.left -= 1
        return True


_buckets: dict[str, Bucket] = {}  # by client id: a new socket does not fill it again
_pageless: dict[str, float] = {}  # engine sid -> since when


def install() -> None:
    """Put the guard around NiceGUI's socket handlers. Call it once, before the first request."""
    engine = core.sio.eio
    engine.cors_allowed_origins = list(origins())
    engine.max_http_buffer_size = FRAME
    engine.transports = ['websocket']
    core.app.config.socket_io_js_transports = ['websocket']
    core.sio.async_handlers = False  # a socket's events run in their order, also when one has to ask the database
    core.sio.on('connect', _connect)
    core.sio.on('handshake', _handshake)
    core.sio.on('event', _guarded(_event, client_id=str, id=int, listener_id=str, args=list))
    core.sio.on('javascript_response', _guarded(stock._on_javascript_response, client_id=str, request_id=str))
    core.sio.on('ack', _guarded(stock._on_ack, client_id=str, next_message_id=int))
    core.sio.on('log', _guarded(_log, client_id=str, level=str, message=str))
    core.app.on_delete(lambda client: _buckets.pop(client.id, None))
    core.app._exception_handlers[:] = [report]  # NiceGUI's own would log it a second time


async def _connect(sid: str, environ: Message, _auth: object = None) -> None:
    query = {name: values[0] for name, values in parse_qs(environ.get('QUERY_STRING', '')).items()}
    if query.get('client_id') not in Client.instances:
        raise Refusal(REFUSED)
    if query.get('implicit_handshake') == 'true' and not await _handshake(sid, query):
        raise Refusal(REFUSED)


async def _handshake(sid: str, data: object) -> bool:
    if not isinstance(data, dict) or not _is_handshake(data):
        return False
    client = Client.instances.get(data['client_id'])
    if client is None or not await _may_act(client):
        return False
    if token_of(core.sio.get_environ(sid)['asgi.scope']) != token_of_client(client):
        log.warning('socket of another session refused')
        return False
    return bool(await stock._on_handshake(sid, {**data, 'old_tab_id': None}))  # nobody inherits a tab by naming it


def _is_handshake(data: Mapping[str, Any]) -> bool:
    return all(
        isinstance(value := data.get(key, default), str | int) and shape.fullmatch(str(value))
        for key, (shape, default) in HANDSHAKE.items()
    )


def _guarded(handle: Callable[[str, Message], object], **shape: type) -> Callable[[str, object], Awaitable[None]]:
    """`handle`, for messages of this shape, from a page's own socket, at a bearable rate."""

    async def guarded(sid: str, message: object = None) -> None:
        if not isinstance(message, dict) or not all(isinstance(message.get(key), kind) for key, kind in shape.items()):
            log.warning('malformed message refused')
            return
        client = Client.instances.get(message['client_id'])
        if client is None or sid not in _lines(client.id):
            return
        if not _buckets.setdefault(client.id, Bucket()).take():
            log.warning('socket closed: too many events')
            _hang_up(core.sio.manager.eio_sid_from_sid(sid, '/'))
            return
        if not await _may_act(client):
            await _send_away(client)
            return
        try:
            handle(sid, message)
        except Exception as problem:  # noqa: BLE001 - what one page sends harms nobody else
            report(problem)

    return guarded


async def _may_act(client: Client) -> bool:
    """Whether the signed link of the page is good, or the session for which it was built alive a second ago.

    And nothing else has to be done first (webui/shell/gates.py).
    """
    scope = client.request.scope
    if proof := proof_of(scope):
        return proof in await living([proof])
    if not was_signed_in(scope):
        return True
    person = await viewer_of(client.request)
    return person is not None and not await is_stopped(scope, person)


def _event(sid: str, message: Message) -> None:
    element = Client.instances[message['client_id']].elements.get(message['id'])
    if element is None or message['listener_id'] not in element._event_listeners:
        return
    if not all(argument is None or isinstance(argument, str) for argument in message['args']):
        log.warning('malformed event refused')
        return
    if _is_out_of_reach(element):
        log.warning('event of an element out of reach refused')
        return
    stock._on_event(sid, message)


def _is_out_of_reach(element: Element) -> bool:
    """Whether nobody could have used the element: it, or something around it, is hidden, disabled or closed."""
    if element.props.get('readonly'):
        return True
    around: Element | None = element
    while around is not None:
        if around.is_ignoring_events or around.props.get('disable') or around.props.get('disabled'):
            return True
        if around is not element and isinstance(around, Dialog) and not around.value:
            return True
        around = around.parent_slot.parent if around.parent_slot else None
    return False


def _log(_sid: str, message: Message) -> None:
    log.warning('browser says %r', message['message'][:300])


async def sweep() -> None:
    """Send away every view whose session or signed link has ended, and close sockets without a page.

    One statement for all sessions, and one for all links.
    """
    views: dict[str, list[Client]] = {}
    guests: dict[str, list[Client]] = {}
    for client in Client.instances.values():
        token = token_of_client(client) if client.has_socket_connection else None
        if (proof := proof_of(client.request.scope)) and client.has_socket_connection:
            guests.setdefault(proof, []).append(client)
        elif token and was_signed_in(client.request.scope):
            views.setdefault(fingerprint(token), []).append(client)
    alive = await sessions.living(views.keys())
    for token_hash, rights in alive.items():
        confirm(token_of_client(views[token_hash][0]) or '', rights)
    for token_hash in views.keys() - alive.keys():
        forget(token_of_client(views[token_hash][0]) or '')
        for client in views[token_hash]:
            await _send_away(client)
    for proof in guests.keys() - (await living(guests)).keys():
        for client in guests[proof]:
            await _send_away(client)
    _close_pageless()


async def sweep_forever(stop: asyncio.Event) -> None:
    """Sweep every few seconds until `stop`."""
    while not stop.is_set():
        try:
            await sweep()
        except Exception as problem:  # noqa: BLE001 - the database may be away for a moment
            report(problem)
        try:
            async with asyncio.timeout(SWEEP_EVERY):
                await stop.wait()
        except TimeoutError:
            continue


async def _send_away(client: Client) -> None:
    """Let the browser load the page again, which leads to the door, and forget everything that the page could do."""
    await core.sio.emit('run_javascript', {'code': 'window.mesa?.isLeaving || location.reload()'}, room=client.id)
    if client.id in Client.instances:
        client.delete()


def _close_pageless() -> None:
    instant = asyncio.get_running_loop().time()
    with_page = {engine_sid for client_id in Client.instances for engine_sid in _lines(client_id).values()}
    pageless = core.sio.environ.keys() - with_page
    for engine_sid in _pageless.keys() - pageless:
        del _pageless[engine_sid]
    for engine_sid in pageless:
        if instant - _pageless.setdefault(engine_sid, instant) > PATIENCE:
            _hang_up(engine_sid)


def _lines(client_id: str) -> dict[str, str]:
    """The sockets of a page, each with its engine's name; asking for the rooms of a socket would look at all rooms."""
    return dict(core.sio.manager.get_participants('/', client_id))


def _hang_up(engine_sid: str) -> None:
    """Close the line itself; engine.io's own way asks the other side to do it, and waits for that."""
    if socket := core.sio.eio.sockets.get(engine_sid):
        socket.queue.put_nowait(None)
