"""Waiting: for others, for an approval, for a customer who does not answer."""

import asyncio
from datetime import datetime, timedelta

import pytest

from models import CannedText, MailOut, Ticket
from models.entry import EntryKind, Visibility
from models.lifecycle import CloseReason, Event, Status
from services import clock, settings
from services.desk import canned_texts
from services.refusals import Invalid, NotAllowed
from services.tickets import bulk, contact_attempts
from services.tickets.barred import UNAPPROVED
from services.tickets.silence_rules import Silence
from tests.support.world import World
from tests.test_desk_verbs import MONDAY, in_work, lines, reread

FRIDAY = MONDAY + timedelta(days=4)


async def mails(ticket: Ticket, template: str) -> list[MailOut]:
    return await MailOut.filter(ticket_id=ticket.id, template=template).order_by('id')


# -- waiting for others


@pytest.mark.rule('S4-11', '1.6-f')
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


@pytest.mark.rule('S4-11')
async def test_a_promise_stands_until_another_date_is_named_with_a_reason(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await in_work(world)
        await world.marta.holds(ticket, 'rd', FRIDAY)
        for same in (None, FRIDAY + timedelta(seconds=30)):
            await world.marta.holds(ticket, 'third_party', same)
            assert (await reread(ticket)).resolution_due == FRIDAY
        await world.marta.resumes(ticket)
        with pytest.raises(Invalid):
            await world.marta.holds(ticket, 'scheduled', FRIDAY + timedelta(days=1))


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
async def test_nobody_but_an_approver_lets_work_go_on_without_the_approval(world: World) -> None:
    ticket = await in_work(world)
    await world.marta.holds(ticket, 'approval')
    ways = (world.marta.resumes, world.marta.holds, world.marta.asks, world.marta.resolves)
    for way in ways:
        with pytest.raises(NotAllowed):
            await way(ticket)
    macro = await CannedText.create(title='Espera', body='Esperamos a un tercero.', then='hold')
    with pytest.raises(NotAllowed):
        await canned_texts.run(world.marta.user, ticket, macro.id, macro.body)
    assert not UNAPPROVED & await world.marta.may(ticket)
    other = await in_work(world)
    await world.marta.holds(other)
    offered = await bulk.allowed_for_all(world.marta.user, [ticket.id, other.id])
    assert Event.RESOLVE not in offered
    await world.marta.replies(ticket)  # to go on talking is another thing
    await world.ana.resumes(ticket)
    assert (await reread(ticket)).status == Status.OPEN


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
    await settings.save(world.admin.user, Silence(max_attempts=2))
    ticket = await asked(world)
    await world.marta.calls(ticket)
    await world.marta.calls(ticket)
    assert (await reread(ticket)).close_reason == CloseReason.NO_CONTACT
