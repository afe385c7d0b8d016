"""Calls: found by whatever the caller says, told the state, and a ticket in two fields."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from playwright.async_api import expect

from models import Entry, MailOut, Ticket, User
from models.entry import EntryKind, Visibility
from models.ticket import Channel
from services.desk import phone
from services.desk.phone import Call, Caller, Failure, PhoneTicket
from services.refusals import Invalid, NotAllowed
from services.search import search_index
from services.search.search import search
from services.tickets import drafts
from tests.support.browser import People
from tests.support.customer import opened_ticket
from tests.support.world import World

FORM = PhoneTicket('No imprime', 'Atasca el papel.', 'printer', '')


def form(**other: str) -> PhoneTicket:
    return replace(FORM, form_key=str(uuid4()), **other)


@pytest.mark.rule('S4-7')
async def test_a_caller_is_found_by_whatever_he_says(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    world.lucia.user.phone = '+57 (6) 313-4484'
    await world.lucia.user.save()
    await search_index.rebuild()
    digits = ticket.number.removeprefix('MV-')
    for text in (ticket.number, ticket.number.lower(), digits, f' mv {digits[:2]} {digits[2:]}'):
        assert (await phone.find(world.marta.user, text)).number == ticket.number
    for text in ('lucia', 'HERRERA', 'mirador herr', '+57 6 3134484', 'lucia@mirador.example'):
        found = [row['full_name'] for row in (await phone.find(world.marta.user, text)).people]
        assert found == ['Lucía Herrera'], text
    with pytest.raises(NotAllowed):
        await phone.find(world.lucia.user, 'ivan')


@pytest.mark.rule('S3-27')
@pytest.mark.rule('S1-5')
async def test_a_ticket_by_phone_is_the_callers_own_and_mailed_to_him(world: World) -> None:
    calling = form(caller_name='Rosa de recepción', caller_phone='099 123 4567')
    ticket = await phone.open_by_phone(world.ana.user, Caller(world.lucia.user.id), calling)
    assert (ticket.requester_id, ticket.channel, ticket.is_answered) == (world.lucia.user.id, Channel.PHONE, False)
    assert (ticket.caller_name, ticket.caller_phone) == ('Rosa de recepción', '099 123 4567')
    mail = await MailOut.get()
    assert mail.to_address == 'lucia@mirador.example'
    assert ticket.number in mail.subject
    assert f'/tickets/{ticket.number}' in mail.body
    again = await phone.open_by_phone(world.ana.user, Caller(world.lucia.user.id), calling)
    assert (again.id, await Ticket.all().count()) == (ticket.id, 1)
    line = await Entry.get(kind=EntryKind.CONTACT_ATTEMPT)
    assert (line.data['call'], line.author_id, line.visibility) == (Call.OPENED, world.ana.user.id, Visibility.INTERNAL)


async def test_a_ticket_by_phone_is_found_by_who_called_and_leaves_the_customers_own_draft_alone(world: World) -> None:
    key, typed = 'new:printer', {'subject': 'La impresora del bar'}
    await drafts.keep(world.lucia.user, key, typed)
    calling = form(caller_name='Rosa de recepción')
    ticket = await phone.open_by_phone(world.ana.user, Caller(world.lucia.user.id), calling)
    (group,) = await search(world.marta.user, 'rosa', ('ticket',))
    assert [hit.id for hit in group.hits] == [ticket.id]
    assert await search(world.lucia.user, 'rosa', ('ticket',)) == []  # that is for the desk
    assert await drafts.recall(world.lucia.user, key) == typed


async def test_what_was_typed_during_a_call_waits_for_its_caller_until_it_is_sent(world: World) -> None:
    lucia, ivan = (drafts.call_key(person.user.id) for person in (world.lucia, world.ivan))
    for key in (lucia, ivan):
        await drafts.keep(world.ana.user, key, {'subject': 'No imprime'})
    await phone.open_by_phone(world.ana.user, Caller(world.lucia.user.id), form())
    assert await drafts.recall(world.ana.user, lucia) == {}
    assert await drafts.recall(world.ana.user, ivan) == {'subject': 'No imprime'}


async def test_who_is_not_known_becomes_a_contact_once(world: World) -> None:
    for contact in ('rosa@nueva.example', 'ROSA@nueva.example'):
        ticket = await phone.open_by_phone(world.marta.user, Caller(None, 'Rosa Paz', contact), form())
        assert (await ticket.requester).full_name == 'Rosa Paz'
    assert await User.filter(full_name='Rosa Paz').count() == 1
    assert await MailOut.filter(to_address='rosa@nueva.example').count() == 2
    for contact in ('099 123 4567', '0991234567'):
        await phone.open_by_phone(world.marta.user, Caller(None, 'Sin correo', contact), form())
    assert await User.filter(full_name='Sin correo', phone='099 123 4567').count() == 1
    assert await MailOut.all().count() == 2
    for wrong in (Caller(None, '', 'a@b.example'), Caller(None, 'Rosa', ''), Caller(None, 'Rosa', 'rosa@')):
        with pytest.raises(Invalid):
            await phone.open_by_phone(world.marta.user, wrong, form())
    with pytest.raises(NotAllowed):
        await phone.open_by_phone(world.lucia.user, Caller(world.ivan.user.id), form())


@pytest.mark.rule('S4-15')
async def test_support_by_phone_needs_a_failure_and_both_calls_are_logged(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    await phone.told_status(world.ana.user, ticket)
    with pytest.raises(Invalid):
        await phone.gives_support(world.ana.user, ticket, '')
    await phone.gives_support(world.ana.user, ticket, Failure.PARTIAL)
    lines = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.CONTACT_ATTEMPT).order_by('seq')
    assert [(line.data['call'], line.data.get('failure')) for line in lines] == [
        (Call.STATUS, None),
        (Call.SUPPORT, Failure.PARTIAL),
    ]
    with pytest.raises(NotAllowed):
        await phone.told_status(world.lucia.user, ticket)


@pytest.mark.rule('S3-27')
@pytest.mark.rule('S4-15')
@pytest.mark.rule('S1-5')
async def test_a_call_from_the_first_key_to_the_mail(people: People) -> None:
    async with (
        people.window('marta@mesa.example', '/desk') as agent,
        people.window('lucia@mirador.example') as customer,
    ):
        await agent.keyboard.press('c')
        box = agent.get_by_label('Nombre, teléfono, empresa o número de ticket')
        await expect(box).to_be_focused()
        await agent.keyboard.type('lucía herr')
        await agent.get_by_role('button', name=re.compile('Lucía Herrera')).press('Enter')
        await expect(agent.get_by_label('Asunto')).to_be_focused()
        await agent.keyboard.type('No imprime la caja')
        await box.fill('herrera')  # somebody looks again, and nothing of it is lost
        await agent.get_by_role('button', name=re.compile('Lucía Herrera')).press('Enter')
        await expect(agent.get_by_label('Asunto')).to_have_value('No imprime la caja')
        await opened_ticket(people, 'Y tampoco escanea')  # meanwhile, by himself
        await expect(agent.get_by_role('button', name=re.compile('Y tampoco escanea'))).to_be_visible()
        await agent.get_by_text('Tipo y quién habla').click()
        await agent.get_by_label('Quién habla').fill('Rosa de recepción')
        await agent.get_by_label('Teléfono de quien habla').fill('099 123 4567')
        await agent.get_by_label('Descripción').fill('Desde esta mañana.')
        await agent.get_by_label('Descripción').press('Enter')
        await agent.wait_for_url(re.compile(r'/desk/MV-\d+'))
        number = agent.url.rsplit('/', 1)[1]
        await expect(agent.get_by_text('Abierto por teléfono · Rosa de recepción')).to_be_visible()
        await expect(agent.get_by_role('link', name='099 123 4567')).to_have_attribute('href', 'tel:099 123 4567')
        await customer.goto(f'{people.server.url}/demo/mail')
        mail = customer.locator('article').filter(has_text='No imprime la caja').first
        await expect(mail).to_contain_text(f'{people.server.url}/tickets/{number}')
        await agent.goto(f'{people.server.url}/desk/new')
        await box.fill(number.removeprefix('MV-'))
        await box.press('Enter')
        await expect(agent.get_by_text('Todavía no lo ha revisado nadie.')).to_be_visible()
        await agent.get_by_role('button', name='Registrar llamada').click()
        await agent.get_by_role('button', name='Dar soporte').click()
        await expect(agent.get_by_text('Elige qué ha fallado').first).to_be_visible()
        await agent.get_by_label('Fallo total: no funciona nada').check()
        await agent.get_by_role('button', name='Dar soporte').click()
        await expect(agent.get_by_text('Llamada: se dio soporte · Fallo total: no funciona nada')).to_be_visible()
        await expect(agent.get_by_text('Llamada: se informó el estado')).to_be_visible()
