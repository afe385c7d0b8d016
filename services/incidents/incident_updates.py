"""Telling what is new of an incident or a maintenance: one row, the intervals that follow from it, and the news."""

from collections.abc import Sequence
from datetime import datetime

from models import Component, Incident, IncidentComponent, IncidentUpdate, User
from models.component import ComponentStatus, StatusSource
from models.incident import OVER, IncidentKind, Phase
from services import timers
from services.announce import announce
from services.board import status
from services.board.status import Place
from services.clock import now
from services.incidents import incident_news
from services.incidents.incident_forms import Impact, NewUpdate, kept
from services.language import N_
from services.refusals import Invalid, NotFound

PROMISE = 'incident_promise'
SOURCE = {IncidentKind.INCIDENT: StatusSource.INCIDENT, IncidentKind.MAINTENANCE: StatusSource.MAINTENANCE}
AT_WORK = frozenset({Phase.IN_PROGRESS, Phase.VERIFYING})  # of a maintenance: its components are in maintenance


async def locked(incident_id: int) -> Incident:
    """The incident or maintenance, as nobody else changes it until the transaction ends. `NotFound`."""
    incident = await Incident.filter(id=incident_id).select_for_update().get_or_none()
    if incident is None:
        raise NotFound
    return incident


async def still_there(impacts: Sequence[Impact]) -> list[Impact]:
    """Those of a component that there is, and of a region that it has."""
    chosen = {one.component_id for one in impacts}
    regions = {one.id: {None, *(region.id for region in one.regions)} for one in await _components(chosen)}
    return [one for one in impacts if one.region_id in regions.get(one.component_id, ())]


async def check_places(impacts: Sequence[Impact]) -> None:
    """`Invalid` unless all of them are still there."""
    if len(await still_there(impacts)) < len(impacts):
        raise Invalid({'impacts': N_('Choose one of the options')})


async def impacts_of(incident: Incident) -> list[Impact]:
    """What it does to components, as of its last update."""
    rows = await IncidentComponent.filter(incident_id=incident.id).order_by('id')
    return [Impact(row.component_id, row.status, row.region_id) for row in rows]


async def write_impacts(incident: Incident, impacts: Sequence[Impact]) -> None:
    """Replace what it does to components."""
    await IncidentComponent.filter(incident_id=incident.id).delete()
    await IncidentComponent.bulk_create(
        IncidentComponent(
            incident_id=incident.id, component_id=one.component_id, region_id=one.region_id, status=one.status
        )
        for one in impacts
    )


async def tell(
    incident: Incident, author: User | None, form: NewUpdate, at: datetime, since: datetime | None = None
) -> IncidentUpdate:
    """Write an update of a locked incident, told `at`; its impacts hold `since` then, or since another instant.

    Author None is the desk itself. The incident is what its last update says, so it is saved here.
    """
    impacts = await impacts_of(incident)
    if form.impacts or form.spared:
        await check_places(form.impacts)
        places = {one.place: one for one in [*impacts, *form.impacts]}
        impacts = [one for place, one in places.items() if place not in form.spared]
        await write_impacts(incident, impacts)
    update = await IncidentUpdate.create(
        incident_id=incident.id,
        phase=Phase(form.phase),
        body=form.body.strip(),
        next_update_at=None if form.phase in OVER else form.next_update_at,
        impacts=[one.told() for one in impacts],
        author=author,
        translations=kept(form.translations, 'body'),
        at=at,
        created_at=now(),
    )
    incident.phase, incident.next_update_at, incident.updated_at = update.phase, update.next_update_at, now()
    if incident.kind == IncidentKind.INCIDENT:
        incident.ends_at = at if update.phase in OVER else None
    await incident.save()
    await status.turn(SOURCE[incident.kind], incident.id, _states(incident, impacts), since or at)
    await _promise(incident)
    await incident_news.tell(incident, update)
    return update


async def _components(ids: set[int]) -> list[Component]:
    return await Component.filter(id__in=list(ids), is_active=True).prefetch_related('regions')


def _states(incident: Incident, impacts: Sequence[Impact]) -> dict[Place, ComponentStatus]:
    if incident.phase in OVER or (incident.kind == IncidentKind.MAINTENANCE and incident.phase not in AT_WORK):
        return {}
    return {(one.component_id, one.region_id): one.status for one in impacts}


async def _promise(incident: Incident) -> None:
    if incident.next_update_at:
        await timers.arm(PROMISE, incident.id, incident.next_update_at)
    else:
        await timers.disarm(PROMISE, incident.id)


@timers.effect(PROMISE)
async def promise_is_due(_incident_id: int, _step: int) -> None:
    """The promised update is due: the desk sees it as late."""
    await announce({'board'})
