"""The desk's mark, name and colour, on every page; when an admin changes them, every open page changes too (S0-9)."""

from weakref import WeakKeyDictionary

from markupsafe import Markup
from nicegui import Client, ui

from services import settings
from services.brand import colour_problem
from services.settings import Desk
from webui.elements import tag
from webui.live import live
from webui.markup import BRAND, fill, rich

NAME = Desk().name
_MARK = Markup('<img class="brand-mark" src="{}" alt="">')
_BOARD = Markup('<span class="brand" data-row="brand" data-own="{own}">{mark}<style>{colour}</style></span>')
_COLOUR = Markup(':root {{ --brand: {}; }}')  # what becomes of it: assets/css/tokens.css
_names: WeakKeyDictionary[Client, str] = WeakKeyDictionary()


async def brand() -> None:
    """The mark and the name, which lead home."""
    client = ui.context.client
    with tag('a', '', 'brand', href='/') as place:
        mark, name = rich('span'), tag('span')
    colour = rich('style')

    async def show() -> None:
        desk = await settings.load(settings.Desk)
        name.text = desk.name
        fill(mark, mark_of(desk))
        place.props['data-own'] = 'yes' if _has_colour(desk) else 'no'
        fill(colour, colour_of(desk))
        _call(client, desk.name)

    await live(['settings'], show)


def mark_of(desk: Desk) -> Markup:
    """The desk's own image, or ours."""
    return _MARK.format(desk.logo) if desk.logo else BRAND


def brand_markup(desk: Desk) -> Markup:
    """The mark and what colours the page, for a board that is drawn as markup."""
    return _BOARD.format(own='yes' if _has_colour(desk) else 'no', mark=mark_of(desk), colour=colour_of(desk))


def colour_of(desk: Desk) -> Markup:
    """The style that puts the desk's colour in the place of ours, if it has one that can be read."""
    return _COLOUR.format(desk.colour) if _has_colour(desk) else Markup('')


def _has_colour(desk: Desk) -> bool:
    return bool(desk.colour) and colour_problem(desk.colour) is None


def name_of(client: Client) -> str:
    """What the desk is called on a page of `client`."""
    return _names.get(client, NAME)


def _call(client: Client, name: str) -> None:
    """Remember the name, and put the new one behind the title."""
    before = name_of(client)
    _names[client] = name
    if client.title and before != name and client.title.endswith(before):
        ui.page_title(client.title.removesuffix(before) + name)
