"""Telling subscribers: who is told of an incident's update, each once and in the transaction that writes it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tortoise.expressions import Q

from models import Component, Incident, IncidentComponent, IncidentUpdate, MailOut, Subscription, WebhookOut
from models.audience import Reader
from models.component import ComponentStatus
from models.incident import IncidentKind, Phase
from models.subscription import SubscriptionKind
from models.uptime import RANK, worst
from services.announce import announce
from services.board.board_lines import ImpactLine
from services.clock import now
from services.language import Words
from services.subscriptions.subscription_choice import living
from services.subscriptions.subscription_mail import update_mail
from services.subscriptions.webhook_message import message

# How bad something is that says nothing about components
FLOOR = {IncidentKind.INCIDENT: ComponentStatus.DEGRADED, IncidentKind.MAINTENANCE: ComponentStatus.MAINTENANCE}


@dataclass(frozen=True)
class Told:
    """Somebody to be told, and what of the incident's impacts he may see."""

    subscription: Subscription
    impacts: tuple[ImpactLine, ...]


async def tell(update: IncidentUpdate) -> None:
    """Write mails and webhook messages about an update, after its incident and impacts are written.

    Call it in the transaction of the update. Nothing is sent of a draft, and nobody is told twice of a corrected text.
    """
    if update.phase == Phase.DRAFT or update.replaces_id:
        return
    incident = await Incident.get(id=update.incident_id)
    told = await _told(incident)
    mails = [update_mail(one.subscription, incident, update, one.impacts) for one in _by(SubscriptionKind.MAIL, told)]
    calls = [
        WebhookOut(
            subscription=one.subscription,
            update=update,
            body=message(incident, update, one.impacts, one.subscription.language),
            next_try_at=now(),
        )
        for one in _by(SubscriptionKind.WEBHOOK, told)
    ]
    await _write(mails)
    if calls:
        await WebhookOut.bulk_create(calls, ignore_conflicts=True)
        await announce({'webhooks'})


async def remind(incident: Incident, minutes: int) -> None:
    """Write the mails that a maintenance begins in so many minutes. Call it in the transaction of the reminder."""
    update = await IncidentUpdate.filter(incident_id=incident.id, replaced_by=None).order_by('-at', '-id').first()
    if update is not None:
        told = _by(SubscriptionKind.MAIL, await _told(incident))
        await _write([update_mail(one.subscription, incident, update, one.impacts, minutes) for one in told])


async def _write(mails: list[MailOut]) -> None:
    if mails:
        await MailOut.bulk_create(mails, ignore_conflicts=True, batch_size=500)
        await announce({'outbox'})


def _by(kind: SubscriptionKind, told: Iterable[Told]) -> list[Told]:
    return [one for one in told if one.subscription.kind == kind]


async def _told(incident: Incident) -> list[Told]:
    """The subscriptions that ask for this incident, of those who may read it; their rows are locked.

    Who unsubscribes meanwhile waits, and takes away what is written here for him.
    """
    people = Q(user_id=None) | Q(user__is_active=True)
    found = Subscription.filter(living() & people).select_for_update(of=('subscription',)).select_related('user')
    subscriptions = await found.order_by('id')
    if not subscriptions:
        return []
    rows = await IncidentComponent.filter(incident_id=incident.id).order_by('id').select_related('component', 'region')
    impacts = [_impact(row) for row in rows]
    harm = await _harm(incident)
    components = {component for component, *_ in harm} | {one.component_id for one in impacts}
    readers = {row.id: Reader.of(row.user) for row in subscriptions}
    visible = await _visible(incident, components, set(readers.values()))
    return [
        Told(row, tuple(one for one in impacts if one.component_id in visible[reader]))
        for row in subscriptions
        if (reader := readers[row.id]) in visible and _asks(row, incident, harm, visible[reader])
    ]


def _asks(
    row: Subscription,
    incident: Incident,
    harm: Iterable[tuple[int, int | None, ComponentStatus]],
    visible: Collection[int],
) -> bool:
    """Whether a subscription is about what the incident does, or has done before, where its owner can see it."""
    about = [
        status
        for component, region, status in harm
        if component in visible
        and (not row.components or component in row.components)
        and (not row.regions or region is None or region in row.regions)
    ]
    if not about and (row.components or row.regions):
        return False
    return RANK[worst([FLOOR[incident.kind], *about])] >= RANK[row.severity]


async def _harm(incident: Incident) -> set[tuple[int, int | None, ComponentStatus]]:
    """All that the incident has done so far: who was told that it began is told that it is over."""
    told = await IncidentUpdate.filter(incident_id=incident.id).values_list('impacts', flat=True)
    return {(one['component'], one['region'], ComponentStatus(one['status'])) for impacts in told for one in impacts}


async def _visible(incident: Incident, components: set[int], readers: Collection[Reader]) -> dict[Reader, set[int]]:
    """Which of the components each reader may see; who may not read the incident is not there."""
    seen = {}
    for reader in readers:
        if await Incident.visible_to(reader).filter(id=incident.id).exists():
            rows = await Component.visible_to(reader).filter(id__in=list(components)).values('id')
            seen[reader] = {row['id'] for row in rows}
    return seen


def _impact(row: IncidentComponent) -> ImpactLine:
    region = Words.of(row.region, 'name') if row.region else None
    return ImpactLine(row.component_id, Words.of(row.component, 'name'), row.region_id, region, row.status)
