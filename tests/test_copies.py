"""Who is in copy of a ticket, and what he is mailed."""

import pytest

from models import Entry, MailOut, Ticket, Watcher
from models.entry import EntryKind
from services.refusals import Invalid, NotAllowed, NotFound
from services.tickets import copies
from tests.support.world import World

BOSS = 'jefa@proveedor.example'


async def copied(ticket: Ticket) -> list[str]:
    return [watcher.email for watcher in await Watcher.filter(ticket_id=ticket.id).order_by('id')]


@pytest.mark.rule('S3-20')
@pytest.mark.parametrize('text', ['a@x.example,b@x.example', ' A@x.example ; b@x.example,, a@x.example\n'])
async def test_addresses_come_in_copy_each_once(world: World, text: str) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='b@x.example')
    assert await copies.add_copies(world.lucia.user, ticket, text) == ['a@x.example']
    assert await copies.add_copies(world.ivan.user, ticket, text + ',lucia@mirador.example') == []
    assert sorted(await copied(ticket)) == ['a@x.example', 'b@x.example']
    lines = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.FIELD)
    assert [line.data for line in lines] == [{'copied': ['a@x.example']}]


@pytest.mark.rule('S3-20')
async def test_a_bad_address_is_named_and_nobody_is_added(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    with pytest.raises(Invalid) as refused:
        await copies.add_copies(world.lucia.user, ticket, 'a@x.example, jefa@, b@x.example')
    assert refused.value.problems['copy_to'].params['address'] == 'jefa@'
    for text in ('', ' , ', ','.join(f'p{n}@x.example' for n in range(21))):
        with pytest.raises(Invalid):
            await copies.add_copies(world.lucia.user, ticket, text)
    assert await copied(ticket) == []


async def test_requester_colleague_and_desk_say_who_is_in_copy_and_nobody_else(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime', copy_to='elena@ondu.example')
    for n, person in enumerate((world.lucia, world.ivan, world.marta)):
        await copies.add_copies(person.user, ticket, f'p{n}@x.example')
    watcher = await Watcher.get(email='p0@x.example')
    for person, refusal in ((world.elena, NotAllowed), (world.pablo, NotFound)):
        for ask in (
            copies.add_copies(person.user, ticket, 'x@x.example'),
            copies.remove_copy(person.user, ticket, watcher.id),
            copies.allow_reply(person.user, ticket, watcher.id, can_reply=False),
        ):
            with pytest.raises(refusal):
                await ask
    other = await world.elena.opens('Otro')
    with pytest.raises(NotFound):
        await copies.remove_copy(world.elena.user, other, watcher.id)
    await world.lucia.closes(ticket)
    with pytest.raises(NotAllowed):
        await copies.add_copies(world.lucia.user, ticket, 'late@x.example')
    await copies.remove_copy(world.lucia.user, ticket, watcher.id)


@pytest.mark.rule('S3-20')
async def test_who_comes_into_copy_later_is_told_once_and_gets_what_follows(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await copies.add_copies(world.lucia.user, ticket, f'{BOSS}, ivan@mirador.example')
    await copies.add_copies(world.lucia.user, ticket, f'{BOSS}, otra@proveedor.example')
    watcher = await Watcher.get(email=BOSS)
    await copies.allow_reply(world.lucia.user, ticket, watcher.id, can_reply=False)
    told = [mail.to_address for mail in await MailOut.filter(template='copy').order_by('id')]
    assert told == [BOSS, 'ivan@mirador.example', 'otra@proveedor.example']
    await world.marta.notes(ticket, 'El cliente no paga.')
    await world.marta.replies(ticket, 'Apágala y enciéndela.')
    assert await MailOut.filter(template='reply').count() == 4
    await copies.remove_copy(world.marta.user, ticket, watcher.id)
    await world.marta.replies(ticket, 'Y ahora otra vez.')
    assert await MailOut.filter(template='reply', to_address=BOSS).count() == 1
    assert not [mail for mail in await MailOut.all() if 'no paga' in mail.body]
