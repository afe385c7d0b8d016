"""The outbox as admins watch it: what waits, what failed and why, sending again, and the connection test (S2-5)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import LoginPassword

from models import AuditLog, MailOut
from models.mail_out import MailStatus
from services import bus, clock, settings
from services.accounts import account_mail
from services.clock import now
from services.language import N_
from services.mail import mail_out, outbox_state
from services.mail.mail_text import MailSettings
from services.refusals import NotAllowed, NotFound
from services.settings import Desk
from tests.bench import plans
from tests.bench.statements import collected
from tests.support.outbox import all_are, environment, fill, has_waited, sending, until
from tests.support.smtp import Mailbox, mailbox
from tests.support.world import World

THEN = datetime(2026, 11, 23, 15, tzinfo=UTC)
NOBODY_LISTENS = 'smtp://127.0.0.1:9'


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as server:
        with environment(SMTP_URL=server.url, MAIL_FROM='Mesa Viva <mesa@desk.example>'):
            yield server


async def connection(world: World) -> str:
    problem = await outbox_state.try_connection(world.admin.user)
    return problem.into('en') if problem else ''


async def test_what_waits_and_what_failed_is_told_with_its_reason(world: World) -> None:
    await fill(4)
    first, second, third, fourth = await MailOut.all().order_by('id')
    written = now() - timedelta(hours=3)
    await MailOut.filter(id=first.id).update(created_at=written, last_error='451 later', tries=2)
    await MailOut.filter(id=second.id).update(status=MailStatus.FAILED, last_error='550 no such user')
    await MailOut.filter(id=third.id).update(status=MailStatus.SENT, sent_at=now())
    state = await outbox_state.state(world.admin.user)
    assert (state.waiting, state.failures) == (2, 1)
    assert state.oldest_at is not None
    assert abs(state.oldest_at - written) < timedelta(seconds=1)
    assert state.sent_at is not None
    assert [(mail.id, mail.last_error) for mail in state.failed] == [(second.id, '550 no such user')]
    assert [mail.id for mail in state.troubled] == [first.id]
    assert fourth.last_error == ''


async def test_what_was_sent_last_is_found_without_sorting_all_that_ever_was(world: World) -> None:
    await fill(2000)
    await MailOut.all().update(status=MailStatus.SENT, sent_at=now())
    with collected() as asked:
        await outbox_state.state(world.admin.user)
        await outbox_state.state(world.admin.user)  # asked once for all who watch
    statements = [statement for statement in asked if '"sent_at" DESC' in statement[0]]
    assert [await plans.faults(statement, 'mail_out') for statement in statements] == [[]]


async def test_what_was_given_up_is_sent_again_once_asked_for(world: World, box: Mailbox) -> None:
    admin = world.admin.user
    await fill(2)
    box.answer = lambda _recipient: '550 no such user'
    async with sending():
        await until(lambda: all_are(MailStatus.FAILED))
        box.answer = lambda _recipient: '250 taken'
        first = await MailOut.all().order_by('id').first()
        assert first is not None
        assert await outbox_state.send_again(admin, first.id) == 1
        assert await outbox_state.send_again(admin) == 1
        await until(lambda: all_are(MailStatus.SENT))
    with pytest.raises(NotFound):
        await outbox_state.send_again(admin, first.id)
    assert await AuditLog.filter(action='mail_sent_again').count() == 2


async def test_the_connection_test_says_in_words_what_is_wrong(world: World, box: Mailbox) -> None:
    assert await connection(world) == ''
    assert box.mails == []
    with environment(SMTP_URL=NOBODY_LISTENS):
        assert 'No connection. Check host and port' in await connection(world)
    with environment(SMTP_URL=''):
        assert 'MESA_SMTP_URL' in await connection(world)
    box.login = LoginPassword(b'mesa', b'secreto')
    with environment(SMTP_URL=box.url.replace('//', '//mesa:otra@')):
        assert 'does not accept our user and password' in await connection(world)


@pytest.mark.rule('S0-9')
async def test_mails_come_from_the_sender_that_an_admin_names(world: World, box: Mailbox) -> None:
    admin = world.admin.user
    await settings.save(admin, Desk(name='Mesa Ondú'))
    await settings.save(admin, MailSettings(sender_name='Soporte Ondú'))
    async with sending():
        await world.lucia.opens('No imprime')
        (mail,) = await box.receives(1)
    assert mail.message['From'] == 'Soporte Ondú <mesa@desk.example>'


@pytest.mark.parametrize('who', ['lucia', 'marta', 'ana'])
async def test_only_an_admin_watches_it(world: World, who: str) -> None:
    person = getattr(world, who).user
    bus.publish(['outbox'])
    for verb in (
        outbox_state.state(person),
        outbox_state.send_again(person),
        outbox_state.try_connection(person),
        settings.save(person, MailSettings('accept')),
    ):
        with pytest.raises(NotAllowed):
            await verb


async def test_what_waited_for_days_or_is_sent_again_is_tried_for_two_days_from_then(
    world: World, box: Mailbox
) -> None:
    box.answer = lambda _: '451 greylisted'
    with clock.freeze(THEN):
        await fill(1)
    for later in (timedelta(days=3), timedelta(days=6)):
        with clock.freeze(THEN + later):
            async with sending():
                await until(has_waited)
        with clock.freeze(THEN + later + timedelta(days=2)):
            async with sending():
                await until(lambda: all_are(MailStatus.FAILED))
            await outbox_state.send_again(world.admin.user)


@pytest.mark.parametrize(('answer', 'status'), [('250 taken', MailStatus.SENT), ('550 no', MailStatus.FAILED)])
async def test_a_link_into_an_account_is_shown_to_nobody_else_and_forgotten_once_it_is_not_sent_any_more(
    world: World, box: Mailbox, answer: str, status: MailStatus
) -> None:
    box.answer = lambda _: answer
    await account_mail.choose_password(world.lucia.user, 'https://desk.example/reset/abc')
    await account_mail.invited(world.ana.user, world.admin.user, 'Mesa', 'https://desk.example/invite/abc')
    notice = await account_mail.send(world.ana.user, N_('Your account was changed'))
    assert [bool(mail.body) for mail in await mail_out.outbox(world.admin.user)] == [True, False, False]
    async with sending():
        await until(lambda: all_are(status))
    assert {'abc' in mail.text for mail in box.mails} == ({True, False} if status == MailStatus.SENT else set())
    assert await MailOut.exclude(body='').values_list('id', flat=True) == [notice.id]
    again = await outbox_state.send_again(world.admin.user) if status == MailStatus.FAILED else 1
    assert again == 1
