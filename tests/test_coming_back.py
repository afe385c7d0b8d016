"""What comes back finds somebody who is there, and nobody gets in where a question has to be answered first."""

import pytest

from models import Department, Entry, Ticket, User
from models.entry import EntryKind
from models.user import UserRole
from services.departments import cost_notices
from services.departments.cost_notices import CostText
from services.refusals import NotAllowed
from services.settings import Closing, Desk, load, save
from services.tickets import resolution
from tests.support.world import World
from webui.tickets.thread import author_of


async def _solved(world: World) -> Ticket:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.resolves(ticket)
    return ticket


@pytest.mark.parametrize('gone', [{'is_active': False}, {'role': UserRole.CUSTOMER}])
async def test_what_comes_back_is_nobodys_where_its_technician_works_here_no_more(
    world: World, gone: dict[str, object]
) -> None:
    rejected, reopened = await _solved(world), await _solved(world)
    await world.lucia.confirms(reopened)
    await User.filter(id=world.marta.user.id).update(**gone)
    await world.lucia.rejects(rejected)
    await world.lucia.reopens(reopened)
    for ticket in (rejected, reopened):
        line = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.ASSIGN).order_by('-seq').first()
        assert line is not None
        assert (line.data['old'], line.data['new']) == (world.marta.user.id, None)
        assert line.author_id is None, 'it was not her customer who took it away'
        await world.diego.takes(ticket)
        assert (await Ticket.get(id=ticket.id)).assignee_id == world.diego.user.id


async def test_who_is_still_here_keeps_what_comes_back(world: World) -> None:
    ticket = await _solved(world)
    await world.lucia.rejects(ticket)
    assert (await Ticket.get(id=ticket.id)).assignee_id == world.marta.user.id


async def test_what_the_desk_says_itself_bears_nobodys_name(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await resolution.resolve_by_desk(ticket, 'Ya funciona.', incident=1)
    assert (await Ticket.get(id=ticket.id)).preview == 'Ya funciona.'
    entry = await Entry.get(ticket_id=ticket.id, kind=EntryKind.SOLUTION).select_related('author')
    await save(world.admin.user, Desk(name='SOS Ondú'))
    await load(Desk)
    assert author_of(entry) == 'SOS Ondú'


@pytest.mark.rule('S3-16', 'S3-25')
async def test_nobody_gets_in_where_it_is_urgent_or_paid_by_going_on_with_an_old_ticket(world: World) -> None:
    urgent, paid = await world.lucia.opens('La impresora no imprime'), await world.lucia.opens('Precio', item='quote')
    for ticket in (urgent, paid):
        await world.lucia.closes(ticket)
    await save(world.admin.user, Closing(reopen_days={}))
    await Department.filter(id=world.systems.id).update(is_urgent_only=True)
    await cost_notices.save(world.admin.user, world.sales.id, CostText({'es': 'Cuesta 40 USD por hora.'}))
    for ticket in (urgent, paid):
        with pytest.raises(NotAllowed):
            await world.lucia.comes_back(ticket)
    assert await Ticket.all().count() == 2
