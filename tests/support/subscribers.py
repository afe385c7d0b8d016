"""Subscribers, and incidents for them to be told of, as rows: what the verbs of the desk write."""

import re
from collections.abc import Sequence

from models import (
    Component,
    Incident,
    IncidentComponent,
    IncidentUpdate,
    MailOut,
    Region,
    Subscription,
)
from models.audience import Reach
from models.component import ComponentStatus
from models.db.transaction import transaction
from models.incident import IncidentKind, Phase
from services import clock
from services.subscriptions import subscribing, subscriptions
from services.subscriptions.subscribing import Choice
from services.subscriptions.subscription_links import Door

STRANGER = 'nadie@fuera.example'


async def component(slug: str, reach: Reach = Reach.EVERYBODY) -> Component:
    return await Component.create(slug=slug, name=slug.capitalize(), reach=reach, created_at=clock.now())


async def happens(
    *harm: tuple[Component, ComponentStatus],
    region: Region | None = None,
    reach: Reach = Reach.EVERYBODY,
    phase: Phase = Phase.INVESTIGATING,
    kind: IncidentKind = IncidentKind.INCIDENT,
) -> Incident:
    at = clock.now()
    incident = await Incident.create(
        kind=kind, phase=phase, title='Algo falla', reach=reach, starts_at=at, created_at=at, updated_at=at
    )
    for which, status in harm:
        await IncidentComponent.create(incident=incident, component=which, region=region, status=status)
    await told(incident, 'Lo investigamos.', [(which, region, status) for which, status in harm], phase)
    return incident


async def told(
    incident: Incident,
    body: str,
    harm: Sequence[tuple[Component, Region | None, ComponentStatus]] = (),
    phase: Phase = Phase.MONITORING,
) -> IncidentUpdate:
    """An update, written as the desk does."""
    async with transaction():
        update = await IncidentUpdate.create(
            incident=incident,
            phase=phase,
            body=body,
            at=clock.now(),
            created_at=clock.now(),
            impacts=[
                {'component': which.id, 'region': region and region.id, 'status': status}
                for which, region, status in harm
            ],
        )
        await subscriptions.tell(update)
    return update


async def mailed() -> list[str]:
    """To whom updates are in the outbox."""
    return sorted(await MailOut.filter(template='board').values_list('to_address', flat=True))


def key_in(mail: MailOut, door: Door) -> str:
    found = re.search(rf'/status/{door}/(\S+)', mail.body)
    assert found
    return found[1]


async def subscribed(address: str = STRANGER, choice: Choice | None = None) -> Subscription:
    await subscribing.ask(address, choice or Choice(), 'es', '192.0.2.1')
    mail = await MailOut.filter(template='subscription').order_by('-id').first()
    assert mail
    await subscribing.confirm(key_in(mail, Door.CONFIRM))
    return await Subscription.get(address=address, user_id=None, ended_at=None)
