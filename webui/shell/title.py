"""The title of the page in the browser's tab."""

from nicegui import ui

from webui.shell.brand import name_of


def title(text: str) -> None:
    """`text` first, then the desk: what differs between tabs is read first."""
    full = f'{text} · {name_of(ui.context.client)}'
    if ui.context.client.title != full:
        ui.page_title(full)
