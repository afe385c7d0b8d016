"""The title of the page in the browser's tab."""

from nicegui import ui

from webui.i18n import _
from webui.shell.brand import name_of


def title(text: str) -> None:
    """`text` first, then the desk: what differs between tabs is read first."""
    full = f'{text} · {name_of(ui.context.client)}'
    if ui.context.client.title != full:
        ui.page_title(full)


def mark_title(*, is_wrong: bool) -> None:
    """Say in the title whether something in a form is wrong: a screen reader reads it first."""
    shown, prefix = ui.context.client.title or '', _('Error: ')
    wanted = (prefix if is_wrong else '') + shown.removeprefix(prefix)
    if wanted != shown:
        ui.page_title(wanted)
