"""The title of the page in the browser's tab."""

from nicegui import ui


def title(text: str) -> None:
    """`text` first, then the desk: what differs between tabs is read first."""
    ui.page_title(f'{text} · Mesa Viva')
