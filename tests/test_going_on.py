"""What goes with a matter that goes on elsewhere: its people, its promise, and a mail that tells where."""

from datetime import UTC, datetime, timedelta

import pytest

from models import CatalogItem, MailOut, Watcher
from services import clock
from services.tickets import merging
from tests.support.world import World

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
BOSS = 'jefa@proveedor.example'


@pytest.mark.rule('S2-15', 'S3-20', 'S1-10')
async def test_the_new_ticket_has_the_people_in_copy_and_the_promise_of_its_type(world: World) -> None:
    with clock.freeze(MONDAY):
        ticket = await world.lucia.opens('Otra impresora', copy_to='jefa@proveedor.example, ivan@mirador.example')
        await Watcher.filter(email='jefa@proveedor.example').update(can_reply=False)
        await CatalogItem.filter(slug='printer').update(handling_hours=2)
        await world.marta.resolves(ticket)
        await world.lucia.confirms(ticket)
        new = await world.ivan.comes_back(ticket)
    assert await Watcher.filter(ticket_id=new.id).values_list('email', 'can_reply') == [
        ('jefa@proveedor.example', False)
    ]
    assert [mail.to_address for mail in await MailOut.filter(ticket_id=new.id, template='copy')] == [
        'jefa@proveedor.example'
    ]
    assert new.promised_at == MONDAY + timedelta(hours=2)


async def test_whose_ticket_was_merged_is_told_once_where_it_goes_on(world: World) -> None:
    target = await world.lucia.opens('La impresora no imprime')
    ticket = await world.ivan.opens('No sale papel', copy_to=BOSS)
    await merging.merge(world.marta.user, ticket, target)
    [mail] = await MailOut.filter(template='merged')
    assert (mail.to_address, mail.ticket_id) == ('ivan@mirador.example', ticket.id)
    assert target.number in mail.body
    assert mail.body.endswith(f'/tickets/{target.number}\n')
    assert mail.is_automated
