"""A button that puts a text on the clipboard, and says so."""

from webui.elements import button, notify
from webui.i18n import _

# Browsers lend the clipboard to pages of a safe origin only.
COPY = '(event) => navigator.clipboard?.writeText(event.currentTarget.dataset.copy).then(() => emit())'


def copy_button(text: str) -> None:
    """Draw it; `text` is what is copied."""
    button(_('Copy'), icon_name='copy', data_copy=text).on('click', lambda: notify(_('Copied')), js_handler=COPY)
