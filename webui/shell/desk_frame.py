"""The frame of the agents' desk: rail and queue, which stay while tickets come and go beside them."""

from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from models import User
from services.desk import queue
from services.desk.queue_marks import PRESENCE
from webui.desk.desk_place import DEFAULT, VIEWS, place_of
from webui.desk.desk_queue import Queue
from webui.desk.desk_rail import Rail, view_of
from webui.desk.desk_shortcuts import shortcuts_sheet
from webui.elements import tag
from webui.i18n import _, saying
from webui.live import live
from webui.routing import GuardedPages, Shell
from webui.shell.bell import bell_menu
from webui.shell.brand import brand
from webui.shell.palette import palette
from webui.shell.portal_shell import lost_line
from webui.viewer import viewer


async def frame(person: User | None, outlet: Callable[[], GuardedPages]) -> None:
    """Rail beside the content, queue and outlet in it."""
    assert person is not None, 'the desk is for its staff'
    layout, router = ui.context.client.layout, ui.context.client.sub_pages_router
    with layout:
        rail = Rail(person)
        with rail.brand:
            await brand()
        with rail.tools:
            await bell_menu(person, '/desk')
        shortcuts_sheet()
        palette(person)
    rail.element.move(layout, target_index=0)
    lost_line()
    with tag('div', '', 'desk'):
        pane = Queue(place_of(router.current_path))
        outlet()
    rail.links.follow()

    async def show() -> None:
        actor = await viewer()
        counts, departments = await queue.counts(actor), await queue.departments(actor)
        names: dict[str, tuple[str, int | None]] = {
            view: (_(word), counts.get(view)) for view, (_icon, word) in VIEWS.items()
        }
        names |= {view_of(row): (saying(row['name']), row['count']) for row in departments}
        if pane.place.view not in names:
            pane.go(replace(pane.place, view=DEFAULT))
        reading = await pane.read(actor)  # before anything is drawn: so all of it is one message
        rail.show(counts, departments, reading.place.view)
        await pane.show(reading, *names[reading.place.view])

    with pane.element:
        view = await live(['queue', PRESENCE, 'catalog', f'user:{person.id}'], show, every=60)

    def follow(path: str) -> None:
        pane.go(place_of(path))
        view.refresh()

    pane.refresh = view.refresh
    router.on_path_changed(follow)


shell = Shell('desk', frame)
