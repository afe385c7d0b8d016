"""The frame around the page of somebody with a signed link: no way to anything else of the desk but its start."""

from collections.abc import Callable

from nicegui import ui

from models import User
from webui.elements import tag
from webui.routing import GuardedPages, Shell
from webui.shell.brand import brand
from webui.shell.language_menu import language_switch
from webui.shell.portal_shell import lost_line, pulse, theme_switch


async def frame(_viewer: User | None, outlet: Callable[[], GuardedPages]) -> None:
    """Bar and content."""
    layout = ui.context.client.layout
    with layout:
        with tag('header', '', 'bar') as bar, tag('div', '', 'bar-inner'):
            await brand()
            with tag('div', '', 'bar-tools'):
                pulse()
                language_switch()
                theme_switch()
        bar.move(layout, target_index=0)
    lost_line()
    outlet()


shell = Shell('guest', frame, is_gated=False)
