"""Who is told what by mail."""

import pytest

from models import MailOut, Ticket, User, Watcher
from models.db.transaction import transaction
from models.entry import EntryKind, Visibility
from models.lifecycle import Event
from models.mail_out import MailStatus
from models.ticket import Channel
from services import bus
from services.accounts import account_mail
from services.change import change
from services.clock import now
from services.mail.mail_auth import thread_id
from tests.support.world import World

BOSS = 'jefa@proveedor.example'


async def mailed(ticket: Ticket, after: int = 0) -> list[tuple[str, str]]:
    """Template and address of the mails of a ticket, those of its opening left out by `after`."""
    mails = await MailOut.filter(ticket_id=ticket.id).order_by('id').offset(after)
    return [(mail.template, mail.to_address) for mail in mails]


@pytest.mark.rule('S2-7')
async def test_an_opened_ticket_is_acknowledged_once_with_its_number_and_url(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', description='Palabras mías.')
    mail = await MailOut.get(ticket_id=ticket.id)
    assert (mail.to_address, mail.to_name, mail.is_automated) == ('lucia@mirador.example', 'Lucía Herrera', True)
    assert mail.subject == f'[{ticket.number}] La impresora no imprime'
    assert mail.body.splitlines()[-1].endswith(f'/tickets/{ticket.number}')
    assert 'Palabras mías' not in mail.body


@pytest.mark.rule('S2-7')
async def test_a_ticket_that_a_machine_mailed_is_not_acknowledged(world: World) -> None:
    ticket = await world.lucia.opens('Respaldo nocturno')
    async with change(None, ticket, Event.CREATE) as this:
        await this.say(EntryKind.MESSAGE, 'El respaldo falló.', channel=Channel.MAIL)
    assert await mailed(ticket) == [('acknowledgement', 'lucia@mirador.example')]


@pytest.mark.rule('S2-12', 'S3-17')
async def test_each_public_message_of_the_desk_is_one_mail_and_nothing_else_is(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.takes(ticket)
    await world.marta.assigns(ticket, world.diego)
    await world.marta.notes(ticket)
    await world.marta.investigates(ticket)
    await world.lucia.comments(ticket)
    assert await mailed(ticket, after=1) == []
    await world.marta.acknowledges(ticket)
    await world.marta.replies(ticket, 'Apágala y enciéndela.')
    await world.marta.asks(ticket)
    await world.lucia.comments(ticket)
    await world.marta.resolves(ticket)
    await world.lucia.confirms(ticket)
    templates = [template for template, _ in await mailed(ticket, after=1)]
    assert templates == ['reply', 'reply', 'question', 'solution']


async def test_a_persons_answer_bears_the_words_and_no_mark_of_a_machine(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.replies(ticket, 'Apágala y enciéndela.')
    mail = await MailOut.get(ticket_id=ticket.id, template='reply')
    assert 'Marta Ruiz' in mail.body
    assert 'Apágala y enciéndela.' in mail.body
    assert not mail.is_automated


@pytest.mark.rule('S3-20')
async def test_everybody_in_copy_gets_one_mail_and_internal_notes_never(world: World) -> None:
    copies = f'{BOSS}, ivan@mirador.example, {BOSS.upper()}, lucia@mirador.example'
    ticket = await world.lucia.opens('La impresora no imprime', copy_to=copies)
    assert await mailed(ticket) == [
        ('acknowledgement', 'lucia@mirador.example'),
        ('copy', BOSS),
        ('copy', 'ivan@mirador.example'),
    ]
    await world.marta.notes(ticket, 'El cliente no paga.')
    await world.marta.replies(ticket, 'Apágala y enciéndela.')
    assert [address for _, address in await mailed(ticket, after=3)] == [
        'lucia@mirador.example',
        BOSS,
        'ivan@mirador.example',
    ]
    assert not [mail for mail in await MailOut.all() if 'no paga' in mail.body]


async def test_nobody_is_mailed_what_he_wrote_himself(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='marta@mesa.example')
    await world.marta.replies(ticket)
    assert await mailed(ticket, after=2) == [('reply', 'lucia@mirador.example')]


async def test_who_is_disabled_is_not_mailed(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to=f'ivan@mirador.example,{BOSS}')
    await User.filter(email__in=['lucia@mirador.example', 'ivan@mirador.example']).update(is_active=False)
    await world.marta.replies(ticket)
    assert await mailed(ticket, after=3) == [('reply', BOSS)]


async def test_a_copy_follows_its_account_to_a_new_address(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='ivan@mirador.example')
    await User.filter(id=world.ivan.user.id).update(email='ivan.mora@mirador.example')
    await world.marta.replies(ticket)
    assert ('reply', 'ivan.mora@mirador.example') in await mailed(ticket, after=2)


async def test_an_address_is_told_of_five_copies_at_most_and_of_every_answer(world: World) -> None:
    tickets = [await world.lucia.opens(f'Fallo {n}', copy_to=BOSS) for n in range(7)]
    assert await MailOut.filter(to_address=BOSS).count() == 5
    assert await MailOut.filter(template='acknowledgement').count() == 7
    await world.marta.replies(tickets[-1])
    assert await MailOut.filter(to_address=BOSS).count() == 6


@pytest.mark.rule('S2-12')
async def test_the_mails_of_a_ticket_make_one_thread_for_each_person(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to=BOSS)
    for n in range(10):
        await world.marta.replies(ticket, f'Paso {n}')
    for address in ('lucia@mirador.example', BOSS):
        mails = await MailOut.filter(to_address=address).order_by('id')
        ids = [mail.message_id for mail in mails]
        assert mails[0].in_reply_to == thread_id(ticket.id)
        assert [mail.in_reply_to for mail in mails[1:]] == ids[:-1]
        assert mails[-1].references.split() == [thread_id(ticket.id), *ids[-9:-1]]
        assert len(mails[-1].references) < 900
        assert all(len(message_id) <= 70 for message_id in ids)
    assert len({mail.message_id for mail in await MailOut.all()}) == 22
    assert len({mail.subject for mail in await MailOut.all()}) == 1


async def test_a_mail_is_in_the_language_of_its_reader(world: World) -> None:
    await User.filter(id=world.ivan.user.id).update(language='en')
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='ivan@mirador.example')
    await world.marta.replies(ticket)
    mails = {mail.to_address: mail for mail in await MailOut.filter(ticket_id=ticket.id, template='reply')}
    assert 'Marta Ruiz has written about ticket' in mails['ivan@mirador.example'].body
    assert mails['ivan@mirador.example'].language == 'en'
    assert 'Marta Ruiz escribió sobre el ticket' in mails['lucia@mirador.example'].body


async def test_a_change_that_fails_mails_nobody(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    woken: list[str] = []
    unwatch = bus.watch(['outbox'], lambda: woken.append('outbox'))
    with pytest.raises(RuntimeError, match='no'):
        async with transaction():
            await world.marta.replies(ticket)
            raise RuntimeError('no')
    unwatch()
    assert await mailed(ticket, after=1) == []
    assert not woken


async def test_what_is_internal_is_mailed_under_no_event(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    async with change(world.marta.user, ticket, Event.REPLY) as this:
        await this.say(EntryKind.MESSAGE, 'Entre nosotros.', visibility=Visibility.INTERNAL)
    assert await mailed(ticket, after=1) == []


@pytest.mark.rule('S0-18')
async def test_a_link_to_choose_a_password_is_mailed_once_per_link(world: World) -> None:
    async with transaction():
        await account_mail.choose_password(world.lucia.user, 'https://desk.example/reset/abc')
        await account_mail.choose_password(world.lucia.user, 'https://desk.example/reset/def')
    mails = await MailOut.all().order_by('id')
    assert [mail.body.splitlines()[-1] for mail in mails] == [
        'https://desk.example/reset/abc',
        'https://desk.example/reset/def',
    ]
    assert {mail.subject for mail in mails} == {'Elige tu contraseña'}
    assert 'No contestes a este correo electrónico' in mails[0].body
    assert {(mail.to_address, mail.is_automated, mail.status) for mail in mails} == {
        ('lucia@mirador.example', True, MailStatus.QUEUED)
    }


async def test_the_longest_address_fits(world: World) -> None:
    address = f'{"a" * 64}@{"b" * 61}.{"c" * 61}.{"d" * 57}.example'
    assert len(address) == 254
    ticket = await world.lucia.opens('La impresora no imprime')
    await Watcher.create(ticket_id=ticket.id, email=address, created_at=now())
    await world.marta.replies(ticket)
    assert ('reply', address) in await mailed(ticket)
