"""Tickets that tell too little, or are for somebody else: closed, and told why and where to go (S4-2, S4-5, S4-6)."""

from uuid import uuid4

import pytest

from models import CatalogItem, Entry, MailOut, Ticket, User
from models.catalog_item import TicketKind
from models.entry import EntryKind
from models.lifecycle import CloseReason, Event, Status
from models.mail_out import MailStatus
from services import settings
from services.mail.mail_text import MailSettings
from services.refusals import Invalid, NotAllowed
from services.tickets import refusing, ticket_view
from services.tickets.tickets import NewTicket, open_ticket
from tests.support.outbox import all_are, environment, sending, until
from tests.support.smtp import mailbox
from tests.support.world import World

BOSS = 'jefa@proveedor.example'
TEXT = 'Así no podemos empezar.'


async def read(world: World, ticket: Ticket) -> Ticket:
    return await ticket_view.find(world.marta.user, ticket.number)


async def mail_to(ticket: Ticket, address: str, template: str) -> MailOut:
    return await MailOut.get(ticket_id=ticket.id, to_address=address, template=template)


@pytest.mark.rule('S4-5')
async def test_what_is_missing_is_listed_and_a_new_form_is_offered(world: World) -> None:
    ticket = await world.lucia.opens('Ayuda', copy_to=BOSS)
    missing = ['model', 'error', 'El nombre del equipo']
    found = await read(world, ticket)
    shown = await refusing.insufficient_mail(world.marta.user, found, missing, TEXT)
    await refusing.close_insufficient(world.marta.user, found, missing, TEXT)
    closed = await Ticket.get(id=ticket.id)
    assert (closed.status, closed.close_reason) == (Status.CLOSED, CloseReason.INSUFFICIENT)
    said = await Entry.get(ticket_id=ticket.id, kind=EntryKind.MESSAGE, author_id=world.marta.user.id)
    assert said.body == f'{TEXT}\n\n– Modelo\n– El código o el texto del error\n– El nombre del equipo'
    mail = await mail_to(ticket, 'lucia@mirador.example', 'insufficient')
    assert said.body in mail.body
    assert f'/tickets/new/printer?from={ticket.number}' in mail.body
    assert (mail.to_address, mail.subject, mail.body) == (shown.address, shown.subject, shown.body)
    assert (mail.attached, shown.attached) == ('describe-es.pdf', 'Cómo detallar una solicitud.pdf')
    assert '/tickets/new/' not in (await mail_to(ticket, BOSS, 'insufficient')).body


@pytest.mark.rule('S4-5')
async def test_the_new_ticket_takes_the_place_of_the_old_one(world: World) -> None:
    old = await world.lucia.opens('Ayuda')

    async def again(follows: Ticket) -> Ticket:
        form = NewTicket(
            'printer', 'No imprime', 'Desde hoy.', 'degraded', 'person', str(uuid4()), follows=follows.number
        )
        return await open_ticket(world.lucia.user, form)

    assert (await again(old)).parent_id is None
    await refusing.close_insufficient(world.marta.user, await read(world, old), ['model'], TEXT)
    new = await again(old)
    assert new.parent_id == old.id
    told = {one.ticket_id: one.data for one in await Entry.filter(kind=EntryKind.SYSTEM)}
    assert told == {new.id: {'follows': old.number}, old.id: {'followed_by': new.number}}
    elenas = await world.elena.opens('Ajeno')
    await refusing.close_insufficient(world.marta.user, await read(world, elenas), ['model'], TEXT)
    assert (await again(elenas)).parent_id is None


@pytest.mark.rule('S4-6')
async def test_the_guide_is_attached_in_the_language_of_the_reader(world: World) -> None:
    await User.filter(id=world.ivan.user.id).update(language='en')
    ticket = await world.lucia.opens('Ayuda', copy_to='ivan@mirador.example')
    async with mailbox() as box:
        with environment(SMTP_URL=box.url):
            await refusing.close_insufficient(world.marta.user, await read(world, ticket), ['model'], TEXT)
            async with sending():
                await until(lambda: all_are(MailStatus.SENT))
    told = {mail.recipients[0]: mail for mail in box.mails if mail.message.is_multipart()}
    assert set(told) == {'lucia@mirador.example', 'ivan@mirador.example'}
    files = {}
    for address, mail in told.items():
        [file] = mail.message.iter_attachments()
        body = mail.message.get_body(('plain',))
        assert body is not None
        assert '– Modelo' in body.get_content()
        assert mail.raw.count(b'Message-ID') == 1
        files[address] = file.get_filename(), file.get_content()[:5]
    assert files == {
        'lucia@mirador.example': ('Cómo detallar una solicitud.pdf', b'%PDF-'),
        'ivan@mirador.example': ('How to describe a request.pdf', b'%PDF-'),
    }
    contents = [next(iter(mail.message.iter_attachments())).get_content() for mail in told.values()]
    assert contents[0] != contents[1]


