"""Components and incidents for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from models import Component, Incident, IncidentUpdate, Region, User
from models.component import ComponentStatus
from models.incident import Phase
from services.incidents import incidents
from services.incidents.incident_forms import Impact, NewIncident, NewUpdate

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # a Tuesday, in Guayaquil


async def component(slug: str, *regions: str, **more: Any) -> Component:
    made = await Component.create(slug=slug, name=slug.title(), created_at=NOON - timedelta(days=200), **more)
    await made.regions.add(*[(await Region.get_or_create(name=name))[0] for name in regions])
    return made


async def fails(
    agent: User, *components: Component, status: ComponentStatus = ComponentStatus.MAJOR, **form: Any
) -> Incident:
    """An incident of these components."""
    told = {'title': 'El correo no sale', 'body': 'Lo estamos revisando.'} | form
    return await incidents.open_incident(
        agent, NewIncident(impacts=[Impact(one.id, status) for one in components], **told)
    )


async def goes_on(
    agent: User, incident: Incident, phase: Phase = Phase.IDENTIFIED, body: str = 'Encontramos la causa.', **form: Any
) -> IncidentUpdate:
    """Its next update."""
    return await incidents.post_update(agent, incident.id, NewUpdate(body, phase, **form))
