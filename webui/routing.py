"""The table of pages, their shells, and the one guard in front of both ways in: page load and in-shell navigation."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request
from nicegui import Client, ui
from nicegui.element import Element
from nicegui.page_arguments import RouteMatch

from models import User
from models.user import UserRole
from services.refusals import NotFound, SignedOut
from webui.edge.guest_proof import keep_proof
from webui.elements import tag
from webui.failures import report
from webui.form.keeping import all_kept
from webui.i18n import _, locale_of, speak
from webui.shell.gates import gate_before, mark_gated, watch_gates
from webui.shell.not_found import draw_failure, draw_not_found
from webui.viewer import anybody, viewer_of

Build = Callable[..., Awaitable[None]]
PATIENCE = 20  # seconds: on a busy machine a page is late, and no error


class Access(StrEnum):
    ANYONE = 'anyone'
    GUEST = 'guest'  # whoever has the signed link (webui/edge/guest_proof.py)
    SIGNED_IN = 'signed_in'
    STAFF = 'staff'
    ADMIN = 'admin'


@dataclass(frozen=True)
class Route:
    """One address, who may open it, and what draws it."""

    path: str
    access: Access
    build: Build


@dataclass
class Shell:
    """A frame around pages: inside it a click changes the content without loading the page again.

    `frame(viewer, outlet)` draws it; it calls `outlet()` once, where the pages go. Its pages are shown only to who has
    done what he has to do before (webui/shell/gates.py), unless it is not `is_gated`.
    """

    name: str
    frame: Callable[[User | None, Callable[[], 'GuardedPages']], Awaitable[None]]
    is_gated: bool = True
    routes: dict[str, Route] = field(default_factory=dict)

    def page(self, path: str, access: Access) -> Callable[[Build], Build]:
        """Register the decorated function as what draws `path` inside this shell."""

        def register(build: Build) -> Build:
            self.routes[path] = Route(path, access, build)
            return build

        return register


def admits(access: Access, viewer: User | None) -> bool:
    """Whether `viewer` may open pages with this access: the one permission of both ways in."""
    if access in (Access.ANYONE, Access.GUEST):
        return True
    if viewer is None:
        return False
    if access == Access.STAFF:
        return viewer.is_staff
    return access == Access.SIGNED_IN or viewer.role == UserRole.ADMIN


def login_address(request: Request) -> str:
    """The sign-in page that leads back here."""
    return f'/login?next={quote(_path_of(request), safe="")}'


def _path_of(request: Request) -> str:
    return request.url.path + (f'?{request.url.query}' if request.url.query else '')


class GuardedPages(ui.sub_pages):
    """The pages of a shell behind the guard, since no HTTP middleware sees a navigation inside it."""

    def __init__(self, shell: Shell) -> None:
        self.followers: list[Callable[[str], None]] = []
        self.is_gated = shell.is_gated
        super().__init__({route.path: self._guarded(route) for route in shell.routes.values()}, show_404=False)

    def _show(self) -> None:
        super()._show()
        for follow in self.followers:
            follow(self._router.current_path)

    def _render_page(self, match: RouteMatch) -> bool:
        self.followers.clear()
        return super()._render_page(match)

    def _guarded(self, route: Route) -> Build:
        @wraps(route.build)
        async def build(*args: Any, **kwargs: Any) -> None:
            client, router = self.client, self._router
            await all_kept(client)
            viewer = await anybody(client)
            if not admits(route.access, viewer):
                client.open('/' if viewer else f'/login?next={quote(router.current_path, safe="")}')
                return
            if self.is_gated and (gate := await gate_before(viewer, router.current_path)):
                client.open(gate)
                return
            try:
                await route.build(*args, **kwargs)
            except SignedOut:
                client.open(f'/login?next={quote(router.current_path, safe="")}')
            except NotFound:
                client.status_code = 404
                with self.clear():
                    draw_not_found()
            except Exception as problem:  # noqa: BLE001 - the last stop before the person
                client.status_code = 500
                with self.clear():
                    draw_failure(report(problem))
            if not router.is_initial_request:
                client.run_javascript('mesa.arrived()')

        return build

    def _handle_scrolling(self, match: RouteMatch, *, behavior: str) -> None:
        """A change inside the same page, of a tab or a view, leaves the reader where he is."""
        if behavior == 'instant' or match.fragment:
            super()._handle_scrolling(match, behavior=behavior)

    async def settle(self) -> None:
        """Wait until the first page is drawn, so that it is part of the answer."""
        while running := {task for task in self._active_tasks if not task.done()}:
            await asyncio.wait(running)


def follow_path(follow: Callable[[str], None]) -> None:
    """Tell the page that is being drawn each address at which it is shown: now, and when only the query changes."""
    places = ui.context.slot.parent.ancestors(include_self=True)
    pages = next(place for place in places if isinstance(place, GuardedPages))
    pages.followers.append(follow)
    follow(ui.context.client.sub_pages_router.current_path)


def mount(shell: Shell) -> None:
    """Serve the pages of `shell`."""

    async def admit(request: Request) -> User | None:
        """Before anything is built: who may not see the page is led to the door, or finds nothing."""
        viewer = await viewer_of(request)
        route = shell.routes[request.scope['route'].path]
        if route.access == Access.GUEST:
            await keep_proof(request)
        if not admits(route.access, viewer):
            if viewer:
                raise HTTPException(404)
            raise HTTPException(303, headers={'Location': login_address(request)})
        if shell.is_gated and (gate := await gate_before(viewer, _path_of(request))):
            raise HTTPException(303, headers={'Location': gate})
        if shell.is_gated:
            mark_gated(request.scope)
        return viewer

    async def root(request: Request, client: Client, viewer: Annotated[User | None, Depends(admit)]) -> None:
        speak(client, locale_of(request, viewer))
        opened: list[GuardedPages] = []

        def outlet() -> GuardedPages:
            with tag('div', '', 'content', tabindex='-1') as content:
                opened.append(GuardedPages(shell))
            _skip_link(client, content)
            return opened[0]

        await shell.frame(viewer, outlet)
        if viewer and shell.is_gated:
            await watch_gates(client, viewer)
        await opened[0].settle()

    root.__name__ = root.__qualname__ = f'{shell.name}_shell'
    for path in shell.routes:
        ui.page(path, response_timeout=PATIENCE)(root)


def _skip_link(client: Client, content: Element) -> None:
    """The first thing that the keyboard reaches leads past bar and menus."""
    with client.layout:
        link = tag('a', _('Skip to content'), 'skip-link', href='#' + content.html_id, data_focus=content.html_id)
    link.move(client.layout, target_index=0)
