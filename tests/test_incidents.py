"""Incidents: opened, told, corrected, resolved; what they do to components is on the board."""

from datetime import timedelta
from typing import Any

import pytest

from models import Audience, AuditLog, Component, Incident, IncidentUpdate, StatusInterval, Timer
from models.audience import Reach, Reader
from models.component import ComponentStatus, StatusSource
from models.incident import Phase
from services import bus, clock, timers
from services.board.board import board
from services.incidents import incident_templates, incidents, post_mortems
from services.incidents.incident_forms import Impact, NewIncident, NewUpdate
from services.incidents.incidents import Details
from services.incidents.post_mortems import PostMortem
from services.language import Words
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from tests.support.incidents import NOON, component, fails, goes_on
from tests.support.world import World

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MAJOR, DEGRADED, OPERATIONAL = ComponentStatus.MAJOR, ComponentStatus.DEGRADED, ComponentStatus.OPERATIONAL


async def told(incident: Incident) -> list[tuple[ComponentStatus, Any, Any]]:
    """The intervals that an incident has written, in minutes from noon."""
    rows = StatusInterval.filter(source=StatusSource.INCIDENT, source_id=incident.id).order_by('started_at', 'id')
    return [
        (row.status, (row.started_at - NOON) / MINUTE, row.ended_at and (row.ended_at - NOON) / MINUTE)
        for row in await rows
    ]


async def state(of: Component) -> ComponentStatus:
    return next(one.status for one in (await board(Reader())).components if one.id == of.id)


async def test_an_incident_and_each_of_its_updates_turn_its_components(world: World) -> None:
    mail, web = await component('mail'), await component('web')
    with clock.freeze(NOON):
        incident = await fails(world.marta.user, mail, web)
        assert (await state(mail), await state(web)) == (MAJOR, MAJOR)
    with clock.freeze(NOON + HOUR):
        eased = [Impact(mail.id, DEGRADED), Impact(web.id, OPERATIONAL)]
        await goes_on(world.diego.user, incident, impacts=eased)
        assert (await state(mail), await state(web)) == (DEGRADED, OPERATIONAL)
    with clock.freeze(NOON + 2 * HOUR):
        await goes_on(world.marta.user, incident, Phase.MONITORING)
        assert await state(mail) == DEGRADED
    with clock.freeze(NOON + 3 * HOUR):
        await goes_on(world.marta.user, incident, Phase.RESOLVED, 'Ya funciona.')
        assert await state(mail) == OPERATIONAL
    assert await told(incident) == [(MAJOR, 0, 60), (MAJOR, 0, 60), (DEGRADED, 60, 180)]
    over = await Incident.get(id=incident.id)
    assert (over.phase, over.ends_at) == (Phase.RESOLVED, NOON + 3 * HOUR)
    (line,) = (await board(Reader())).past
    assert [update.phase for update in line.updates] == ['resolved', 'monitoring', 'identified', 'investigating']
    assert await AuditLog.filter(action='incident_opened', actor_id=world.marta.user.id).count() == 1


async def test_what_began_before_it_was_written_down_is_in_the_bars_and_may_be_moved(world: World) -> None:
    mail = await component('mail')
    with clock.freeze(NOON):
        incident = await fails(world.marta.user, mail, starts_at=NOON - 30 * MINUTE)
        assert await told(incident) == [(MAJOR, -30, None)]
        await incidents.edit(world.marta.user, incident.id, Details('El correo', starts_at=NOON - HOUR))
        assert await told(incident) == [(MAJOR, -60, None)]
    with clock.freeze(NOON + HOUR):
        await goes_on(world.marta.user, incident, Phase.RESOLVED, at=NOON + 50 * MINUTE)
        assert await told(incident) == [(MAJOR, -60, 50)]
        for wrong in (NOON + HOUR, NOON + 2 * HOUR, NOON - timedelta(days=100)):
            with pytest.raises(Invalid) as refused:
                await incidents.edit(world.marta.user, incident.id, Details('El correo', starts_at=wrong))
            assert list(refused.value.problems) == ['starts_at']
        with pytest.raises(Invalid):  # what was told later holds
            await goes_on(world.marta.user, incident, at=NOON)
    assert (await Incident.get(id=incident.id)).title == 'El correo'


