"""Incidents and tickets: who joins, what is told in the tickets and by mail, and what the end of it proposes."""

import asyncio
from uuid import uuid4

import pytest

from models import Attachment, Entry, Incident, IncidentTicket, MailOut, Ticket, User, Watcher
from models.audience import Reach, Reader
from models.entry import EntryKind
from models.incident import Phase
from models.lifecycle import Event, Status
from services import bus, clock, timers
from services.clock import now
from services.incidents import incident_links, incidents
from services.incidents.incident_told import told_in
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from services.tickets import attachments, bell, drafts, my_tickets, ticket_view
from tests.support.incidents import NOON, component, fails, goes_on
from tests.support.world import Person, World


async def mails(update_id: int) -> list[MailOut]:
    return await MailOut.filter(dedupe_key__startswith=f'update:{update_id}:').order_by('to_address')


async def news(person: Person) -> tuple[list[str], list[bool]]:
    """What the bell tells, and which of his tickets have news."""
    told = [one.said.body for one in await bell._news(person.user)]
    return told, [row['unread'] for row in (await my_tickets.page(person.user)).rows]


async def is_resolved(ticket: Ticket) -> bool:
    await timers.fire_due()
    return (await Ticket.get(id=ticket.id)).status == Status.RESOLVED


async def test_a_customer_joins_with_one_click_and_without_a_word(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    clicks = (incident_links.join(world.lucia.user, incident.id) for _ in range(3))
    first, *others = await asyncio.gather(*clicks)
    assert {one.id for one in others} == {first.id}
    ticket = await Ticket.get(id=first.id)
    assert (ticket.subject, ticket.requester_id) == ('El correo no sale', world.lucia.user.id)
    said = await Entry.get(ticket_id=ticket.id, kind=EntryKind.MESSAGE)
    assert said.body == 'A mí también me pasa: «El correo no sale».'
    link = await IncidentTicket.get(ticket_id=ticket.id)
    assert (link.incident_id, link.joined_by) == (incident.id, 'customer')
    (mail,) = await MailOut.filter(ticket_id=ticket.id)
    assert (mail.template, mail.to_address) == ('acknowledgement', 'lucia@mirador.example')
    assert ticket.number in mail.body
    assert await incident_links.joined(world.lucia.user, incident.id) == ticket
    assert await incident_links.joined(world.ivan.user, incident.id) is None


async def test_what_was_typed_before_joining_is_what_the_ticket_says_or_waits_in_it(world: World) -> None:
    incident, actor = await fails(world.marta.user, await component('mail')), world.lucia.user
    key = str(uuid4())

    async def file(name: str) -> None:
        await Attachment.create(
            uploader=actor, form_key=key, name=name, mime='text/plain', size=1, sha256='0', path='0', created_at=now()
        )

    await file('uno.txt')
    ticket = await incident_links.join(actor, incident.id, text='Sin correo\n\nDesde las ocho.', form_key=key)
    said = await Entry.get(ticket_id=ticket.id, kind=EntryKind.MESSAGE)
    assert said.body.endswith('«El correo no sale».\n\nSin correo\n\nDesde las ocho.')
    assert await Attachment.filter(entry_id=said.id).count() == 1
    waiting = drafts.ticket_key(ticket, Event.COMMENT)
    await incident_links.join(actor, incident.id, text='Desde las ocho.')  # clicked twice
    assert await drafts.recall(actor, waiting) == {}
    await file('dos.txt')
    for _ in range(2):
        assert await incident_links.join(actor, incident.id, text='Y la agenda.', form_key=key) == ticket
    assert await drafts.recall(actor, waiting) == {'text': 'Y la agenda.'}
    assert [one.name for one in await attachments.unsent(actor, waiting)] == ['dos.txt']
    with pytest.raises(Invalid) as refused:
        await incident_links.join(actor, incident.id, text='\x00')
    assert set(refused.value.problems) == {'text'}


async def test_who_joins_and_closes_again_and_again_is_braked(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    with clock.freeze(NOON):
        for _ in range(incident_links.JOIN.burst):
            await world.lucia.closes(await incident_links.join(world.lucia.user, incident.id))
        with pytest.raises(TooMany):
            await incident_links.join(world.lucia.user, incident.id)
    assert await Ticket.all().count() == incident_links.JOIN.burst
    assert await incident_links.affected(world.marta.user, incident.id) == incident_links.Affected([], 0, 0, 0)


async def test_nobody_joins_what_he_may_not_see_what_is_a_draft_or_what_is_over(world: World) -> None:
    mail = await component('mail')
    hidden = await fails(world.marta.user, mail, reach=Reach.STAFF)
    draft = await incidents.open_draft('¿Falla?', 'Quizá.', [])
    over = await fails(world.marta.user, mail)
    await goes_on(world.marta.user, over, Phase.RESOLVED)
    assert draft
    for refused, one in ((NotFound, hidden), (NotFound, draft), (NotAllowed, over)):
        with pytest.raises(refused):
            await incident_links.join(world.lucia.user, one.id)
    unverified = await User.create(email='nuevo@mirador.example', full_name='Nuevo', created_at=now())
    with pytest.raises(NotAllowed):
        await incident_links.join(unverified, over.id)
    assert not await Ticket.exists()


async def test_an_update_is_one_row_that_all_its_tickets_show_as_it_is_worded_last(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    printer = await world.elena.opens('No imprime')
    await incident_links.link(world.marta.user, printer, incident.id)
    await incident_links.link(world.marta.user, printer, incident.id)
    joined = await incident_links.join(world.lucia.user, incident.id)
    update = await goes_on(world.marta.user, incident, body='Es el servidor.')
    for ticket, person in ((printer, world.elena), (joined, world.lucia), (printer, world.marta)):
        (told,) = await told_in(Reader.of(person.user), ticket)
        assert [one.body.text for one in told.updates] == ['Es el servidor.', 'Lo estamos revisando.']
    await incidents.correct(world.diego.user, update.id, 'Es el servidor de correo.', {})
    (told,) = await told_in(Reader.of(world.elena.user), printer)
    assert (told.updates[0].body.text, told.updates[0].is_corrected) == ('Es el servidor de correo.', True)
    assert await Entry.filter(body__contains='servidor').count() == 0
    assert [line.data['incident'] for line in await Entry.filter(ticket_id=printer.id, kind=EntryKind.SYSTEM)] == [
        incident.id
    ]


async def test_an_update_is_news_in_its_tickets_until_each_customer_has_read_it(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'))
    ticket = await incident_links.join(world.lucia.user, incident.id)
    for person in (world.lucia, world.ivan):
        await ticket_view.seen(person.user, await Ticket.get(id=ticket.id))
    await Watcher.create(ticket=ticket, email='elena@ondu.example', user=world.elena.user, created_at=now())
    await ticket_view.seen(world.elena.user, await Ticket.get(id=ticket.id))
    assert await news(world.lucia) == ([], [False])  # what was told before he joined is none
    woken: set[str] = set()
    for name in ('lucia', 'ivan', 'elena', 'pablo'):
        topics = await bell.topics(getattr(world, name).user)
        bus.watch(topics, lambda name=name: woken.add(name))  # type: ignore[misc]
    update = await goes_on(world.marta.user, incident, body='Es el servidor.')
    assert woken == {'lucia', 'ivan', 'elena'}
    for person in (world.lucia, world.ivan, world.elena):
        assert (await news(person))[0] == ['Es el servidor.']
    assert (await news(world.lucia))[1] == [True]
    assert 'Es el servidor.' not in (await news(world.marta))[0]  # the desk has said it
    await ticket_view.seen(world.lucia.user, await Ticket.get(id=ticket.id), update.id)
    await bell.mark_all(world.elena.user)
    assert await news(world.lucia) == ([], [False])
    assert (await news(world.elena))[0] == []
    await incidents.correct(world.marta.user, update.id, 'Es el servidor de correo.', {})
    assert (await news(world.lucia))[0] == []
    await world.marta.replies(ticket)
    await bell.mark_all(world.lucia.user)
    assert await news(world.lucia) == ([], [False])
    await Incident.filter(id=incident.id).update(reach=Reach.STAFF)
    await goes_on(world.marta.user, await Incident.get(id=incident.id))
    assert await news(world.lucia) == ([], [False])


async def test_it_is_mailed_once_to_each_person_and_to_nobody_who_may_not_read_it(world: World) -> None:
    incident = await fails(world.marta.user, await component('mail'), reach=Reach.SIGNED_IN)
    for ticket in (
        await world.lucia.opens('No imprime'),
        await world.lucia.opens('Sigue'),
        await world.ivan.opens('Yo'),
    ):
        await incident_links.link(world.marta.user, ticket, incident.id)
        for email, user in (('lucia@mirador.example', world.lucia.user), ('jefe@fuera.example', None)):
            await Watcher.create(ticket_id=ticket.id, email=email, user=user, created_at=now())
    update = await goes_on(world.marta.user, incident, body='Es el servidor.')
    told = await mails(update.id)
    assert [mail.to_address for mail in told] == ['ivan@mirador.example', 'lucia@mirador.example']
    numbers = [ticket.number for ticket in await Ticket.filter(requester_id=world.lucia.user.id).order_by('id')]
    assert all(f'/tickets/{number}' in told[1].body for number in numbers)
    assert 'Es el servidor.' in told[1].body
    assert told[1].body.rstrip().endswith(numbers[-1])
    await incidents.correct(world.marta.user, update.id, 'Es otro servidor.', {})
    assert await MailOut.filter(dedupe_key__startswith='update:').count() == 2


async def test_its_end_proposes_the_solution_of_each_ticket_with_one_mail_and_each_may_say_no(world: World) -> None:
    with clock.freeze(NOON):
        incident = await fails(world.marta.user, await component('mail'))
        first, second = [await world.lucia.opens('Uno'), await world.elena.opens('Dos')]
        for ticket in (first, second):
            await incident_links.link(world.marta.user, ticket, incident.id)
        gone = await world.ivan.opens('Tres')
        await incident_links.link(world.marta.user, gone, incident.id)
        await world.ivan.closes(gone)
        update = await goes_on(world.marta.user, incident, Phase.RESOLVED, 'Se cambió el disco.')
        assert await is_resolved(first)
        assert await is_resolved(second)
        solution = await Entry.get(ticket_id=first.id, kind=EntryKind.SOLUTION)
        assert (solution.body, solution.author_id) == ('Se cambió el disco.', None)
        assert [mail.to_address for mail in await mails(update.id)] == ['elena@ondu.example', 'lucia@mirador.example']
        assert not await MailOut.filter(template='solution').exists()
        await world.lucia.rejects(first)
        await timers.fire_due()
    assert (await Ticket.get(id=first.id)).status == Status.OPEN
    assert (await Ticket.get(id=second.id)).status == Status.RESOLVED
    assert (await Ticket.get(id=gone.id)).status == Status.CLOSED


async def test_a_ticket_is_linked_only_where_its_customer_may_read_it_and_is_taken_out_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await world.lucia.opens('No imprime')
    mail = await component('mail')
    hidden, incident = await fails(world.marta.user, mail, reach=Reach.STAFF), await fails(world.marta.user, mail)
    with pytest.raises(NotAllowed, match='cannot see'):
        await incident_links.link(world.marta.user, ticket, hidden.id)
    with pytest.raises(NotAllowed):
        await incident_links.unlink(world.marta.user, ticket, incident.id)
    with pytest.raises(NotAllowed):
        await incident_links.link(world.lucia.user, ticket, incident.id)
    await incident_links.link(world.marta.user, ticket, incident.id)
    found = await incident_links.affected(world.diego.user, incident.id)
    assert (len(found.tickets), found.count, found.people, found.companies) == (1, 1, 1, 1)
    with pytest.raises(NotAllowed):
        await incident_links.affected(world.lucia.user, incident.id)
    for person, subject in ((world.lucia, 'Sigue'), (world.elena, 'Tampoco')):
        await incident_links.link(world.marta.user, await person.opens(subject), incident.id)
    monkeypatch.setattr(incident_links, 'LISTED', 2)
    found = await incident_links.affected(world.diego.user, incident.id)
    assert (len(found.tickets), found.count, found.people, found.companies) == (2, 3, 2, 2)
    await incident_links.unlink(world.marta.user, ticket, incident.id)
    assert await told_in(Reader.of(world.lucia.user), ticket) == ()
    await goes_on(world.marta.user, await Incident.get(id=incident.id), Phase.RESOLVED)
    assert not await is_resolved(ticket)
