"""The sender of the outbox against a real SMTP server."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import LoginPassword

from models import MailOut
from models.mail_out import MailStatus
from services import bus, clock, settings
from services.env import env
from services.mail import mail_out
from services.refusals import NotFound
from tests.support.outbox import all_are, environment, fill, has_waited, ids, sending, until
from tests.support.smtp import Mailbox, mailbox
from tests.support.world import World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    """A mail server, and the desk set to it."""
    async with mailbox() as server:
        with environment(SMTP_URL=server.url, MAIL_FROM='Mesa Viva <mesa@desk.example>'):
            yield server


@pytest.mark.rule('S2-7', 'S2-12')
async def test_what_is_said_lies_in_the_mailbox_after_the_commit(world: World, box: Mailbox) -> None:
    async with sending():
        ticket = await world.lucia.opens('La impresora no imprime')
        await box.receives(1)
        await world.marta.replies(ticket, 'Apágala y enciéndela.')
        acknowledgement, answer = await box.receives(2)
        await until(lambda: all_are(MailStatus.SENT))
    assert answer.recipients == ['lucia@mirador.example']
    assert answer.message['Subject'] == f'[{ticket.number}] La impresora no imprime'
    assert answer.message['In-Reply-To'] == acknowledgement.message['Message-ID']
    assert 'Apágala y enciéndela.' in answer.text
    assert answer.text.splitlines()[-1] == f'{env().base_url}/tickets/{ticket.number}'
    assert [mail.sender for mail in box.mails] == ['<>', 'mesa@desk.example']
    assert 'Auto-Submitted' in acknowledgement.message
    assert 'Auto-Submitted' not in answer.message


@pytest.mark.rule('S0-9')
async def test_mails_bear_the_name_that_an_admin_gives_the_desk(world: World, box: Mailbox) -> None:
    async with sending():
        await fill(1)
        await box.receives(1)
        await settings.save(world.admin.user, settings.Desk(name='SOS Ondú'))
        await world.lucia.opens('La impresora no imprime')
        before, after = await box.receives(2)
    assert [one.message['From'] for one in (before, after)] == [
        'Mesa Viva <mesa@desk.example>',
        'SOS Ondú <mesa@desk.example>',
    ]


async def test_what_waited_while_no_sender_ran_is_sent_at_the_start_over_one_connection(
    world: World, box: Mailbox
) -> None:
    await fill(60)
    async with sending():
        await box.receives(60)
    assert Counter(ids(box)) == Counter(await MailOut.all().values_list('message_id', flat=True))
    assert box.connections == 1


@pytest.mark.parametrize('answer', ['421 closing', '451 greylisted', '452 full'])
async def test_what_may_pass_is_tried_again(world: World, box: Mailbox, answer: str) -> None:
    box.answer = lambda _: answer
    with clock.freeze(MONDAY):
        await fill(3)
        async with sending():
            await until(has_waited)
            assert not box.mails
            reasons = await MailOut.all().values_list('last_error', flat=True)
            assert all(answer.split(' ', 1)[1] in reason for reason in reasons)
            box.answer = lambda _: '250 taken'
            with clock.freeze(MONDAY + timedelta(seconds=2)):
                bus.publish(['outbox'])
                await until(lambda: all_are(MailStatus.SENT))
    assert sorted(ids(box)) == sorted(await MailOut.all().values_list('message_id', flat=True))
    assert set(await MailOut.all().values_list('tries', 'last_error')) == {(2, '')}


async def test_a_server_that_is_down_gets_its_mails_when_it_is_back(world: World, box: Mailbox) -> None:
    await box.down()
    with clock.freeze(MONDAY):
        async with sending():
            await world.lucia.opens('La impresora no imprime')
            await until(has_waited)
            await box.up()
            with clock.freeze(MONDAY + timedelta(minutes=5)):
                bus.publish(['outbox'])
                await box.receives(1)
                await until(lambda: all_are(MailStatus.SENT))


async def test_the_pauses_grow_to_five_minutes_and_the_tries_end_after_two_days(world: World, box: Mailbox) -> None:
    box.answer = lambda _: '451 not now'
    with clock.freeze(MONDAY):
        await fill(1)
    instant, pauses = MONDAY, []
    while instant < MONDAY + timedelta(hours=48):
        with clock.freeze(instant):
            stop = asyncio.Event()
            task = asyncio.create_task(mail_out.run(stop))
            tried = len(box.tried)
            await box.has(lambda tried=tried: len(box.tried) > tried)
            stop.set()
            await task
        mail = await MailOut.get()
        assert mail.status == MailStatus.QUEUED
        pauses.append((mail.next_try_at - instant).total_seconds())
        instant = mail.next_try_at if len(pauses) < 12 else MONDAY + timedelta(hours=48) * (len(pauses) - 11)
    assert pauses[0] <= 2
    assert 150 <= pauses[-1] <= 300
    with clock.freeze(MONDAY + timedelta(hours=49)):
        async with sending():
            await until(lambda: all_are(MailStatus.FAILED))
    assert 'not now' in (await MailOut.get()).last_error


async def test_what_is_refused_for_good_says_why_and_holds_nobody_up(world: World, box: Mailbox) -> None:
    box.answer = lambda recipient: '550 5.1.1 no such person' if recipient.startswith('person1@') else '250 taken'
    await fill(3)
    async with sending():
        await box.receives(2)
        await until(lambda: MailOut.filter(status=MailStatus.FAILED).exists())
    refused = await MailOut.get(status=MailStatus.FAILED)
    assert refused.to_address == 'person1@x.example'
    assert 'no such person' in refused.last_error
    assert await MailOut.filter(status=MailStatus.SENT).count() == 2


async def test_an_address_that_is_none_holds_nobody_up(world: World, box: Mailbox) -> None:
    await fill(3)
    await MailOut.filter(to_address='person0@x.example').update(to_address='no address')
    async with sending():
        await box.receives(2)
        await until(lambda: MailOut.filter(status=MailStatus.FAILED).exists())


async def test_nobody_waits_for_a_slow_mail_server(world: World, box: Mailbox) -> None:
    box.hold = True
    async with sending() as sender:
        ticket = await world.lucia.opens('La impresora no imprime')
        await box.receives(1)
        await world.marta.replies(ticket)
        assert await MailOut.filter(status=MailStatus.QUEUED).count() == 2
        sender.cancel()


async def test_two_senders_send_each_mail_once(world: World, box: Mailbox) -> None:
    await fill(80)
    async with sending(), sending():
        await box.receives(80)
        await until(lambda: all_are(MailStatus.SENT))
    assert box.connections == 2
    assert set(Counter(ids(box)).values()) == {1}
    assert len(box.mails) == 80


async def test_a_sender_that_dies_before_it_could_note_it_sends_the_same_mail_again(world: World, box: Mailbox) -> None:
    box.hold = True
    with clock.freeze(MONDAY):
        await fill(1)
        async with sending() as sender:
            await box.receives(1)
            sender.cancel()
    assert (await MailOut.get()).status == MailStatus.QUEUED
    box.hold = False
    with clock.freeze(MONDAY + timedelta(minutes=5)):
        async with sending():
            await box.receives(2)
            await until(lambda: all_are(MailStatus.SENT))
    first, second = box.mails
    assert first.raw == second.raw
    assert first.message['Message-ID'] == (await MailOut.get()).message_id


async def test_a_relay_that_takes_no_null_sender_gets_our_address(world: World, box: Mailbox) -> None:
    box.refuses_null_sender = True
    async with sending():
        await world.lucia.opens('La impresora no imprime')
        await box.receives(1)
    assert box.mails[0].sender == 'mesa@desk.example'


async def test_a_relay_that_does_not_encrypt_gets_nothing_where_that_was_asked(world: World, box: Mailbox) -> None:
    await fill(1)
    with environment(SMTP_URL=box.url.replace('smtp://', 'smtp+starttls://user:word@')):
        async with sending():
            await until(has_waited)
    assert not box.tried
    assert 'STARTTLS' in (await MailOut.get()).last_error


@pytest.mark.filterwarnings('ignore:Session.login_data is deprecated:DeprecationWarning')
async def test_a_wrong_password_fails_no_mail_and_the_right_one_sends_it(world: World, box: Mailbox) -> None:
    box.login = LoginPassword(b'mesa@desk.example', b'p:/%')
    await fill(1)
    for login, reason in (('', 'authenticate first'), ('mesa%40desk.example:wrong@', 'Authentication')):
        await MailOut.all().update(tries=0, next_try_at=clock.now())
        with environment(SMTP_URL=box.url.replace('//', f'//{login}')):
            async with sending():
                await until(has_waited)
        assert reason in (await MailOut.get()).last_error
    await MailOut.all().update(next_try_at=clock.now())
    with environment(SMTP_URL=box.url.replace('//', '//mesa%40desk.example:p%3A%2F%25@')):
        async with sending():
            await box.receives(1)


async def test_without_a_server_everything_stays_in_the_outbox(world: World) -> None:
    await fill(1)
    await mail_out.run(asyncio.Event())
    assert await MailOut.filter(status=MailStatus.QUEUED, tries=0).count() == 1


async def test_admins_read_the_outbox_page_by_page_and_nobody_else_does(world: World) -> None:
    await fill(60)
    first = await mail_out.outbox(world.admin.user)
    second = await mail_out.outbox(world.admin.user, before_id=first[-1].id)
    assert [mail.dedupe_key for mail in first + second] == [str(n) for n in reversed(range(60))]
    for person in (world.lucia.user, world.marta.user, world.ana.user, None):
        with pytest.raises(NotFound):
            await mail_out.outbox(person)


async def test_everybody_reads_the_outbox_of_a_demo_desk(world: World) -> None:
    await fill(1)
    with environment(DEMO='1'):
        assert len(await mail_out.outbox(None)) == 1
