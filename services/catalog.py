"""The predefined types of ticket (S0-19)."""

from dataclasses import dataclass

from models import CatalogItem
from models.catalog_item import TicketKind
from models.priority import TARGETS, priority
from services.language import N_, Text
from services.refusals import NotFound
from services.shared import shared


@dataclass(frozen=True)
class Tile:
    """One type on the home page. `promise` says how soon a first answer comes; urgent and generic types say none."""

    slug: str
    icon: str
    title: str
    summary: str
    promise: Text | None
    is_urgent: bool
    is_generic: bool


@dataclass(frozen=True)
class Home:
    """The two groups of the home page, each ending with its generic type (S0-20)."""

    incidents: tuple[Tile, ...]
    requests: tuple[Tile, ...]


async def home(language: str) -> Home:
    """The active types, in the order that the desk gave them, in `language`."""
    items = await _active()
    return Home(
        tuple(_tile(item, language) for item in items if item.kind == TicketKind.INCIDENT),
        tuple(_tile(item, language) for item in items if item.kind != TicketKind.INCIDENT),
    )


async def item(slug: str) -> CatalogItem:
    """An active type with its questions and its department. `NotFound` otherwise."""
    for found in await _active():
        if found.slug == slug:
            return found
    raise NotFound


async def _active() -> list[CatalogItem]:
    """All active types with their departments, one statement for everybody until the catalogue changes."""
    return await shared('catalog', ['catalog'], _query)


async def _query() -> list[CatalogItem]:
    return (
        await CatalogItem.filter(is_active=True).select_related('department').order_by('is_generic', 'position', 'id')
    )


def _tile(item: CatalogItem, language: str) -> Tile:
    is_urgent = item.department.is_urgent_only
    return Tile(
        item.slug,
        item.icon,
        item.text('title', language),
        item.text('summary', language),
        None if is_urgent or item.is_generic else first_response(item),
        is_urgent,
        item.is_generic,
    )


def first_response(item: CatalogItem) -> Text:
    """The first response promised at the item's own priority, as words («Primera respuesta < 3 h»)."""
    minutes = TARGETS[priority(item.impact, item.urgency)].first_response.total_seconds() / 60
    if minutes < 60:
        return N_('First response < %(minutes)d min', minutes=int(minutes))
    return N_('First response < %(hours)d h', hours=int(minutes / 60))