async def test_a_corrected_text_is_a_new_row_and_the_old_one_is_kept(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'), body='Lo revizamos.')
    first = await IncidentUpdate.get()
    second = await incidents.correct(world.diego.user, first.id, 'Lo revisamos.', {'en': {'body': 'We look.'}})
    with pytest.raises(NotAllowed):  # somebody was faster
        await incidents.correct(world.marta.user, first.id, 'Otro.', {})
    await incidents.correct(world.marta.user, second.id, 'Lo estamos revisando.', {})
    assert [row.body for row in await IncidentUpdate.all().order_by('id')] == [
        'Lo revizamos.',
        'Lo revisamos.',
        'Lo estamos revisando.',
    ]
    (line,) = (await board(Reader())).incidents
    assert [(one.body.text, one.at, one.is_corrected) for one in line.updates] == [
        ('Lo estamos revisando.', first.at, True)
    ]
    assert (await Incident.get(id=incident.id)).phase == Phase.INVESTIGATING


async def test_one_that_comes_back_is_opened_again(world: World) -> None:
    mail = await component('mail')
    incident = await fails(world.marta.user, mail)
    await goes_on(world.marta.user, incident, Phase.RESOLVED)
    assert await state(mail) == OPERATIONAL
    await goes_on(world.marta.user, incident, Phase.INVESTIGATING, 'Volvió.')
    again = await Incident.get(id=incident.id)
    assert (again.phase, again.ends_at, await state(mail)) == (Phase.INVESTIGATING, None, MAJOR)


async def test_a_promised_update_is_overdue_by_itself_until_it_comes(world: World) -> None:
    with clock.freeze(NOON):
        incident = await fails(world.marta.user, await component('mail'), next_update_at=NOON + HOUR)
        assert [(timer.kind, timer.fire_at) for timer in await Timer.all()] == [('incident_promise', NOON + HOUR)]
        await goes_on(world.marta.user, incident, next_update_at=NOON + 2 * HOUR)
        assert [timer.fire_at for timer in await Timer.all()] == [NOON + 2 * HOUR]
        for wrong in (NOON, NOON - HOUR, NOON + timedelta(days=40)):
            with pytest.raises(Invalid) as refused:
                await goes_on(world.marta.user, incident, next_update_at=wrong)
            assert list(refused.value.problems) == ['next_update_at']
    waked: list[bool] = []
    unwatch = bus.watch(['board'], lambda: waked.append(True))
    with clock.freeze(NOON + 2 * HOUR):
        await timers.fire_due()
    unwatch()
    assert waked == [True]
    await goes_on(world.marta.user, incident)
    assert not await Timer.exists()


async def test_it_is_told_to_whom_it_is_meant(world: World) -> None:
    mail = await component('mail')
    company = f'company-{world.lucia.user.organization_id}'
    incident = await fails(world.marta.user, mail, reach=Reach.CHOSEN, audience=[company, 'company-999'])
    readers = {name: Reader.of(getattr(world, name).user) for name in ('lucia', 'elena', 'marta')} | {
        'visitor': Reader()
    }
    seen = {name for name, reader in readers.items() if (await board(reader)).incidents}
    assert seen == {'lucia', 'marta'}
    await incidents.edit(world.marta.user, incident.id, Details('El correo', reach=Reach.SIGNED_IN))
    seen = {name for name, reader in readers.items() if (await board(reader)).incidents}
    assert seen == {'lucia', 'elena', 'marta'}
    assert not await Audience.exists()


async def test_a_draft_is_seen_by_the_desk_alone_until_its_first_update(world: World) -> None:
    mail = await component('mail')
    with clock.freeze(NOON):
        draft = await incidents.open_draft('El correo falla', 'Lo hemos notado.', [Impact(mail.id, MAJOR)])
        assert draft
        assert await incidents.open_draft('Otra vez', 'Otra.', [Impact(mail.id, MAJOR)]) is None
        assert not (await board(Reader.of(world.lucia.user))).incidents
        assert await told(draft) == []
    with clock.freeze(NOON + HOUR):
        await goes_on(world.marta.user, draft, Phase.INVESTIGATING, 'Estamos en ello.')
    assert await told(draft) == [(MAJOR, 0, None)]
    (line,) = (await board(Reader())).incidents
    assert [one.body.text for one in line.updates] == ['Estamos en ello.']
    with pytest.raises(NotAllowed):
        await incidents.discard_draft(world.marta.user, draft.id)
    other = await incidents.open_draft('Nada', 'Nada.', [])
    assert other
    await incidents.discard_draft(world.marta.user, other.id)
    assert not await Incident.filter(id=other.id).exists()


async def test_what_was_learnt_is_written_when_it_is_over(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    nothing, disk = PostMortem(), PostMortem(' Un disco. ')
    with pytest.raises(NotAllowed):
        await post_mortems.write(world.marta.user, incident.id, disk, nothing)
    await goes_on(world.marta.user, incident, Phase.RESOLVED)
    await post_mortems.write(world.marta.user, incident.id, disk, nothing)
    assert await post_mortems.read(Reader(), incident.id) == 'Un disco.'
    with pytest.raises(Overtaken) as late:
        await post_mortems.write(world.diego.user, incident.id, PostMortem('Nada.'), nothing)
    assert late.value.name == world.marta.user.full_name
    kept = await post_mortems.stored(world.diego.user, incident.id)
    assert (kept.value.post_mortem, kept.name) == ('Un disco.', world.marta.user.full_name)
    await Incident.filter(id=incident.id).update(reach=Reach.STAFF)
    with pytest.raises(NotFound):
        await post_mortems.read(Reader(), incident.id)


async def test_details_that_somebody_else_has_changed_meanwhile_are_not_written_over(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    started = await incidents.details_of(await Incident.get(id=incident.id))
    await goes_on(world.diego.user, incident)  # which changes none of them
    await incidents.edit(world.marta.user, incident.id, Details('El correo', starts_at=started.starts_at), started)
    with pytest.raises(Overtaken):
        await incidents.edit(world.diego.user, incident.id, Details('Correos'), started)
    assert (await Incident.get(id=incident.id)).title == 'El correo'


async def test_an_update_changes_only_what_it_says_whoever_has_told_something_meanwhile(world: World) -> None:
    mail, web = await component('mail'), await component('web')
    incident = await fails(world.marta.user, mail, web)
    await goes_on(world.diego.user, incident, Phase.IDENTIFIED, impacts=[Impact(mail.id, DEGRADED)])
    await incidents.post_update(world.marta.user, incident.id, NewUpdate('Llegan repuestos.', ''))
    seen = await Incident.get(id=incident.id)
    assert (seen.phase, await state(mail), await state(web)) == (Phase.IDENTIFIED, DEGRADED, MAJOR)
    await goes_on(world.marta.user, incident, spared=[(web.id, None)])
    assert (await state(mail), await state(web)) == (DEGRADED, OPERATIONAL)
    assert [row.component_id for row in await seen.impacts] == [mail.id]
    draft = await incidents.open_draft('¿Falla?', 'Quizá.', [Impact(web.id, MAJOR)])
    assert draft
    await incidents.post_update(world.marta.user, draft.id, NewUpdate('Falla.', ''))
    assert ((await Incident.get(id=draft.id)).phase, await state(web)) == (Phase.INVESTIGATING, MAJOR)


async def test_customers_and_what_is_not_there_are_refused_and_nothing_is_written(world: World) -> None:
    mail = await component('mail', 'Norte')
    incident = await fails(world.marta.user, mail)
    for actor in (world.lucia.user, None):
        for verb in (
            incidents.open_incident(actor, NewIncident('No', 'No')),
            incidents.post_update(actor, incident.id, NewUpdate('No', Phase.RESOLVED)),
            incidents.correct(actor, 1, 'No', {}),
            incidents.edit(actor, incident.id, Details('No')),
            post_mortems.write(actor, incident.id, PostMortem('No'), PostMortem()),
            incidents.discard_draft(actor, incident.id),
        ):
            with pytest.raises(NotAllowed):
                await verb
    wrong: list[tuple[str, dict[str, Any]]] = [
        ('title', {'title': ' '}),
        ('body', {'body': ''}),
        ('phase', {'phase': 'resolved'}),
        ('phase', {'phase': 'scheduled'}),
        ('reach', {'reach': 'all'}),
        ('reach', {'reach': 'chosen'}),
        ('starts_at', {'starts_at': clock.now() + HOUR}),
        ('impacts', {'impacts': [Impact(mail.id, MAJOR), Impact(mail.id, DEGRADED)]}),
        ('impacts', {'impacts': [Impact(mail.id + 9, MAJOR)]}),
        ('impacts', {'impacts': [Impact(mail.id, MAJOR, 999)]}),
        ('impacts', {'impacts': [Impact(mail.id, ComponentStatus.MAINTENANCE)]}),
    ]
    for name, values in wrong:
        with pytest.raises(Invalid) as refused:
            await incidents.open_incident(world.marta.user, NewIncident(**{'title': 'T', 'body': 'B'} | values))
        assert list(refused.value.problems) == [name]
    assert await Incident.all().count() == await IncidentUpdate.all().count() == 1


def test_a_moment_in_a_template_says_whose_time_it_is() -> None:
    filled = incident_templates.fill(Words('{next}', {'en': '{next}'}), incident_templates.Facts(next=NOON))
    assert filled[''].endswith(' (hora de Ecuador)')
    assert filled['en'].endswith(' (Ecuador Time)')
