"""What the network is made of: components, their groups and regions. Only admins say so; states are status.py.

A component is retired, never deleted: its past stays true.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tortoise.models import Model

from models import CatalogItem, Component, ComponentGroup, IncidentComponent, Probe, Region, StatusInterval, User
from models.audience import Reach
from models.db.transaction import transaction
from models.user import UserRole
from services import audiences, audit
from services.announce import announce
from services.board.component_form import Values, read_component, read_named, slug_of
from services.clock import now
from services.language import N_
from services.plain_text import is_id
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken

THING = 'component'  # as `Audience` calls it
Row = TypeVar('Row', Component, ComponentGroup, Region)
Told = Mapping[str, Any]  # what a form says of a row
TOLD = {
    Component: ('name', 'description', 'group_id', 'reach', 'is_active', 'translations'),
    ComponentGroup: ('name', 'parent_id', 'opens_when_troubled', 'translations'),
    Region: ('name', 'translations'),
}


@dataclass(frozen=True)
class Network:
    """All of it in its order, retired components too, each with its regions and its types of ticket."""

    groups: list[ComponentGroup]
    regions: list[Region]
    components: list[Component]


async def network(actor: User) -> Network:
    """For an admin."""
    await _check(actor)
    return Network(
        await ComponentGroup.all().order_by('position', 'id'),
        await Region.all().order_by('position', 'id'),
        await Component.all().order_by('position', 'id').prefetch_related('regions', 'items'),
    )


async def find(actor: User, row: Row) -> tuple[Row, Told]:
    """A component, group or region as it is now, for the form that changes it, and what that is filled with."""
    await _check(actor)
    fresh: Row | None = await type(row).get_or_none(id=row.id)
    if fresh is None:
        raise NotFound
    if isinstance(fresh, Component):
        await fresh.fetch_related('regions', 'items')
    return fresh, await _told(fresh)


async def save(actor: User, values: Values, component_id: int | None = None, started: Told | None = None) -> Component:
    """Make a component of a form's values, or change one; `started` is what the form was filled with (`find`).

    `Invalid` names what is wrong, `Overtaken`.
    """
    row, words = read_component(values)
    async with transaction():
        admin = await _check(actor)
        group = row.pop('group')
        if group and not await ComponentGroup.exists(id=group):
            raise Invalid({'group': N_('Choose one of the options')})
        regions = await Region.filter(id__in=row.pop('regions'))
        items = await CatalogItem.filter(slug__in=row.pop('items'))
        component = await _locked(Component, component_id) if component_id else await _new(row['name'])
        before = await _before(component, started) if component_id else {}
        await component.update_from_dict(row | {'group_id': group}).save()
        await component.regions.clear()
        await component.regions.add(*regions)
        await component.items.clear()
        await component.items.add(*items)
        await audiences.write(THING, component.id, Reach(row['reach']), words)
        subject = component.slug
        after = await _told(component)
        await audit.record('component_saved', actor=admin, subject=subject, before=before, after=after)
        await announce({'board'})
    return component


async def move(actor: User, component_id: int, places: int) -> None:
    """Move a component up (negative) or down so many places."""
    async with transaction():
        admin = await _check(actor)
        rows = await Component.all().order_by('position', 'id').select_for_update()
        found = [n for n, row in enumerate(rows) if row.id == component_id]
        if not found:
            raise NotFound
        moved = rows.pop(found[0])
        rows.insert(max(0, found[0] + places), moved)
        for position, row in enumerate(rows):
            if row.position != position:
                await Component.filter(id=row.id).update(position=position)
        before, after = {'position': found[0]}, {'position': rows.index(moved)}
        await audit.record('component_moved', actor=admin, subject=moved.slug, before=before, after=after)
        await announce({'board'})


async def save_group(actor: User, values: Values, group_id: int | None = None, started: Told | None = None) -> None:
    """Make a group, or change one: `name`, its translations, `parent`, `opens_when_troubled`. As `save`."""
    row = read_named(values)
    parent_id = int(values['parent']) if is_id(values.get('parent', '')) else None
    async with transaction():
        admin = await _check(actor)
        if parent_id and (
            parent_id == group_id
            or not await ComponentGroup.exists(id=parent_id, parent_id=None)
            or (group_id and await ComponentGroup.exists(parent_id=group_id))
        ):
            raise Invalid({'parent': N_('Groups have two levels')})
        group = await _locked(ComponentGroup, group_id) if group_id else ComponentGroup(position=await _last())
        before = await _before(group, started) if group_id else {}
        group.update_from_dict(row | {'parent_id': parent_id, 'opens_when_troubled': 'folds.on' in values})
        await group.save()
        after = await _told(group)
        await audit.record('component_group_saved', actor=admin, subject=group.name, before=before, after=after)
        await announce({'board'})


async def delete_group(actor: User, group_id: int) -> None:
    """Its components stay, without a group, and so do those of the groups below it."""
    async with transaction():
        admin = await _check(actor)
        group = await _locked(ComponentGroup, group_id)
        await group.delete()
        await audit.record('component_group_deleted', actor=admin, subject=group.name)
        await announce({'board'})


async def save_region(actor: User, values: Values, region_id: int | None = None, started: Told | None = None) -> None:
    """Make a region, or give one another name. As `save`."""
    row = read_named(values)
    async with transaction():
        admin = await _check(actor)
        if await Region.filter(name=row['name']).exclude(id=region_id or 0).exists():
            raise Invalid({'name': N_('There is one of this name already')})
        region = await _locked(Region, region_id) if region_id else Region(position=await Region.all().count())
        before = await _before(region, started) if region_id else {}
        await region.update_from_dict(row).save()
        await audit.record('region_saved', actor=admin, subject=region.name, before=before, after=await _told(region))
        await announce({'board'})


async def delete_region(actor: User, region_id: int) -> None:
    """`NotAllowed` when something was said about it: it belongs to the past of its components."""
    async with transaction():
        admin = await _check(actor)
        region = await _locked(Region, region_id)
        for said in (StatusInterval, IncidentComponent, Probe):
            if await said.filter(region_id=region.id).exists():
                raise NotAllowed(N_('Something was said about this region. Take it off its services instead.'))
        await region.delete()
        await audit.record('region_deleted', actor=admin, subject=region.name)
        await announce({'board'})


async def _check(actor: User | None) -> User:
    admin = await User.get_or_none(id=actor.id, is_active=True, role=UserRole.ADMIN) if actor else None
    if admin is None:
        raise NotAllowed(N_('Only an administrator may change the settings.'))
    return admin


async def _locked(table: type[Any], row_id: int) -> Any:
    row: Model | None = await table.filter(id=row_id).select_for_update().get_or_none()
    if row is None:
        raise NotFound
    return row


async def _new(name: str) -> Component:
    slugs = await Component.all().values_list('slug', flat=True)
    return Component(
        slug=slug_of(name, {str(slug) for slug in slugs}), position=await Component.all().count(), created_at=now()
    )


async def _last() -> int:
    return await ComponentGroup.all().count()


async def _before(row: Row, started: Told | None) -> dict[str, Any]:
    """What a locked row says before it changes. `Overtaken` where a form was filled with something else."""
    before = await _told(row)
    if started is not None and before != started:
        raise Overtaken('', None)
    return before


async def _told(row: Row) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in TOLD[type(row)]}
    if isinstance(row, Component):
        told['regions'] = await row.regions.all().order_by('name').values_list('name', flat=True)
        told['items'] = await row.items.all().order_by('slug').values_list('slug', flat=True)
        told['audience'] = sorted(await audiences.chosen(THING, row.id))
    return told