@pytest.mark.rule('S4-6')
async def test_a_guide_that_is_too_large_is_a_link(world: World) -> None:
    await settings.save(world.admin.user, MailSettings(attached_kb=1))
    ticket = await world.lucia.opens('Ayuda')
    await refusing.close_insufficient(world.marta.user, await read(world, ticket), ['model'], TEXT)
    mail = await mail_to(ticket, 'lucia@mirador.example', 'insufficient')
    assert mail.attached == ''
    assert '/assets/guides/describe-es.pdf' in mail.body


@pytest.mark.rule('S4-2', 'S4-17')
async def test_what_is_out_of_scope_is_closed_with_where_to_go(world: World) -> None:
    item = await CatalogItem.create(
        slug='training',
        kind=TicketKind.REDIRECT,
        title='Capacitación',
        icon='book-open',
        department=world.systems,
        redirect_reason='No damos capacitación.',
        redirect_to='Escribe a info@empresa.example.',
        translations={'en': {'redirect_reason': 'We do not train.'}},
    )
    ticket = await world.lucia.opens('Clases de Excel', copy_to=BOSS)
    [redirect] = await refusing.redirects(await read(world, ticket))
    assert (redirect.slug, redirect.reason) == (item.slug, 'No damos capacitación.')
    await refusing.close_out_of_scope(world.marta.user, ticket, redirect.reason, redirect.destination)
    closed = await Ticket.get(id=ticket.id)
    assert (closed.status, closed.close_reason) == (Status.CLOSED, CloseReason.OUT_OF_SCOPE)
    for address in ('lucia@mirador.example', BOSS):
        mail = await mail_to(ticket, address, 'out_of_scope')
        assert 'No damos capacitación.\n\nEscribe a info@empresa.example.' in mail.body
        assert not mail.is_automated
        assert mail.attached == ''
    await User.filter(id=world.lucia.user.id).update(language='en')
    assert [one.reason for one in await refusing.redirects(await read(world, ticket))] == ['We do not train.']


async def test_nothing_is_closed_without_words(world: World) -> None:
    ticket = await read(world, await world.lucia.opens('Ayuda'))
    for missing, text in (([], TEXT), (['model'], ' '), (['dos\nlíneas'], TEXT), (['x' * 300], TEXT)):
        with pytest.raises(Invalid):
            await refusing.close_insufficient(world.marta.user, ticket, missing, text)
    for text, destination in ((' ', 'Ventas'), ('No es nuestro.', '')):
        with pytest.raises(Invalid):
            await refusing.close_out_of_scope(world.marta.user, ticket, text, destination)
    assert (await Ticket.get(id=ticket.id)).status == Status.NEW


@pytest.mark.rule('S4-5')
async def test_what_was_not_served_is_not_rated(world: World) -> None:
    insufficient, other = await world.lucia.opens('Ayuda'), await world.lucia.opens('Clases de Excel')
    await refusing.close_insufficient(world.marta.user, await read(world, insufficient), ['model'], TEXT)
    await refusing.close_out_of_scope(world.marta.user, other, 'No es nuestro.', 'Ventas')
    for ticket in (insufficient, other):
        assert Event.RATE not in await world.lucia.may(ticket)
        assert Event.FOLLOW_UP in await world.lucia.may(ticket)
        with pytest.raises(NotAllowed):
            await world.lucia.rates(ticket, 1)


async def test_only_the_desk_refuses_and_not_what_is_solved(world: World) -> None:
    ticket = await read(world, await world.lucia.opens('Ayuda'))
    with pytest.raises(NotAllowed):
        await refusing.close_insufficient(world.lucia.user, ticket, ['model'], TEXT)
    await world.marta.resolves(ticket)
    for event in (Event.CLOSE_INSUFFICIENT, Event.CLOSE_OUT_OF_SCOPE):
        assert event not in await world.marta.may(ticket)
    with pytest.raises(NotAllowed):
        await refusing.close_out_of_scope(world.marta.user, ticket, 'No.', 'Ventas')


async def test_all_that_is_missing_is_told(world: World) -> None:
    found = await read(world, await world.lucia.opens('Ayuda'))
    missing = [f'Dato {n}' for n in range(30)]
    await refusing.close_insufficient(world.marta.user, found, missing, TEXT)
    said = await Entry.get(ticket_id=found.id, kind=EntryKind.MESSAGE, author_id=world.marta.user.id)
    assert said.body.endswith('– Dato 29')
    with pytest.raises(Invalid) as refused:
        await refusing.insufficient_mail(world.marta.user, found, ['x' * 200] * 600, TEXT)
    assert set(refused.value.problems) == {'missing'}
