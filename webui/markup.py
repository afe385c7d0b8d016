"""Rows and thread entries as one element each: escaped markup instead of a tree of elements.

An element costs some 50 µs and 4 KiB per viewer; a list row drawn as one element costs a tenth of one drawn as ten.
Everything a person wrote goes through `Markup.format` or `linkify`, which escape it.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache, wraps
from typing import Any

from markupsafe import Markup, escape
from nicegui.element import Element

from services import settings
from services.clock import now
from services.settings import Desk
from webui.edge.static_files import asset
from webui.i18n import Locale, locale

ICON = Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>')
SPRITE = asset('icons.svg')
BRAND = Markup('<img class="brand-mark" src="{}" alt="">').format(asset('favicon.svg'))
# dir: a text that turns the direction of writing must not show another address than it leads to
_LINK = Markup('<a dir="ltr" href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>')
_ADDRESS = re.compile(r'(?:https?://|mailto:|tel:\+?)\w[^\s<>"\'«»]{0,2000}', re.IGNORECASE)
_TRAILING = '.,;:!?)]}…'


def rich(tag: str, classes: str = '') -> Element:
    """An element whose content is set by `fill`."""
    element = Element(tag)
    list.extend(element._classes, classes.split())  # as `elements.tag` does
    return element


def fill(element: Element, markup: Markup) -> None:
    """Show `markup` as the content of `element`."""
    if element.props.get('innerHTML') != markup:
        element.props['innerHTML'] = str(markup)


def drawn_once(draw: Callable[..., Markup]) -> Callable[..., Markup]:
    """Let `draw` draw the same arguments once a minute for all who read in the same language and zone."""

    @lru_cache(maxsize=2000)
    def kept(_locale: Locale, _minute: datetime, _desk: str, *args: Any) -> Markup:
        return draw(*args)

    @wraps(draw)
    def drawing(*args: Any) -> Markup:
        return kept(locale(), now().replace(second=0, microsecond=0), settings.last(Desk).name, *args)

    return drawing


@cache
def icon_markup(name: str) -> Markup:
    """One of the icons of assets/icons.svg, for the eye only."""
    return ICON.format(SPRITE, name)


def linkify(text: str) -> Markup:
    """What a person typed, as paragraphs with its addresses as links; everything else stays text."""
    paragraphs = [part for part in re.split(r'\n{2,}', text.replace('\r\n', '\n').strip('\n')) if part]
    return Markup('').join(Markup('<p dir="auto">{}</p>').format(_lines(part)) for part in paragraphs)


def _lines(text: str) -> Markup:
    return Markup('<br>').join(_links(line) for line in text.split('\n'))


def _links(line: str) -> Markup:
    pieces, end = [], 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(_TRAILING)
        pieces += [escape(line[end : match.start()]), _LINK.format(address, address)]
        end = match.start() + len(address)
    return Markup('').join([*pieces, escape(line[end:])])
