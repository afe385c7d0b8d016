"""The nonce that lets our own scripts run, and nobody else's (CSP level 3)."""

import secrets

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = 'mesa.nonce'


def new_nonce(scope: Scope) -> str:
    """Make the nonce of this answer."""
    nonce: str = scope.setdefault(KEY, secrets.token_urlsafe(16))
    return nonce


class Nonce:
    """Gives each `<script` of an HTML answer its nonce.

    All are NiceGUI's template's and our own: what people wrote stands in the page's data, which has no `<` left.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = scope.get(KEY) if scope['type'] == 'http' else None
        if not nonce:
            await self.app(scope, receive, send)
            return
        marked = f'<script nonce="{nonce}"'.encode()
        start: Message | None = None
        body = bytearray()

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message['type'] == 'http.response.start':
                if MutableHeaders(scope=message).get('content-type', '').startswith('text/html'):
                    start = message
                    return
            elif start is not None:
                body.extend(message.get('body', b''))
                if message.get('more_body'):
                    return
                page = bytes(body).replace(b'<script', marked)
                MutableHeaders(scope=start)['content-length'] = str(len(page))
                await send(start)
                message = {'type': 'http.response.body', 'body': page}
            await send(message)

        await self.app(scope, receive, rewrite)
