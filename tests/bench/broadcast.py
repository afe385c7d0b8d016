"""The reference for live pushes: bare python-socketio on the same web server, one room, the same bytes for all."""

import json
import sys
import time
from typing import Any

import socketio  # type: ignore[import-untyped]
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from services.env import env

server = socketio.AsyncServer(async_mode='asgi', cors_allowed_origins='*')


@server.event
async def connect(sid: str, _environ: dict[str, Any]) -> None:
    await server.enter_room(sid, 'all')


async def ready(_request: Request) -> Response:
    return Response('ok')


async def broadcast(request: Request) -> Response:
    """Send an event as socket.io writes it, `["name", data]`, to everybody; the instant before (`time.monotonic()`)."""
    name, data = json.loads(await request.body())
    begun = time.monotonic()
    await server.emit(name, data, room='all')
    return JSONResponse({'committed': begun})


app = Starlette(
    routes=[
        Route('/readyz', ready),
        Route('/broadcast', broadcast, methods=['POST']),
        Mount('/', socketio.ASGIApp(server)),
    ]
)

if __name__ == '__main__':
    sys.exit(
        uvicorn.run(
            app,
            host=env().host,
            port=env().port,
            ws='websockets-sansio',
            ws_per_message_deflate=False,
            log_level='warning',
        )
    )
