"""What the desk does with a ticket besides talking: transfer, priority, waiting, approval, attempts, codes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models import Entry, MailOut, Ticket
from models.entry import EntryKind, Visibility
from models.lifecycle import CloseReason, Event, Status
from models.priority import Impact, Priority, Urgency
from models.ticket import ResolutionCode
from services import clock, contact_attempts, resolution, settings
from services.refusals import Invalid, NotAllowed
from services.settings import Contact
from tests.support.world import World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 10:00 in Guayaquil
FRIDAY = MONDAY + timedelta(days=4)
STOPPED, DEGRADED, CAN_WAIT = Urgency


async def reread(ticket: Ticket) -> Ticket:
    return await Ticket.get(id=ticket.id)


async def lines(ticket: Ticket, kind: EntryKind) -> list[Entry]:
    return await Entry.filter(ticket_id=ticket.id, kind=kind).order_by('seq')


async def mails(ticket: Ticket, template: str) -> list[MailOut]:
    return await MailOut.filter(ticket_id=ticket.id, template=template).order_by('id')


async def in_work(world: World) -> Ticket:
    """A ticket of Lucía that Marta has."""
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.takes(ticket)
    return ticket


# -- priority


@pytest.mark.rule('S2-10')
async def test_urgency_or_impact_recompute_the_priority_and_its_deadlines(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        assert (await reread(ticket)).priority == Priority.LOW
        await world.marta.prioritises(ticket, STOPPED, Impact.AREA, 'No puede facturar nadie.')
    high = await reread(ticket)
    assert high.priority == Priority.HIGH
    assert high.resolution_due == MONDAY + timedelta(hours=8)
    assert high.first_response_due == MONDAY + timedelta(hours=1)
    assert high.queue_rank < (await reread(await world.lucia.opens('Otra'))).queue_rank
    (line,) = await lines(ticket, EntryKind.FIELD)
    assert line.body == 'No puede facturar nadie.'
    assert (line.data['old']['priority'], line.data['new']['priority'], line.data['overrides']) == (
        'low',
        'high',
        False,
    )


@pytest.mark.rule('S2-10')
async def test_a_priority_other_than_the_matrix_says_is_explicit_and_has_a_reason(world: World) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid) as refused:
        await world.marta.prioritises(ticket, DEGRADED, Impact.PERSON, ' ', 'critical')
    assert list(refused.value.problems) == ['text']
    await world.marta.prioritises(ticket, DEGRADED, Impact.PERSON, 'Es el gerente de la cadena.', 'critical')
    told = await reread(ticket)
    assert (told.priority, told.urgency, told.impact) == (Priority.CRITICAL, Urgency.DEGRADED, Impact.PERSON)
    assert (await lines(ticket, EntryKind.FIELD))[0].data['overrides'] is True
    await world.marta.prioritises(ticket, DEGRADED, Impact.AREA)  # without it, the matrix counts again
    assert (await reread(ticket)).priority == Priority.MEDIUM


@pytest.mark.parametrize(
    ('urgency', 'impact', 'to', 'field'),
    [
        ('ayer', 'person', None, 'urgency'),
        ('stopped', 'nadie', None, 'impact'),
        ('stopped', 'person', 'ya', 'priority'),
        ('degraded', 'person', None, 'urgency'),  # as it is
    ],
)
async def test_a_priority_that_cannot_be_is_refused_at_its_field(
    world: World, urgency: str, impact: str, to: str | None, field: str
) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid) as refused:
        await world.marta.prioritises(ticket, urgency, impact, to=to)
    assert list(refused.value.problems) == [field]
    assert await lines(ticket, EntryKind.FIELD) == []


# -- transfer


@pytest.mark.rule('S2-11')
async def test_a_ticket_leaves_for_another_department_with_the_time_it_has_used(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        due = (await reread(ticket)).resolution_due
    with clock.freeze(MONDAY + timedelta(hours=3)):
        await world.marta.transfers(ticket, world.sales, 'Pide una cotización.')
    moved = await reread(ticket)
    assert (moved.department_id, moved.assignee_id, moved.status) == (world.sales.id, None, Status.OPEN)
    assert (moved.created_at, moved.resolution_due) == (MONDAY, due)
    (line,) = await lines(ticket, EntryKind.FIELD)
    assert line.data == {'field': 'department', 'old': 'Sistemas', 'new': 'Comercial'}
    (note,) = await lines(ticket, EntryKind.NOTE)
    assert (note.body, note.visibility) == ('Pide una cotización.', Visibility.INTERNAL)
    with pytest.raises(NotAllowed):  # it is not hers any more
        await world.marta.replies(ticket)


async def test_who_works_in_both_departments_keeps_the_ticket(world: World) -> None:
    await world.sales.members.add(world.marta.user)
    ticket = await in_work(world)
    await world.diego.transfers(ticket, world.sales)
    assert (await reread(ticket)).assignee_id == world.marta.user.id


async def test_a_transfer_leads_to_another_department_that_there_is(world: World) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid):
        await world.marta.transfers(ticket, world.systems)
    world.sales.id = 9999
    with pytest.raises(Invalid):
        await world.marta.transfers(ticket, world.sales)


# -- waiting for others


@pytest.mark.rule('S4-11')
async def test_a_bug_waits_for_its_promised_date_which_takes_the_place_of_the_target(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        await world.marta.holds(ticket, 'rd', FRIDAY, 'Es un error del programa.')
    held = await reread(ticket)
    assert (held.status, held.hold_reason, held.promised_at) == (Status.WAITING_INTERNAL, 'rd', FRIDAY)
    assert held.resolution_due == held.next_deadline_at == FRIDAY
    (mail,) = await mails(ticket, 'held')
    assert mail.to_address == 'lucia@mirador.example'
    assert 'Es un error del programa.' in mail.body
    assert 'viernes, 27 de noviembre de 2026' in mail.body


@pytest.mark.rule('S4-11')
async def test_another_date_needs_a_reason_and_is_mailed_again(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        await world.marta.holds(ticket, 'rd', FRIDAY)
        later = FRIDAY + timedelta(days=7)
        with pytest.raises(Invalid) as refused:
            await world.marta.holds(ticket, 'rd', later)
        assert list(refused.value.problems) == ['text']
        await world.marta.holds(ticket, 'rd', later, 'La corrección necesita otra semana.')
    assert (await reread(ticket)).resolution_due == later
    first, second = await mails(ticket, 'held')
    assert 'viernes, 4 de diciembre de 2026' in second.body
    assert 'La corrección necesita otra semana.' in second.body
    assert 'error del programa' in first.body  # our own letter, where he wrote none


@pytest.mark.rule('S4-11')
@pytest.mark.parametrize('reason', ['rd', 'scheduled'])
@pytest.mark.parametrize('until', [None, MONDAY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=900)])
async def test_a_bug_and_scheduled_work_need_a_date_to_come(world: World, reason: str, until: datetime | None) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        with pytest.raises(Invalid) as refused:
            await world.marta.holds(ticket, reason, until)
    assert list(refused.value.problems) == ['promised_at']


@pytest.mark.rule('S4-11')
async def test_the_promise_stands_after_the_wait_and_pauses_while_the_customer_is_asked(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        await world.marta.holds(ticket, 'rd', FRIDAY)
        await world.marta.resumes(ticket)
        going_on = await reread(ticket)
        assert (going_on.status, going_on.hold_reason, going_on.resolution_due) == (Status.OPEN, None, FRIDAY)
        await world.marta.asks(ticket)
        assert (await reread(ticket)).resolution_due is None
        await world.lucia.comments(ticket)
        assert (await reread(ticket)).resolution_due == FRIDAY


async def test_waiting_for_a_supplier_has_no_date_and_the_clock_goes_on(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        due = (await reread(ticket)).resolution_due
        await world.marta.holds(ticket)
    assert (await reread(ticket)).resolution_due == due
    (mail,) = await mails(ticket, 'held')
    assert 'proveedor' in mail.body


@pytest.mark.rule('S1-10')
async def test_a_change_is_approved_by_a_lead_and_by_nobody_else(world: World) -> None:
    ticket = await in_work(world)
    await world.marta.holds(ticket, 'approval')
    assert {Event.APPROVE, Event.REJECT_CHANGE} <= await world.ana.may(ticket)
    assert Event.APPROVE not in await world.marta.may(ticket)
    with pytest.raises(NotAllowed):
        await world.marta.approves(ticket)
    await world.ana.approves(ticket)
    assert (await reread(ticket)).status == Status.OPEN
    assert len(await mails(ticket, 'approved')) == 1
    assert Event.APPROVE not in await world.ana.may(ticket)
    await world.marta.holds(ticket, 'third_party')
    assert Event.APPROVE not in await world.ana.may(ticket)


@pytest.mark.rule('S1-10')
async def test_a_change_that_is_not_approved_is_closed_with_a_comment(world: World) -> None:
    ticket = await in_work(world)
    await world.marta.holds(ticket, 'approval')
    with pytest.raises(Invalid):
        await world.ana.rejects_change(ticket, ' ')
    await world.ana.rejects_change(ticket, 'El riesgo es demasiado alto.')
    closed = await reread(ticket)
    assert (closed.status, closed.close_reason) == (Status.CLOSED, CloseReason.REJECTED_CHANGE)
    (mail,) = await mails(ticket, 'not_approved')
    assert 'El riesgo es demasiado alto.' in mail.body


# -- contact attempts


async def asked(world: World) -> Ticket:
    ticket = await in_work(world)
    await world.marta.asks(ticket)
    return ticket


@pytest.mark.rule('S4-9')
async def test_the_ninth_failed_attempt_closes_at_once_with_one_mail(world: World) -> None:
    ticket = await asked(world)
    for n in range(1, 9):
        await world.marta.calls(ticket, note='Suena y nadie contesta.' if n == 4 else '')
        assert (await reread(ticket)).contact_attempts == n
    fourth = (await lines(ticket, EntryKind.CONTACT_ATTEMPT))[3]
    assert (fourth.data, fourth.visibility) == (
        {'way': 'phone', 'outcome': 'no_answer', 'count': 4, 'of': 9},
        Visibility.PUBLIC,
    )
    assert [line.visibility for line in await lines(ticket, EntryKind.NOTE)] == [Visibility.INTERNAL]
    assert (await reread(ticket)).status == Status.WAITING_CUSTOMER
    await contact_attempts.log_attempt(None, ticket, 'mail', 'no_answer')  # the desk's own reminder
    closed = await reread(ticket)
    assert (closed.status, closed.close_reason) == (Status.CLOSED, CloseReason.NO_CONTACT)
    assert [mail.to_address for mail in await mails(ticket, 'no_contact')] == ['lucia@mirador.example']
    with pytest.raises(NotAllowed):
        await world.marta.calls(ticket)


@pytest.mark.rule('S4-9')
async def test_two_ninth_attempts_at_once_close_it_once(world: World) -> None:
    ticket = await asked(world)
    for _ in range(8):
        await world.marta.calls(ticket)
    results = await asyncio.gather(*(who.calls(ticket) for who in (world.marta, world.diego)), return_exceptions=True)
    assert [type(result) for result in results if result] == [NotAllowed]
    assert len(await mails(ticket, 'no_contact')) == 1


@pytest.mark.rule('S4-9')
async def test_an_answer_a_new_question_and_reaching_him_begin_the_count_anew(world: World) -> None:
    ticket = await asked(world)
    await world.marta.calls(ticket)
    await world.marta.asks(ticket, '¿Y qué modelo es?')
    assert (await reread(ticket)).contact_attempts == 0
    await world.marta.calls(ticket)
    await world.marta.calls(ticket, 'reached')
    assert (await reread(ticket)).contact_attempts == 0
    await world.lucia.comments(ticket)
    with pytest.raises(NotAllowed):  # nothing is waited for
        await world.marta.calls(ticket)


@pytest.mark.rule('S4-9')
async def test_how_many_attempts_there_are_is_a_setting(world: World) -> None:
    await settings.save(world.admin.user, Contact(max_attempts=2))
    ticket = await asked(world)
    await world.marta.calls(ticket)
    await world.marta.calls(ticket)
    assert (await reread(ticket)).close_reason == CloseReason.NO_CONTACT


# -- solution


async def test_a_solution_says_how_it_was_solved(world: World) -> None:
    ticket = await in_work(world)
    with pytest.raises(Invalid) as refused:
        await resolution.resolve(world.marta.user, ticket, 'Listo.', code='magia')
    assert list(refused.value.problems) == ['code']
    await resolution.resolve(world.marta.user, ticket, 'Listo.', code=ResolutionCode.WORKAROUND)
    assert (await reread(ticket)).resolution_code == ResolutionCode.WORKAROUND
    await world.lucia.rejects(ticket)
    assert (await reread(ticket)).resolution_code is None


async def test_two_agents_resolve_at_once_and_the_other_is_told_who(world: World) -> None:
    ticket = await in_work(world)
    await world.marta.resolves(ticket)
    with pytest.raises(NotAllowed) as refused:
        await world.diego.resolves(ticket)
    assert refused.value.text.params['name'] == 'Marta Ruiz'
    await world.lucia.confirms(ticket)
    with pytest.raises(NotAllowed) as refused:
        await world.diego.replies(ticket)
    assert refused.value.text.params['name'] == 'Lucía Herrera'
