"""Subscribing and its end: confirmed by mail, told of each update once, and of nothing after it ended."""

from datetime import timedelta
from email import message_from_bytes, policy

import httpx
import pytest
from fastapi import FastAPI

from models import (
    MailOut,
    Subscription,
    WebhookOut,
)
from models.component import ComponentStatus
from models.db.transaction import transaction
from services import clock
from services.env import env
from services.mail.mail_message import compose
from services.refusals import Invalid, NotAllowed, NotFound, SignedOut, TooMany
from services.subscriptions import subscribing, subscriptions, webhook_setup
from services.subscriptions.subscribing import Choice
from services.subscriptions.subscription_links import Door, link_to
from tests.support.outbox import environment
from tests.support.subscribers import STRANGER, happens, key_in, mailed, subscribed, told
from tests.support.world import World
from webui.edge import subscription_doors

HOOK = 'https://93.184.215.14/hook'


async def test_nothing_is_mailed_before_the_address_is_confirmed_and_each_update_once_then(world: World) -> None:
    await subscribing.ask('Nadie@Fuera.example', Choice(), 'es', '192.0.2.1')
    mail = await MailOut.get()
    assert mail.to_address == STRANGER
    await happens()
    assert await mailed() == []
    await subscribing.confirm(key_in(mail, Door.CONFIRM))
    await subscribing.confirm(key_in(mail, Door.CONFIRM))
    incident = await happens()
    update = await told(incident, 'Ya casi.')
    async with transaction():
        await subscriptions.tell(update)
    assert await mailed() == [STRANGER, STRANGER]
    bodies = await MailOut.filter(template='board').order_by('id').values_list('body', flat=True)
    assert 'Lo investigamos.' in bodies[0]
    assert 'Ya casi.' in bodies[1]
    assert f'{env().base_url}/status/incidents/{incident.id}' in bodies[1]


async def test_a_confirmation_that_comes_too_late_or_is_forged_confirms_nothing(world: World) -> None:
    await subscribing.ask(STRANGER, Choice(), 'es', '192.0.2.1')
    row = await Subscription.get()
    confirm = link_to(Door.CONFIRM, row.id).rpartition('/')[2]
    ends = link_to(Door.END, row.id).rpartition('/')[2]
    for forged in (ends, confirm[:-1] + ('a' if confirm[-1] != 'a' else 'b'), f'9{confirm}', '', '1.é', 'x' * 500):
        with pytest.raises(NotFound):
            await subscribing.confirm(forged)
    with clock.freeze(clock.now() + timedelta(hours=49)):
        with pytest.raises(NotFound):
            await subscribing.confirm(confirm)
        await subscribing.sweep()
    assert await Subscription.all().count() == 0


async def test_nobody_is_mailed_after_unsubscribing_not_even_what_waits_in_the_outbox(world: World) -> None:
    await subscribed()
    incident = await happens()
    mail = await MailOut.get(template='board')
    await subscribing.end_by_link(key_in(mail, Door.END))
    await told(incident, 'Resuelto.')
    assert await mailed() == []
    await subscribing.end_by_link(key_in(mail, Door.END))


async def test_one_click_ends_all_mail_to_that_address(world: World) -> None:
    await subscribing.subscribe(world.lucia.user, Choice())
    await subscribed(world.lucia.user.email)
    incident = await happens()
    assert await mailed() == ['lucia@mirador.example']
    await subscribing.end_by_link(key_in(await MailOut.get(template='board'), Door.END))
    await told(incident, 'Resuelto.')
    assert await mailed() == []


async def test_the_mail_says_how_to_end_it_with_one_click_and_the_header_stays_whole(world: World) -> None:
    row = await subscribed()
    await happens()
    with environment(BASE_URL='https://un-nombre-bastante-largo.soporte.desk.example.com'):
        sent = compose(await MailOut.get(template='board'))
        message = message_from_bytes(sent, policy=policy.default)
        assert message['List-Unsubscribe'].strip() == f'<{link_to(Door.END, row.id)}>'
    assert b'=?utf-8' not in sent.split(b'List-Unsubscribe:')[1].split(b'List-Unsubscribe-Post')[0]
    assert message['List-Unsubscribe-Post'] == 'List-Unsubscribe=One-Click'
    assert message['Auto-Submitted'] == 'auto-generated'
    assert 'List-Unsubscribe' not in message_from_bytes(compose(await MailOut.get(template='subscription')))


