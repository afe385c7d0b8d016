"""The composition root: pages, edges and background work of one process, over a database that is open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from nicegui import ui

from pages import (  # noqa: F401 - each registers itself with its shell
    demo_mail,
    desk,
    desk_new,
    desk_texts,
    desk_ticket,
    guest,
    home,
    login,
    new_ticket,
    profile,
    recover,
    reset,
    search,
    ticket,
    tickets,
)
from services import events, housekeeping, mail_out, search_index
from services.env import env
from webui import (
    desk_frame,
    document,
    door_shell,
    doors,
    guest_shell,
    operators,
    portal_shell,
    routing,
    runtime,
    socket_guard,
    static_files,
    uploads,
)
from webui.edge import edge

FRAME = 300_000  # bytes of one websocket message, a little over what the socket guard lets through


def build() -> FastAPI:
    """The web application, with everything that it answers."""
    app = FastAPI(lifespan=_background, docs_url=None, redoc_url=None, openapi_url=None)
    for router in (doors.router, uploads.router, operators.router):
        app.include_router(router)
    static_files.mount(app)
    for shell in (portal_shell.shell, desk_frame.shell, door_shell.shell, guest_shell.shell):
        routing.mount(shell)
    document.prepare()
    ui.run_with(
        app,
        title='Mesa Viva',
        tailwind=False,
        show_welcome_message=False,
        binding_refresh_interval=None,
        reconnect_timeout=runtime.RECONNECT,
        gzip_middleware_factory=static_files.compression,
    )
    return app


@asynccontextmanager
async def _background(_app: FastAPI) -> AsyncIterator[None]:
    """What runs beside the requests."""
    stop = asyncio.Event()
    async with events.following(), asyncio.TaskGroup() as tasks:
        tasks.create_task(mail_out.run(stop))
        tasks.create_task(housekeeping.run(stop))
        tasks.create_task(search_index.run())
        tasks.create_task(socket_guard.sweep_forever(stop))
        socket_guard.install()
        runtime.tune()
        yield
        stop.set()


async def serve() -> None:
    """Serve until the process is told to stop."""
    config = uvicorn.Config(
        edge(build()),
        host=env().host,
        port=env().port,
        http='h11',  # bounds headers and is strict about lengths; httptools takes endless ones
        ws='websockets-sansio',
        ws_max_size=FRAME,
        ws_per_message_deflate=False,
        server_header=False,
        proxy_headers=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    await uvicorn.Server(config).serve()
