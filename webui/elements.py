"""The vocabulary of the screen: semantic tags, buttons, avatars."""

import zlib
from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.elements.mixins.text_element import TextElement

from webui.i18n import _
from webui.markup import icon_markup

KINDS = {
    'primary': 'button button-primary',
    'secondary': 'button button-secondary',
    'quiet': 'button button-quiet',
}
TONES = ('info', 'work', 'warn', 'accent')


class Tag(TextElement):
    """A native element with text."""

    def __init__(self, name: str, text: str = '') -> None:
        super().__init__(tag=name, text=text)


def tag(name: str, text: str = '', classes: str = '', /, **attributes: Any) -> Tag:
    """A native element; `aria_label` becomes `aria-label`. Use it in a `with` for children."""
    element = Tag(name, text)
    # Not through the observers, 15 µs each: a new element is sent whole anyway.
    list.extend(element._classes, classes.split())
    dict.update(element._props, {key.rstrip('_').replace('_', '-'): value for key, value in attributes.items()})
    return element


def icon(name: str) -> Element:
    """One of the icons of assets/icons.svg, for the eye only."""
    element = Element('span').classes('icon-box')
    element.props['innerHTML'] = str(icon_markup(name))
    return element


def heading(text: str, level: int = 1, classes: str = '') -> Tag:
    return tag(f'h{level}', text, classes)


def button(
    label: str,
    on_click: Callable[..., Any] | None = None,
    *,
    icon_name: str = '',
    kind: str = 'secondary',
    key: str = '',
    **attributes: Any,
) -> Tag:
    """A native button: `kind` is primary, secondary or quiet. `key` is its shortcut."""
    element = tag('button', '' if icon_name else label, KINDS[kind], type='button', **attributes)
    if icon_name:
        with element:
            icon(icon_name)
            tag('span', label)
    return _clickable(element, on_click, key)


def icon_button(label: str, icon_name: str, on_click: Callable[..., Any] | None = None, *, key: str = '') -> Tag:
    """A button that shows an icon; its name is read aloud and shown as its title."""
    element = tag('button', '', 'button icon-button', type='button', aria_label=label, title=label)
    with element:
        icon(icon_name)
    return _clickable(element, on_click, key)


def _clickable(element: Tag, on_click: Callable[..., Any] | None, key: str) -> Tag:
    if key:
        element.props['data-key'] = key
        element.props['aria-keyshortcuts'] = key.upper()
    if on_click:
        element.on('click', on_click, args=[])
    return element


def link(text: str, href: str, classes: str = '', icon_name: str = '', **attributes: Any) -> Tag:
    """A link inside the desk, or to an address of ours."""
    element = tag('a', '' if icon_name else text, classes, href=href, **attributes)
    if icon_name:
        with element:
            icon(icon_name)
            tag('span', text)
    return element


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()]
    return ''.join(word[0] for word in (words[:1] + words[1:][:1])).upper() or '?'


def tone_of(name: str) -> str:
    """The colour of a person's initials: always the same for the same name."""
    return TONES[zlib.crc32(name.encode()) % len(TONES)]


def avatar(name: str) -> Tag:
    """The initials of a person, for the eye only."""
    return tag('span', initials(name), 'avatar', aria_hidden='true', data_tone=tone_of(name))


def empty_state(icon_name: str, title: str, text: str) -> Tag:
    """Nothing to show, and what to do about it; put the one action into it."""
    element = tag('div', '', 'empty')
    with element:
        icon(icon_name)
        tag('p', title, 'empty-title')
        tag('p', text, 'empty-text')
    return element


def notify(text: str, *, kind: str = 'info') -> None:
    """A short message at the bottom; problems stay until they are closed."""
    closing = [{'label': _('Close'), 'color': 'inherit'}] if kind == 'problem' else []
    ui.notify(text, position='bottom', timeout=0 if closing else 4000, classes='toast', actions=closing)