async def test_subscribing_is_braked_and_looks_the_same_for_everybody(world: World) -> None:
    with clock.freeze(clock.now()):
        for _ in range(5):
            await subscribing.ask(STRANGER, Choice(), 'es', '192.0.2.1')
        assert await MailOut.all().count() == 3
        with pytest.raises(TooMany):
            for n in range(20):
                await subscribing.ask(f'p{n}@x.example', Choice(), 'es', '192.0.2.1')
        for wrong in ('nadie', 'a@b', 'a@x.example\r\nBcc: b@x.example', ''):
            with pytest.raises(Invalid):
                await subscribing.ask(wrong, Choice(), 'es', '192.0.2.9')


async def test_webhooks_belong_to_their_person_and_lead_out_to_the_internet(world: World) -> None:
    row = await webhook_setup.add(world.lucia.user, HOOK, Choice())
    await happens()
    assert await WebhookOut.filter(subscription=row).count() == 1
    assert [hook.id for hook in (await subscribing.mine(world.lucia.user)).webhooks] == [row.id]
    assert not (await subscribing.mine(world.ivan.user)).webhooks
    with pytest.raises(NotFound):
        await subscribing.end(world.ivan.user, row.id)
    await subscribing.end(world.lucia.user, row.id)
    assert await WebhookOut.all().count() == 0
    with pytest.raises(SignedOut):
        await webhook_setup.add(None, HOOK, Choice())
    for wrong in (
        'http://127.0.0.1/x',
        'http://169.254.169.254/latest',
        'http://[::1]/',
        'http://10.0.0.1/',
        'http://localhost:9/',
        'http://[::ffff:127.0.0.1]/',
        'http://2130706433/',
        'ftp://93.184.215.14/',
        'http://user:word@93.184.215.14/',
        'http://93.184.215.14:99999/',
        'http:///x',
        'javascript:alert(1)',
        'http://93.184.215.14/\r\nX: y',
        '',
    ):
        with pytest.raises(Invalid):
            await webhook_setup.add(world.lucia.user, wrong, Choice())


async def test_a_person_has_so_many_webhooks_and_one_subscription_by_mail(world: World) -> None:
    for _ in range(webhook_setup.MOST):
        await webhook_setup.add(world.lucia.user, HOOK, Choice())
    with pytest.raises(Invalid):
        await webhook_setup.add(world.lucia.user, HOOK, Choice())
    await subscribing.subscribe(world.lucia.user, Choice())
    await subscribing.subscribe(world.lucia.user, Choice(severity='major'))
    mine = await subscribing.mine(world.lucia.user)
    assert mine.mail
    assert mine.mail.severity == ComponentStatus.MAJOR
    assert await Subscription.filter(kind='mail').count() == 1
    await subscribing.end(world.lucia.user, mine.mail.id)
    assert (await subscribing.mine(world.lucia.user)).mail is None
    await world.ivan.user.filter(id=world.ivan.user.id).update(verified_at=None)
    with pytest.raises(NotAllowed):
        await subscribing.subscribe(world.ivan.user, Choice())


async def test_mail_programs_end_it_with_one_post_and_scanners_that_only_look_do_not(world: World) -> None:
    await subscribed()
    await happens()
    path = '/status/unsubscribe/' + key_in(await MailOut.get(template='board'), Door.END)
    desk = FastAPI()
    desk.include_router(subscription_doors.router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(desk), base_url=env().base_url) as mail_program:
        assert (await mail_program.get(path)).status_code == 405  # as far as this router goes: the page only shows
        assert await Subscription.filter(ended_at=None).exists()
        for _ in range(2):
            answer = await mail_program.post(path, data={'List-Unsubscribe': 'One-Click'})
            assert (answer.status_code, answer.text) == (200, 'ok\n')
        assert not await Subscription.filter(ended_at=None).exists()
        by_hand = await mail_program.post(path)
        assert (by_hand.status_code, by_hand.headers['location']) == (303, path)
        foreign = {'Origin': 'https://evil.example'}
        confirm = path.replace('unsubscribe', 'confirm')
        assert (await mail_program.post(confirm, headers=foreign)).status_code == 403
