"""Writing the truth: from when to when each source says that a component is in a state.

What agents say by hand has the id of the component as its `source_id`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from models import Component, StatusInterval, User
from models.component import ComponentStatus, StatusSource
from models.db.transaction import transaction
from models.uptime import worst
from services import audit
from services.announce import announce
from services.audiences import check_desk
from services.clock import now
from services.refusals import NotFound

Place = tuple[int, int | None]  # the ids of a component and of one of its regions; None: everywhere


async def set_by_hand(actor: User | None, component_id: int, region_id: int | None, status: ComponentStatus) -> None:
    """Say how a component is from now on, in one region or everywhere; then also where it was said of one region.

    It takes nothing back of what incidents, maintenance and probes say: the worst of all holds. `NotAllowed` for
    anybody but the people of the desk, `NotFound` for what is not there.
    """
    async with transaction():
        person = await check_desk(actor)
        component = await Component.filter(id=component_id, is_active=True).select_for_update().get_or_none()
        if component is None:
            raise NotFound
        regions = {row['id'] for row in await component.regions.all().values('id')}
        if region_id is not None and region_id not in regions:
            raise NotFound
        before = await by_hand(component.id)
        after = {None: status} if region_id is None else _spread(before, regions) | {region_id: status}
        await turn(StatusSource.MANUAL, component.id, {(component.id, key): one for key, one in after.items()}, now())
        subject = component.slug if region_id is None else f'{component.slug} {region_id}'
        told = {'status': before.get(region_id, ComponentStatus.OPERATIONAL)}
        await audit.record('status_set', actor=person, subject=subject, before=told, after={'status': status})
        await announce({'board'})


async def by_hand(component_id: int) -> dict[int | None, ComponentStatus]:
    """What agents say of a component now, by region; None: everywhere."""
    rows = await StatusInterval.filter(source=StatusSource.MANUAL, source_id=component_id, ended_at__isnull=True)
    return {row.region_id: row.status for row in rows}


def _spread(said: Mapping[int | None, ComponentStatus], regions: Iterable[int]) -> dict[int | None, ComponentStatus]:
    """The same, said of each region by itself."""
    everywhere = said.get(None, ComponentStatus.OPERATIONAL)
    return {region: worst((everywhere, said.get(region, everywhere))) for region in regions}


async def turn(
    source: StatusSource, source_id: int | None, states: Mapping[Place, ComponentStatus], at: datetime
) -> None:
    """From `at` on this source says exactly this: what it has said of other places, or otherwise of these, ends.

    Operational is nothing to say. Part of the transaction around, which locks the source's row and announces `board`.
    """
    wanted = {place: status for place, status in states.items() if status != ComponentStatus.OPERATIONAL}
    for row in await StatusInterval.filter(source=source, source_id=source_id, ended_at__isnull=True):
        place = row.component_id, row.region_id
        if wanted.get(place) == row.status:
            del wanted[place]
        elif row.started_at >= at:
            await row.delete()
        else:
            await StatusInterval.filter(id=row.id).update(ended_at=at)
    await StatusInterval.bulk_create(
        StatusInterval(
            component_id=component, region_id=region, status=status, source=source, source_id=source_id, started_at=at
        )
        for (component, region), status in wanted.items()
    )


async def begin_at(source: StatusSource, source_id: int, old: datetime, new: datetime) -> None:
    """What this source says began at `new`, not at `old`. Part of the transaction around."""
    for row in await StatusInterval.filter(source=source, source_id=source_id):
        if row.started_at != old and row.started_at >= new:
            continue
        if row.ended_at and row.ended_at <= new:
            await row.delete()
        else:
            await StatusInterval.filter(id=row.id).update(started_at=new)
