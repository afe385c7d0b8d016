"""The outbox as admins watch it: what waits, what failed and why, sending again, and the connection test (S2-5)."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiosmtpd.smtp import LoginPassword

from models import AuditLog, MailOut
from models.mail_out import MailStatus
from services import bus, settings
from services.clock import now
from services.mail import outbox_state
from services.mail.mail_text import MailSettings
from services.refusals import NotAllowed, NotFound
from services.settings import Desk
from tests.support.outbox import all_are, environment, fill, sending, until
from tests.support.smtp import Mailbox, mailbox
from tests.support.world import World

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
