"""The button, and the key, that give the next ticket of the view to work on, already one's own."""

from collections.abc import Callable
from dataclasses import replace

from nicegui import ui

from services.desk.next_ticket import take_next
from webui.actions import action
from webui.desk.desk_place import Place
from webui.elements import Tag, icon_button, notify
from webui.i18n import _
from webui.viewer import viewer


def next_button(place: Callable[[], Place]) -> Tag:
    """`place` says where the agent is now."""

    @action
    async def go() -> None:
        here = place()
        ticket = await take_next(await viewer(), here.view, here.filters, besides=here.number)
        if ticket is None:
            notify(_('No other ticket of this view waits for you.'))
        else:
            ui.navigate.to(replace(here, number=ticket.number).address)

    return icon_button(_('Take the next ticket'), 'play', go, key='w')
