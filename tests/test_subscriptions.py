"""Who is told of an update: by component, region and severity, and never what he may not see."""

from datetime import timedelta

import pytest

from models import (
    Incident,
    IncidentUpdate,
    MailOut,
    Region,
)
from models.audience import Audience, Reach
from models.component import ComponentStatus
from models.db.transaction import transaction
from models.incident import IncidentKind, Phase
from services import clock
from services.incidents import incident_links
from services.incidents.incident_forms import NewIncident, NewUpdate
from services.incidents.incidents import open_incident, post_update
from services.refusals import Invalid
from services.subscriptions import subscribing, subscriptions
from services.subscriptions.subscribing import Choice
from tests.support.subscribers import STRANGER, component, happens, mailed, subscribed, told
from tests.support.world import World


async def test_each_is_told_of_his_components_regions_and_severities_alone(world: World) -> None:
    mail, portal = await component('correo'), await component('portal')
    north, south = await Region.create(name='Norte'), await Region.create(name='Sur')
    wanted = {
        'todo@x.example': Choice(),
        'correo@x.example': Choice(components=(mail.id,)),
        'norte@x.example': Choice(components=(mail.id,), regions=(north.id,)),
        'grave@x.example': Choice(severity='major'),
        'grave-correo@x.example': Choice(components=(mail.id,), severity='major'),
        'incidentes@x.example': Choice(severity='degraded'),
    }
    for address, choice in wanted.items():
        await subscribed(address, choice)

    async def hears() -> set[str]:
        found = {address.split('@')[0] for address in await mailed()}
        await MailOut.filter(template='board').delete()
        return found

    await happens((portal, ComponentStatus.DEGRADED))
    assert await hears() == {'todo', 'incidentes'}
    incident = await happens((mail, ComponentStatus.PARTIAL), region=south)
    assert await hears() == {'todo', 'correo', 'incidentes'}
    await told(incident, 'Peor.', [(mail, north, ComponentStatus.MAJOR)])
    assert await hears() == set(wanted_names := [address.split('@')[0] for address in wanted])
    await told(incident, 'Resuelto.', [], Phase.RESOLVED)
    assert await hears() == set(wanted_names)
    await happens((portal, ComponentStatus.MAJOR), (mail, ComponentStatus.DEGRADED))
    assert await hears() == set(wanted_names) - {'grave-correo'}
    await happens((portal, ComponentStatus.MAINTENANCE), kind=IncidentKind.MAINTENANCE, phase=Phase.SCHEDULED)
    assert await hears() == {'todo'}


async def test_nobody_is_told_what_he_may_not_see(world: World) -> None:
    inner = await component('interno', Reach.STAFF)
    outer = await component('externo')
    for person in (world.lucia, world.elena, world.marta):
        await subscribing.subscribe(person.user, Choice())
    await subscribed()
    await happens(reach=Reach.STAFF)
    assert await mailed() == ['marta@mesa.example']
    await happens(reach=Reach.SIGNED_IN)
    assert await mailed() == ['elena@ondu.example', 'lucia@mirador.example', *['marta@mesa.example'] * 2]
    await happens(phase=Phase.DRAFT)
    assert len(await mailed()) == 4
    await MailOut.all().delete()
    at = clock.now()
    chosen = await Incident.create(
        kind=IncidentKind.INCIDENT,
        phase=Phase.INVESTIGATING,
        title='Solo Ondú',
        reach=Reach.CHOSEN,
        starts_at=at,
        created_at=at,
        updated_at=at,
    )
    await Audience.create(thing='incident', thing_id=chosen.id, organization_id=world.elena.user.organization_id)
    await told(chosen, 'Solo para Ondú.')
    assert await mailed() == ['elena@ondu.example', 'marta@mesa.example']
    await MailOut.all().delete()
    await happens((inner, ComponentStatus.MAJOR), (outer, ComponentStatus.DEGRADED))
    bodies = dict(await MailOut.all().values_list('to_address', 'body'))
    assert 'Interno' in bodies['marta@mesa.example']
    assert 'Interno' not in bodies[STRANGER]
    assert 'Externo' in bodies[STRANGER]
    with pytest.raises(Invalid):
        await subscribing.subscribe(world.lucia.user, Choice(components=(inner.id,)))
    with pytest.raises(Invalid):
        await subscribing.ask(STRANGER, Choice(components=(inner.id,)), 'es', '192.0.2.1')


async def test_a_disabled_person_is_not_told_and_a_corrected_text_is_not_told_again(world: World) -> None:
    await subscribing.subscribe(world.lucia.user, Choice())
    await subscribing.subscribe(world.ivan.user, Choice())
    await world.ivan.user.filter(id=world.ivan.user.id).update(is_active=False)
    incident = await happens()
    first = await IncidentUpdate.get()
    async with transaction():
        corrected = await IncidentUpdate.create(
            incident=incident,
            phase=first.phase,
            body='Lo estamos investigando.',
            replaces=first,
            at=first.at,
            created_at=clock.now(),
        )
        await subscriptions.tell(corrected)
    assert await mailed() == ['lucia@mirador.example']


async def test_a_maintenance_is_reminded_of_once(world: World) -> None:
    await subscribed()
    start = clock.now() + timedelta(hours=1)
    incident = await happens(kind=IncidentKind.MAINTENANCE, phase=Phase.SCHEDULED)
    await Incident.filter(id=incident.id).update(starts_at=start, ends_at=start + timedelta(hours=2))
    await incident.refresh_from_db()
    for _ in range(2):
        async with transaction():
            await subscriptions.remind(incident, 60)
    assert await mailed() == [STRANGER, STRANGER]
    reminder = await MailOut.filter(template='board').order_by('-id').first()
    assert reminder
    assert 'recordatorio' in reminder.body


async def test_who_has_tickets_of_it_and_has_subscribed_gets_one_mail_of_an_update(world: World) -> None:
    await subscribing.subscribe(world.lucia.user, Choice())
    await subscribing.subscribe(world.elena.user, Choice())
    await subscribed(world.lucia.user.email)
    ticket, other = await world.lucia.opens('No puedo facturar'), await world.lucia.opens('Tampoco en la otra caja')
    incident = await open_incident(world.marta.user, NewIncident('Facturación caída', 'Lo investigamos.'))
    for each in (ticket, other):
        await incident_links.link(world.marta.user, each, incident.id)
    await MailOut.all().delete()
    await post_update(world.marta.user, incident.id, NewUpdate('Es el proveedor.', 'identified'))
    assert await mailed() == ['elena@ondu.example', 'lucia@mirador.example']
