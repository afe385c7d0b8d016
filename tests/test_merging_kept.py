"""What a merge takes with it, and gives back: the incident, whose turn it is, and all that was said."""

import pytest

from models import Entry, IncidentTicket, MailOut, Ticket
from models.incident import Phase
from models.lifecycle import Status
from services import timers
from services.incidents import incident_links
from services.refusals import NotAllowed
from services.settings import Desk, save
from services.tickets import merging, ticket_view
from tests.support.incidents import component, fails, goes_on
from tests.support.world import World


async def test_a_merge_takes_the_incident_with_it_and_gives_it_back(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    joined = await incident_links.join(world.lucia.user, incident.id)
    other = await world.lucia.opens('El correo no llega')
    await merging.merge(world.marta.user, joined, other)
    await merging.unmerge(world.marta.user, joined)
    assert [one.ticket_id for one in await IncidentTicket.all()] == [joined.id]
    await merging.merge(world.marta.user, joined, other)
    update = await goes_on(world.marta.user, incident, Phase.RESOLVED, 'Ya sale.')
    assert other.number in (await MailOut.get(dedupe_key__startswith=f'update:{update.id}:')).body
    await timers.fire_due()
    assert (await Ticket.get(id=other.id)).status == Status.RESOLVED


async def test_a_merge_takes_no_incident_with_it_that_is_over(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    joined = await incident_links.join(world.lucia.user, incident.id)
    await goes_on(world.marta.user, incident, Phase.RESOLVED, 'Ya sale.')
    await merging.merge(world.marta.user, joined, await world.lucia.opens('No imprime'))
    assert [one.ticket_id for one in await IncidentTicket.all()] == [joined.id]


async def test_an_undo_gives_the_turn_back_unless_somebody_has_spoken(world: World) -> None:
    answered = await world.lucia.opens('La impresora no imprime')
    await world.marta.replies(answered)
    was = await Ticket.get(id=answered.id)
    for speaks in (False, True):
        waits = await world.lucia.opens('No sale papel')
        await merging.merge(world.marta.user, waits, answered)
        assert not (await Ticket.get(id=answered.id)).is_answered
        if speaks:
            await world.lucia.comments(answered)
        await merging.unmerge(world.marta.user, waits)
        now = await Ticket.get(id=answered.id)
        assert now.is_answered != speaks
        assert speaks or (now.waiting_since, now.queue_rank) == (was.waiting_since, was.queue_rank)


async def test_every_merged_conversation_is_read_however_many_there_are(world: World) -> None:
    one = await world.lucia.opens('Alarma', description='La primera.')
    for n in range(ticket_view.RELATED + 1):
        last = await world.lucia.opens('Alarma', description=f'{n}.')
        await merging.merge(world.marta.user, last, one)
    said = [(line.entry.body, line.source) for line in (await ticket_view.view(world.marta.user, one.number)).lines]
    assert (f'{ticket_view.RELATED}.', last.number) in said


async def test_what_the_desk_merged_itself_bears_its_name(world: World) -> None:
    await save(world.admin.user, Desk(name='SOS Ondú'))
    one, two = [await world.lucia.opens(f'Ticket {n}') for n in range(2)]
    await merging.merge(world.marta.user, two, one)
    await Entry.filter(ticket_id=two.id).update(author_id=None)
    with pytest.raises(NotAllowed) as refused:
        await world.lucia.comments(two)
    assert refused.value.text.params['name'] == 'SOS Ondú'
