"""The types of tickets as an admin keeps them: made, changed, put in order, shown or not (S0-19)."""

from dataclasses import dataclass
from typing import Any

from models import CatalogItem, Department, SlaPolicy, User
from models.audience import Reach
from models.catalog_item import TicketKind
from models.db.transaction import transaction
from services import audiences, audit
from services.announce import announce
from services.board.component_form import slug_of
from services.catalog.catalog import THING
from services.catalog.catalog_form import ItemForm, form_of
from services.env import env
from services.language import N_, Text, Words
from services.refusals import Invalid, NotFound, Overtaken
from services.settings import Stored, check, check_admin


@dataclass(frozen=True)
class Shelf:
    """All types, also those that are not shown, in the groups and the order of the home page."""

    incidents: tuple[CatalogItem, ...]
    requests: tuple[CatalogItem, ...]
    elsewhere: tuple[CatalogItem, ...]


async def shelf(actor: User) -> Shelf:
    """For an admin."""
    await check_admin(actor)
    rows = await CatalogItem.all().select_related('department').order_by('is_generic', 'position', 'id')
    return Shelf(*(tuple(row for row in rows if _group(row.kind) == group) for group in range(3)))


async def find(actor: User, slug: str) -> CatalogItem:
    """A type for an admin. `NotFound`, `NotAllowed`."""
    await check_admin(actor)
    item = await CatalogItem.get_or_none(slug=slug)
    if item is None:
        raise NotFound
    return item


async def read(slug: str) -> Stored[ItemForm]:
    """A type as the form that changes it shows it."""
    item = await CatalogItem.get_or_none(slug=slug)
    if item is None:
        raise NotFound
    value = form_of(item, await audiences.chosen(THING, item.id))
    return Stored(value, *await audit.last('item_saved', slug))


async def make(actor: User, title: str, kind: str, department_id: int) -> CatalogItem:
    """A new type, the last of its group, which is not shown yet. `Invalid`, `NotAllowed`."""
    await check_admin(actor)
    value = ItemForm(texts={'title': {env().language: title.strip()}}, kind=kind, department=department_id)
    problems = {name.removesuffix(f'.{env().language}'): problem for name, problem in value.problems().items()}
    if wrong := {name: problem for name, problem in problems.items() if name in ('title', 'kind')}:
        raise Invalid(wrong)
    async with transaction():
        await _check_links(value)
        rows = await CatalogItem.all().select_for_update().values_list('slug', 'position')
        slug = slug_of(title, {str(row[0]) for row in rows})
        position = max((int(row[1]) for row in rows), default=0) + 1
        item = await CatalogItem.create(**value.columns(), slug=slug, position=position)
        await audit.record('item_made', actor=actor, subject=slug, after=_told(value))
        await announce({'catalog'})
    return item


async def save(actor: User, slug: str, value: ItemForm, started: ItemForm | None = None) -> None:
    """Change a type; its questions are services/catalog.change_questions. `Invalid`, `Overtaken`, `NotAllowed`."""
    await check_admin(actor)
    check(value)
    async with transaction():
        item = await CatalogItem.filter(slug=slug).select_for_update().get_or_none()
        kept = await read(slug)
        if item is None:
            raise NotFound
        if started is not None and kept.value != started:
            raise Overtaken(kept.name, kept.at)
        await _check_links(value)
        await item.update_from_dict(value.columns()).save()
        await audiences.write(THING, item.id, Reach(value.reach), value.audience)
        await audit.record('item_saved', actor=actor, subject=slug, before=_told(kept.value), after=_told(value))
        await announce({'catalog'})


async def move(actor: User, slug: str, places: int) -> None:
    """Move a type up (negative) or down so many places within its group."""
    await check_admin(actor)
    async with transaction():
        rows = await CatalogItem.all().order_by('position', 'id').select_for_update()
        item = next((row for row in rows if row.slug == slug), None)
        if item is None:
            raise NotFound
        group = [row for row in rows if _place(row) == _place(item)]
        at = group.index(item)
        to = min(max(0, at + places), len(group) - 1)
        if to == at:
            return
        anchor = group[to]
        rows.remove(item)
        rows.insert(rows.index(anchor) + (to > at), item)
        for position, row in enumerate(rows):
            if row.position != position:
                await CatalogItem.filter(id=row.id).update(position=position)
        await audit.record('item_moved', actor=actor, subject=slug, before={'place': at}, after={'place': to})
        await announce({'catalog'})


def _place(item: CatalogItem) -> tuple[int, bool]:
    """The generic type of a group stays its last (S0-20)."""
    return _group(item.kind), item.is_generic


def _group(kind: TicketKind) -> int:
    return {TicketKind.INCIDENT: 0, TicketKind.REDIRECT: 2}.get(kind, 1)


async def _check_links(value: ItemForm) -> None:
    wrong: dict[str, Text] = {}
    if not await Department.exists(id=value.department, is_active=True):
        wrong['department'] = N_('Choose a department')
    if value.sla_policy and not await SlaPolicy.exists(id=value.sla_policy):
        wrong['sla_policy'] = N_('Choose one of the options')
    if wrong:
        raise Invalid(wrong)


def _told(value: ItemForm) -> dict[str, Any]:
    return vars(value) | {'audience': list(value.audience)}


async def departments() -> list[tuple[int, Words]]:
    """Which departments a type can be given to: (id, name)."""
    rows = await Department.filter(is_active=True).order_by('position', 'id')
    return [(row.id, Words.of(row, 'name')) for row in rows]
