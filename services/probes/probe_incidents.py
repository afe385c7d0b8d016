"""What a probe has noticed becomes a draft for an agent; it is published by itself where an admin chose so."""

from models import Component, Incident, IncidentUpdate, Probe
from models.incident import Phase
from services import audiences
from services.clock import now
from services.env import env
from services.incidents.incident_forms import Impact, NewUpdate
from services.incidents.incident_updates import tell
from services.incidents.incidents import THING, open_draft
from services.language import LANGUAGES, N_, Words


async def notice(probe: Probe) -> Incident | None:
    """A component went down: one incident, for those who may see the component; None when it is known already.

    Part of the transaction around.
    """
    component = await Component.filter(id=probe.component_id, is_active=True).select_for_update().get_or_none()
    if component is None:
        return None
    name = Words.of(component, 'name')
    title = N_('%(component)s is failing', component=name)
    body = N_('We have noticed that %(component)s is failing, and are looking into it.', component=name)
    said = {language: {'title': title.into(language), 'body': body.into(language)} for language in LANGUAGES}
    own = said.pop(env().language)
    impacts = [Impact(component.id, probe.turns_to, probe.region_id)]
    incident = await open_draft(own['title'], own['body'], impacts, said)
    if incident is None:
        return None
    incident.reach = component.reach
    await incident.save(update_fields=['reach'])
    await audiences.write(THING, incident.id, component.reach, await audiences.chosen('component', component.id))
    if probe.publishes:
        await IncidentUpdate.filter(incident_id=incident.id).delete()
        first = NewUpdate(own['body'], Phase.INVESTIGATING, translations=said)
        await tell(incident, None, first, now(), since=incident.starts_at)
    return incident
