"""The composition root: pages, edges and background work of one process, over a database that is open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from nicegui import ui

from pages import (  # noqa: F401 - each registers itself with its shell
    announcements,
    article,
    confirm_subscription,
    demo_mail,
    desk,
    desk_announcements,
    desk_article_report,
    desk_articles,
    desk_downloads,
    desk_incident_new,
    desk_incident_templates,
    desk_incident_view,
    desk_incidents,
    desk_new,
    desk_status,
    desk_texts,
    desk_ticket,
    downloads,
    escalation,
    guest,
    home,
    incident,
    invite,
    kiosk,
    knowledge,
    login,
    login_code,
    mail_confirmation,
    new_ticket,
    profile,
    recover,
    register,
    register_wait,
    reset,
    search,
    second_factor,
    settings_announcements,
    settings_audit,
    settings_catalog,
    settings_catalog_item,
    settings_companies,
    settings_company,
    settings_departments,
    settings_escalation,
    settings_general,
    settings_hours,
    settings_languages,
    settings_mail,
    settings_people,
    settings_people_import,
    settings_person,
    settings_priorities,
    settings_remote,
    settings_sla,
    settings_status,
    settings_texts,
    setup,
    severities,
    status,
    subscribe,
    terms_of_service,
    ticket,
    tickets,
    unsubscribe,
    verify,
)
from services import events, housekeeping, languages, timers
from services.board import board_files
from services.env import env
from services.hours import holiday_watch
from services.mail import mail_out
from services.probes import probe_runner
from services.search import search_index
from services.subscriptions import webhooks
from webui import routing, runtime
from webui.board import board_room
from webui.edge import (
    audit_door,
    doors,
    download_files,
    feeds,
    mail_doors,
    operators,
    plain_board,
    push,
    registration_doors,
    socket_guard,
    static_files,
    subscription_doors,
    uploads,
)
from webui.edge.edge import edge
from webui.shell import desk_frame, document, door_shell, guest_shell, portal_shell, settings_frame

FRAME = 300_000  # bytes of one websocket message, a little over what the socket guard lets through


def build() -> FastAPI:
    """The web application, with everything that it answers."""
    app = FastAPI(lifespan=_background, docs_url=None, redoc_url=None, openapi_url=None)
    for router in (
        doors.router,
        registration_doors.router,
        mail_doors.router,
        uploads.router,
        download_files.router,
        operators.router,
        push.router,
        feeds.router,
        subscription_doors.router,
        settings_frame.router,
        audit_door.router,
    ):
        app.include_router(router)
    static_files.mount(app)
    for shell in (portal_shell.shell, desk_frame.shell, door_shell.shell, guest_shell.shell, settings_frame.shell):
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
        await languages.apply()
        tasks.create_task(languages.follow(stop))
        tasks.create_task(mail_out.run(stop))
        tasks.create_task(webhooks.run(stop))
        tasks.create_task(housekeeping.run(stop))
        tasks.create_task(holiday_watch.run(stop))
        tasks.create_task(probe_runner.run(stop))
        tasks.create_task(probe_runner.watch(stop))
        tasks.create_task(timers.run(stop))
        tasks.create_task(search_index.run())
        tasks.create_task(socket_guard.sweep_forever(stop))
        tasks.create_task(board_room.beat_forever(stop))
        tasks.create_task(board_files.keep_written(plain_board.files(), stop))
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
