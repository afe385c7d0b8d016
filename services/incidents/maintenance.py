"""Planned maintenance: it begins and ends by itself, those who want to know are reminded, and it may come again."""

from datetime import datetime, timedelta

from models import Incident, User
from models.audience import Reach
from models.component import ComponentStatus
from models.db.transaction import transaction
from models.incident import OVER, IncidentKind, Phase
from services import audiences, audit, timers
from services.audiences import check_desk
from services.clock import now
from services.env import env
from services.incidents.incident_forms import Impact, NewUpdate, Translations, body_problems, kept, told
from services.incidents.incident_updates import impacts_of, locked, still_there, tell
from services.incidents.incidents import THING
from services.incidents.maintenance_plan import Plan, board_zone, times_problems
from services.incidents.recurrence import next_after
from services.language import LANGUAGES, N_, Text
from services.refusals import Invalid, NotAllowed, NotFound
from services.subscriptions import subscriptions

START, END, REMINDER = 'maintenance_start', 'maintenance_end', 'maintenance_reminder'
NEXT = 'maintenance_next'
BEGINS = N_('The maintenance has begun.')
ENDS = N_('The maintenance is over.')


async def schedule(actor: User | None, plan: Plan) -> Incident:
    """Tell of a maintenance that is planned."""
    if problems := plan.problems():
        raise Invalid(problems)
    async with transaction():
        person = await check_desk(actor)
        incident = await _create(plan, person)
        await Incident.filter(id=incident.id).update(series=incident.id if plan.recurrence else None)
        await audit.record('maintenance_scheduled', actor=person, subject=incident.title, after=_times(incident))
    return incident


async def reschedule(
    actor: User | None, incident_id: int, starts_at: datetime, ends_at: datetime, body: str, translations: Translations
) -> None:
    """Tell that it is at another time; one that has begun may end at another."""
    async with transaction():
        person, incident = await check_desk(actor), await _planned(incident_id)
        has_begun = incident.phase != Phase.SCHEDULED
        starts_at = incident.starts_at if has_begun else starts_at
        problems = times_problems(starts_at, ends_at, has_begun=has_begun) | body_problems(body, translations)
        if found := told(problems):
            raise Invalid(found)
        before = _times(incident)
        if incident.recurrence and incident.series_start is None:
            incident.series_start, incident.series_end = incident.starts_at, incident.ends_at
        incident.starts_at, incident.ends_at = starts_at, ends_at
        await tell(incident, person, NewUpdate(body, incident.phase, translations=translations), now())
        await _arm(incident)
        await audit.record(
            'maintenance_rescheduled', actor=person, subject=incident.title, before=before, after=_times(incident)
        )


async def cancel(actor: User | None, incident_id: int, body: str, *, is_for_good: bool = False) -> None:
    """Tell that it is not going to be; `is_for_good`: nor ever again, where it comes again."""
    if found := told(body_problems(body, {})):
        raise Invalid(found)
    async with transaction():
        person, incident = await check_desk(actor), await _planned(incident_id)
        if is_for_good:
            incident.recurrence = ''
        await tell(incident, person, NewUpdate(body, Phase.CANCELLED), now())
        await audit.record('maintenance_cancelled', actor=person, subject=incident.title, before=_times(incident))


@timers.effect(START)
async def begin(incident_id: int, _step: int) -> None:
    """It begins by itself, unless an agent has let it begin, or it was put off."""
    incident = await locked(incident_id)
    if incident.phase == Phase.SCHEDULED and incident.starts_at <= now():
        await tell(incident, None, _by_itself(BEGINS, Phase.IN_PROGRESS), incident.starts_at)


@timers.effect(END)
async def finish(incident_id: int, _step: int) -> None:
    """It ends by itself; the next of its series is planned after that, for it is over whatever becomes of the next."""
    incident = await locked(incident_id)
    if incident.ends_at is None or incident.ends_at > now():
        return
    if incident.phase not in OVER:
        await tell(incident, None, _by_itself(ENDS, Phase.COMPLETED), incident.ends_at)
    if incident.recurrence:
        await timers.arm(NEXT, incident.id, now())


@timers.effect(NEXT)
async def plan_next(incident_id: int, _step: int) -> None:
    """Plan the next of its series where and when the series wants it, until none of its services is left."""
    incident = await locked(incident_id)
    start, end = incident.series_start or incident.starts_at, incident.series_end or incident.ends_at
    starts_at = next_after(incident.recurrence, start, now(), board_zone())
    impacts = await still_there(await impacts_of(incident))
    if starts_at is None or end is None or not impacts:
        return
    # what was told first, as it is worded now
    first = await incident.updates.filter(replaced_by=None).order_by('at', 'id').first()
    texts = {
        language: {'title': incident.translations.get(language, {}).get('title', '')}
        | (first.translations if first else {}).get(language, {})
        for language in LANGUAGES
    }
    plan = Plan(
        incident.title,
        first.body if first else incident.title,
        [one.place for one in impacts],
        starts_at,
        starts_at + (end - start),
        incident.reach,
        await audiences.chosen(THING, incident.id),
        incident.recurrence,
        incident.remind_minutes,
        texts,
    )
    await _create(plan, await User.get_or_none(id=incident.author_id), incident.series)


@timers.effect(REMINDER)
async def remind(incident_id: int, minutes: int) -> None:
    """Those who want to know of it are told that it is soon."""
    incident = await locked(incident_id)
    if incident.phase == Phase.SCHEDULED and incident.starts_at > now():
        await subscriptions.remind(incident, minutes)


async def _create(plan: Plan, author: User | None, series: int | None = None) -> Incident:
    incident = await Incident.create(
        kind=IncidentKind.MAINTENANCE,
        phase=Phase.SCHEDULED,
        title=plan.title.strip(),
        reach=Reach(plan.reach),
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        recurrence=plan.recurrence,
        series=series,
        remind_minutes=sorted(set(plan.remind)),
        author=author,
        translations=kept(plan.translations, 'title'),
        created_at=now(),
        updated_at=now(),
    )
    await audiences.write(THING, incident.id, incident.reach, plan.audience)
    impacts = [Impact(component, ComponentStatus.MAINTENANCE, region) for component, region in plan.places]
    await tell(incident, author, NewUpdate(plan.body, Phase.SCHEDULED, impacts, translations=plan.translations), now())
    await _arm(incident)
    return incident


async def _arm(incident: Incident) -> None:
    """Its timers, as its times are now."""
    await timers.disarm(REMINDER, incident.id)
    if incident.phase == Phase.SCHEDULED:
        await timers.arm(START, incident.id, incident.starts_at)
        for minutes in incident.remind_minutes:
            if (at := incident.starts_at - timedelta(minutes=minutes)) > now():
                await timers.arm(REMINDER, incident.id, at, minutes)
    if incident.ends_at:
        await timers.arm(END, incident.id, incident.ends_at)


async def _planned(incident_id: int) -> Incident:
    incident = await locked(incident_id)
    if incident.kind != IncidentKind.MAINTENANCE:
        raise NotFound
    if incident.phase in OVER:
        raise NotAllowed(N_('This maintenance is over.'))
    return incident


def _by_itself(words: Text, phase: Phase) -> NewUpdate:
    own = env().language
    others = {language: {'body': words.into(language)} for language in LANGUAGES if language != own}
    return NewUpdate(words.into(own), phase, translations=others)


def _times(incident: Incident) -> dict[str, str]:
    ends_at = incident.ends_at.isoformat() if incident.ends_at else ''
    return {'starts_at': incident.starts_at.isoformat(), 'ends_at': ends_at}
