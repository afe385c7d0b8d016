"""A native dialog with its title and the way out."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from nicegui.element import Element

from services.refusals import Invalid, Overtaken
from webui.actions import action
from webui.elements import Tag, button, heading, icon_button, tag
from webui.form.forms import send_button
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
        _cancel()


@contextmanager
def told_inside() -> Iterator[None]:
    """Around what a form in a dialog does: a message of the page would stand behind the dialog."""
    try:
        yield
    except Overtaken as overtaken:
        raise Invalid({'': overtaken.text}) from None


def confirm(place: Element, question: str, what_follows: str, does: str, act: Callable[[], Awaitable[None]]) -> None:
    """Ask in a dialog before `act` does what cannot be taken back; `does` is the word on the button."""

    @action
    async def confirmed() -> None:
        await act()
        dialog.run_method('close')

    with opened(place, question) as dialog:
        tag('p', what_follows)
        with tag('div', '', 'form-foot'):
            button(does, confirmed, kind='primary')
            _cancel()


def _cancel() -> None:
    button(_('Cancel')).props['data-closes'] = ''
