"""A native dialog with its title and the way out."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from nicegui.element import Element

from webui.elements import Tag, button, heading, icon_button, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _


def sheet(title: str) -> Tag:
    """Draw it, closed: `run_method('showModal')` opens it, whatever has `data-closes` in it closes it."""
    dialog = tag('dialog', '', 'sheet', role='dialog', aria_label=title)
    with dialog, tag('div', '', 'sheet-head'):
        heading(title, 2)
        icon_button(_('Close'), 'x').props['data-closes'] = ''
    return dialog


@contextmanager
def opened(place: Element, title: str) -> Iterator[Tag]:
    """A dialog alone in `place`: what the `with` draws is its content, then it is shown."""
    place.clear()
    with place, sheet(title) as dialog:
        yield dialog
    dialog.run_method('showModal')


def sheet_foot(send: str) -> None:
    """The foot of a form in a dialog: what sends it, and the way back."""
    with tag('div', '', 'form-foot'):
        send_button(send)
        button(_('Cancel')).props['data-closes'] = ''


def confirm(place: Element, question: str, what_follows: str, does: str, act: Callable[[], Awaitable[None]]) -> None:
    """Ask in a dialog before `act` does what cannot be taken back; `does` is the word on the button."""

    async def confirmed(_values: Values) -> None:
        await act()
        dialog.run_method('close')

    with opened(place, question) as dialog:
        tag('p', what_follows)
        form = Form(confirmed)
        with form.element:
            sheet_foot(does)
