"""The verbs of a ticket's life, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from models import Entry, Ticket, Watcher
from models.entry import EntryKind, Visibility
from models.lifecycle import CloseReason, Event, Status
from models.priority import Impact, Priority, Urgency
from models.ticket_number import parse_number
from services import bus, clock
from services.change import change
from services.desk import queue
from services.refusals import Invalid, NotAllowed, NotFound, SignedOut
from services.tickets import my_tickets, ticket_view
from tests.support.world import World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


async def timeline(ticket: Ticket) -> list[tuple[int, EntryKind]]:
    return [(entry.seq, entry.kind) for entry in await Entry.filter(ticket_id=ticket.id).order_by('seq')]


@pytest.mark.rule('S0-4')
async def test_a_customer_opens_incidents_and_requests(world: World) -> None:
    incident = await world.lucia.opens('La impresora no imprime')
    request = await world.lucia.opens('Acceso a reportes', item='access')
    assert (incident.kind, request.kind) == ('incident', 'request')
    assert (await my_tickets.counts(world.lucia.user))['open'] == 2
    assert parse_number(incident.number) == incident.number


@pytest.mark.rule('S0-5')
async def test_a_ticket_walks_through_its_life_and_its_timeline_tells(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.takes(ticket)
    await world.marta.acknowledges(ticket)
    await world.marta.asks(ticket)
    assert (await Ticket.get(id=ticket.id)).status == Status.WAITING_CUSTOMER
    await world.lucia.comments(ticket)
    assert (await Ticket.get(id=ticket.id)).status == Status.OPEN
    await world.marta.resolves(ticket)
    await world.lucia.rejects(ticket)
    await world.marta.resolves(ticket)
    await world.lucia.confirms(ticket)
    end = await Ticket.get(id=ticket.id)
    assert (end.status, end.close_reason, end.is_closed) == (Status.CLOSED, CloseReason.CONFIRMED, True)
    lines = await timeline(ticket)
    assert [seq for seq, _ in lines] == list(range(1, end.last_seq + 1))
    statuses = [
        entry.data['new'] for entry in await Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS).order_by('seq')
    ]
    assert statuses == ['open', 'waiting_customer', 'open', 'resolved', 'open', 'resolved', 'closed']


async def test_a_change_writes_nothing_that_it_has_not_changed(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    async with change(world.marta.user, ticket, Event.ACKNOWLEDGE):
        await Ticket.filter(id=ticket.id).update(preview='De otra mano')
    after = await Ticket.get(id=ticket.id)
    assert (after.preview, after.status) == ('De otra mano', Status.OPEN)


async def test_two_agents_take_at_once_and_one_of_them_has_it(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    results = await asyncio.gather(world.marta.takes(ticket), world.diego.takes(ticket), return_exceptions=True)
    refused = [result for result in results if isinstance(result, NotAllowed)]
    owner = (await Ticket.get(id=ticket.id).select_related('assignee')).assignee
    assert len(refused) == 1
    assert owner is not None
    assert refused[0].text.params['name'] == owner.full_name
    assert [kind for _, kind in await timeline(ticket)].count(EntryKind.ASSIGN) == 1


async def test_many_at_once_get_gapless_lines_and_numbers_of_their_own(world: World) -> None:
    tickets = await asyncio.gather(*(world.lucia.opens(f'Fallo {n}') for n in range(20)))
    assert len({ticket.number for ticket in tickets}) == 20
    await asyncio.gather(*(world.lucia.comments(tickets[0], f'Línea {n}') for n in range(20)))
    assert [seq for seq, _ in await timeline(tickets[0])] == list(range(1, 22))


async def test_the_same_form_twice_opens_one_ticket(world: World) -> None:
    key = str(uuid4())
    tickets = await asyncio.gather(*(world.lucia.opens('La impresora', form_key=key) for _ in range(5)))
    assert len({ticket.id for ticket in tickets}) == 1
    assert await Ticket.all().count() == 1
    assert await Entry.all().count() == 1


async def test_the_form_of_another_person_with_the_same_key_does_not_give_my_ticket(world: World) -> None:
    key = str(uuid4())
    mine = await world.lucia.opens('La impresora', form_key=key)
    with pytest.raises(NotAllowed):
        await world.elena.opens('Otra', form_key=key)
    assert await Ticket.all().values_list('id', flat=True) == [mine.id]


@pytest.mark.rule('S2-10')
async def test_priority_comes_from_impact_and_urgency(world: World) -> None:
    ticket = await world.lucia.opens('No puedo facturar', urgency=Urgency.STOPPED, impact=Impact.COMPANY)
    assert ticket.priority == Priority.CRITICAL


@pytest.mark.rule('S2-11')
async def test_assigning_names_one_member_of_the_department(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.ana.assigns(ticket, world.diego)
    seen = await ticket_view.view(world.lucia.user, ticket.number)
    assert seen.ticket.assignee is not None
    assert seen.ticket.assignee.full_name == 'Diego Paz'
    with pytest.raises(NotAllowed):
        await world.ana.assigns(ticket, world.lucia)


@pytest.mark.rule('S4-12')
async def test_being_analysed_takes_assigns_tells_and_stops_the_first_clock(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    assert ticket.first_response_at is None
    await world.marta.acknowledges(ticket)
    told = await Ticket.get(id=ticket.id)
    assert (told.status, told.assignee_id) == (Status.OPEN, world.marta.user.id)
    assert told.first_response_at is not None
    assert told.acknowledged_at is not None


async def test_a_note_is_no_answer_and_no_byte_of_it_is_the_customers(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.notes(ticket, 'Cliente difícil')
    noted = await Ticket.get(id=ticket.id)
    assert (noted.first_response_at, noted.status) == (None, Status.NEW)
    assert 'difícil' not in noted.preview
    seen = await ticket_view.view(world.lucia.user, ticket.number)
    assert all(line.entry.visibility == Visibility.PUBLIC for line in seen.lines)
    assert 'Cliente difícil' in [
        line.entry.body for line in (await ticket_view.view(world.diego.user, ticket.number)).lines
    ]


@pytest.mark.rule('S3-23')
async def test_colleagues_see_and_write_where_the_company_shares_and_nobody_else_does(world: World) -> None:
    shared, own = await world.lucia.opens('La impresora'), await world.elena.opens('El correo')
    await world.ivan.comments(shared)
    assert await world.ivan.sees(shared)
    assert not await world.pablo.sees(own)
    assert not await world.elena.sees(shared)
    for stranger in (world.elena, world.pablo):
        with pytest.raises(NotFound):
            await stranger.comments(shared)
    assert (await my_tickets.counts(world.ivan.user, company=True))['open'] == 1
    assert (await my_tickets.counts(world.pablo.user, company=True))['open'] == 0


@pytest.mark.rule('S3-20')
async def test_people_in_copy_are_split_deduplicated_and_named_when_wrong(world: World) -> None:
    ticket = await world.lucia.opens(
        'La impresora', copy_to='a@x.example,b@y.example; A@x.example  lucia@mirador.example'
    )
    assert await Watcher.filter(ticket_id=ticket.id).order_by('id').values_list('email', flat=True) == [
        'a@x.example',
        'b@y.example',
    ]
    with pytest.raises(Invalid) as refused:
        await world.lucia.opens('La impresora', copy_to='a@x.example,nadie@')
    assert refused.value.problems['copy_to'].params['address'] == 'nadie@'


async def test_somebody_in_copy_with_an_account_sees_and_answers(world: World) -> None:
    ticket = await world.lucia.opens('La impresora', copy_to='elena@ondu.example')
    assert await world.elena.sees(ticket)
    await world.elena.comments(ticket)
    assert Event.CONFIRM not in await world.elena.may(ticket)


@pytest.mark.rule('S3-24')
async def test_the_first_unanswered_message_counts_and_a_second_does_not_move_it(world: World) -> None:
    with clock.freeze(MONDAY):
        first = await world.lucia.opens('Primero')
    with clock.freeze(MONDAY + timedelta(minutes=1)):
        second = await world.elena.opens('Segundo')
    with clock.freeze(MONDAY + timedelta(minutes=2)):
        await world.lucia.comments(first, '¿Hay novedades?')
    assert [row['id'] for row in (await queue.page(world.marta.user, 'open')).rows] == [first.id, second.id]
    with clock.freeze(MONDAY + timedelta(minutes=3)):
        await world.marta.replies(first)
    assert [row['id'] for row in (await queue.page(world.marta.user, 'open')).rows] == [second.id, first.id]
    with clock.freeze(MONDAY + timedelta(minutes=4)):
        await world.lucia.comments(first)
    assert [row['id'] for row in (await queue.page(world.marta.user, 'open')).rows] == [second.id, first.id]


@pytest.mark.parametrize(
    ('field', 'value'),
    [
        ('subject', '   '),
        ('subject', 'x' * 251),
        ('subject', 'dos\nlíneas'),
        ('subject', 'nulo \x00'),
        ('subject', {'un': 'objeto'}),
        ('description', ''),
        ('description', 'x' * 50_001),
        ('description', 'medio par \ud800'),
        ('urgency', 'ayer'),
        ('impact', None),
        ('copy_to', ['a@x.example']),
    ],
)
@pytest.mark.rule('S0-29')
async def test_what_cannot_be_stored_is_refused_at_its_field(world: World, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        await world.lucia.opens(**({'subject': 'La impresora'} | {field: value}))
    assert list(refused.value.problems) == [field]
    assert await Ticket.all().count() == 0


@pytest.mark.parametrize(
    'text', ['🖨️ no imprime', 'لا تطبع', '</script><b>x</b>', '[' * 20_000, '{{7*7}}', "'; DROP TABLE ticket --"]
)
async def test_odd_texts_are_stored_as_they_came(world: World, text: str) -> None:
    ticket = await world.lucia.opens(text[:250], description=text)
    seen = await ticket_view.view(world.lucia.user, ticket.number)
    assert (seen.ticket.subject, seen.lines[0].entry.body) == (text[:250], text)


async def test_a_disabled_person_can_do_nothing_with_a_page_still_open(world: World) -> None:
    ticket = await world.lucia.opens('La impresora')
    world.marta.user.is_active = False
    await world.marta.user.save(update_fields=['is_active'])
    with pytest.raises(SignedOut):
        await world.marta.replies(ticket)


async def test_the_world_is_told_after_the_commit_and_never_of_a_failure(world: World) -> None:
    ticket = await world.lucia.opens('La impresora')
    heard: list[str] = []
    unwatch = bus.watch([f'ticket:{ticket.id}'], lambda: heard.append('ticket'))
    with pytest.raises(NotAllowed):
        await world.lucia.confirms(ticket)
    assert heard == []
    await world.marta.takes(ticket)
    await asyncio.wait_for(_heard(heard), 5)
    unwatch()


async def _heard(heard: list[str]) -> None:
    while not heard:
        await asyncio.sleep(0)
