"""Incidents as agents tell them: opened, updated, corrected, resolved. What is told is append-only.

Verbs lock the incident's row first, and tickets after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from models import Incident, IncidentComponent, IncidentUpdate, User
from models.audience import Reach
from models.db.transaction import transaction
from models.incident import OVER, IncidentKind, Phase
from services import audiences, audit
from services.announce import announce
from services.audiences import check_desk, reach_problem
from services.board import status
from services.clock import now
from services.incidents import incident_news
from services.incidents.incident_forms import (
    Impact,
    NewIncident,
    NewUpdate,
    Translations,
    body_problems,
    kept,
    next_phase,
    past_problem,
    title_problems,
    told,
)
from services.incidents.incident_updates import SOURCE, check_places, locked, tell, write_impacts
from services.language import N_
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken

THING = 'incident'  # as `Audience` calls it


@dataclass(frozen=True)
class Details:
    """What of an incident can be changed without telling it anew. `starts_at` None: as it is."""

    title: str
    reach: str = Reach.EVERYBODY
    audience: Sequence[str] = ()
    starts_at: datetime | None = None
    translations: Translations = field(default_factory=dict)


async def open_incident(actor: User | None, form: NewIncident) -> Incident:
    """Tell of an incident that goes on, with its first update, which holds since it began."""
    if problems := form.problems():
        raise Invalid(problems)
    async with transaction():
        person = await check_desk(actor)
        incident = await _create(form, person, form.starts_at or now())
        await audiences.write(THING, incident.id, incident.reach, form.audience)
        first = NewUpdate(form.body, form.phase, form.impacts, form.next_update_at, translations=form.translations)
        await tell(incident, person, first, incident.starts_at)
        await audit.record('incident_opened', actor=person, subject=incident.title, after={'id': incident.id})
    return incident


async def open_draft(
    title: str, body: str, impacts: Sequence[Impact], translations: Translations | None = None
) -> Incident | None:
    """The desk itself has noticed something: a draft for an agent, seen by the desk alone, with what it would tell.

    None when an incident or a maintenance that is not over, or a draft, is about one of these components already.
    """
    async with transaction():
        await check_places(impacts)
        # A draft at a time: two probes that fail together write one
        known = IncidentComponent.filter(component_id__in=[one.component_id for one in impacts])
        if await known.exclude(incident__phase__in=[*OVER, Phase.SCHEDULED]).exists():
            return None
        others = translations or {}
        incident = await _create(NewIncident(title, body, Phase.DRAFT, translations=others), None, now())
        await write_impacts(incident, impacts)
        await IncidentUpdate.create(
            incident=incident,
            phase=Phase.DRAFT,
            body=body,
            translations=kept(others, 'body'),
            at=now(),
            created_at=now(),
        )
        await announce({'board'})
    return incident


async def discard_draft(actor: User | None, incident_id: int) -> None:
    """It was nothing: a draft goes, and nobody has seen it."""
    async with transaction():
        person, incident = await check_desk(actor), await locked(incident_id)
        if incident.phase != Phase.DRAFT:
            raise NotAllowed(N_('It is published already.'))
        await incident.delete()
        await audit.record('incident_discarded', actor=person, subject=incident.title)
        await announce({'board'})


async def post_update(actor: User | None, incident_id: int, form: NewUpdate) -> IncidentUpdate:
    """Tell what is new. The first update of a draft publishes it; one of an incident that is over opens it again."""
    async with transaction():
        person, incident = await check_desk(actor), await locked(incident_id)
        form = replace(form, phase=form.phase or next_phase(incident.phase))
        if problems := form.problems(incident.kind):
            raise Invalid(problems)
        if incident.kind == IncidentKind.MAINTENANCE and incident.phase in OVER:
            raise NotAllowed(N_('This maintenance is over.'))
        if form.phase == Phase.SCHEDULED != incident.phase:
            raise Invalid({'phase': N_('It has begun already')})
        was_draft, at = incident.phase == Phase.DRAFT, form.at or now()
        latest = await IncidentUpdate.filter(incident_id=incident.id).order_by('-at').first()
        if form.at and latest and at < latest.at:
            raise Invalid({'at': N_('Something was told after that already')})
        if was_draft:
            await IncidentUpdate.filter(incident_id=incident.id).delete()
        return await tell(incident, person, form, at, since=incident.starts_at if was_draft else at)


async def correct(actor: User | None, update_id: int, body: str, translations: Translations) -> IncidentUpdate:
    """Say an update in other words. The old ones are kept, and nobody is mailed again."""
    if problems := told(body_problems(body, translations)):
        raise Invalid(problems)
    async with transaction():
        person = await check_desk(actor)
        old = await IncidentUpdate.get_or_none(id=update_id)
        if old is None:
            raise NotFound
        await locked(old.incident_id)
        if await IncidentUpdate.filter(replaces_id=old.id).exists():
            raise NotAllowed(N_('Somebody else has changed these words at the same moment. Try again.'))
        new = await IncidentUpdate.create(
            incident_id=old.incident_id,
            phase=old.phase,
            body=body.strip(),
            next_update_at=old.next_update_at,
            impacts=old.impacts,
            replaces=old,
            author=person,
            translations=kept(translations, 'body'),
            at=old.at,
            created_at=now(),
        )
        await incident_news.show(old.incident_id)
    return new


async def details_of(incident: Incident) -> Details:
    """What stands in the form that changes them."""
    starts_at = incident.starts_at if incident.kind == IncidentKind.INCIDENT else None
    audience = await audiences.chosen(THING, incident.id)
    return Details(incident.title, incident.reach, audience, starts_at, incident.translations)


async def edit(actor: User | None, incident_id: int, details: Details, started: Details | None = None) -> None:
    """Change its title, whom it is told, and since when it lasts; the bars follow.

    `Overtaken` where something else than `started`, with which a form was filled, is stored by now.
    """
    problems = title_problems(details.title, details.translations) | {
        'reach': reach_problem(details.reach, details.audience),
        'starts_at': past_problem(details.starts_at),
    }
    if found := told(problems):
        raise Invalid(found)
    async with transaction():
        person, incident = await check_desk(actor), await locked(incident_id)
        if started is not None and await details_of(incident) != started:
            raise Overtaken('', incident.updated_at)
        before = {'title': incident.title, 'reach': incident.reach, 'starts_at': incident.starts_at.isoformat()}
        incident.title, incident.reach = details.title.strip(), Reach(details.reach)
        incident.translations = kept(details.translations, 'title')
        if details.starts_at and incident.kind == IncidentKind.INCIDENT:
            await _backdate(incident, details.starts_at)
        incident.updated_at = now()
        await incident.save()
        await audiences.write(THING, incident.id, incident.reach, details.audience)
        after = {'title': incident.title, 'reach': incident.reach, 'starts_at': incident.starts_at.isoformat()}
        await audit.record('incident_edited', actor=person, subject=incident.title, before=before, after=after)
        await incident_news.show(incident.id)


async def _create(form: NewIncident, author: User | None, starts_at: datetime) -> Incident:
    return await Incident.create(
        kind=IncidentKind.INCIDENT,
        phase=Phase(form.phase),
        title=form.title.strip(),
        reach=Reach(form.reach),
        starts_at=starts_at,
        author=author,
        translations=kept(form.translations, 'title'),
        created_at=now(),
        updated_at=now(),
    )


async def _backdate(incident: Incident, starts_at: datetime) -> None:
    if incident.ends_at and starts_at >= incident.ends_at:
        raise Invalid({'starts_at': N_('It must begin before it ends')})
    await status.begin_at(SOURCE[incident.kind], incident.id, incident.starts_at, starts_at)
    incident.starts_at = starts_at
