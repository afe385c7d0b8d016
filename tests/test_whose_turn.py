"""What is news, and whose turn it is."""

from models import Entry, Ticket
from models.entry import EntryKind
from services.tickets import my_tickets, ticket_view
from tests.support.world import World


async def test_a_note_is_no_news_to_the_customer(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    lucia = world.lucia.user
    await ticket_view.seen(lucia, ticket)
    before = (await my_tickets.page(lucia)).rows
    await world.marta.notes(ticket, 'Cliente difícil')
    after = (await my_tickets.page(lucia)).rows
    assert [(row['unread'], row['updated_at']) for row in after] == [(False, row['updated_at']) for row in before]
    await world.marta.replies(ticket)
    assert [row['unread'] for row in (await my_tickets.page(lucia)).rows] == [True]


async def test_what_was_read_is_no_news_in_the_next_window(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    lucia = world.lucia.user
    assert (await ticket_view.view(lucia, ticket.number)).seen_seq is None
    await ticket_view.seen(lucia, await Ticket.get(id=ticket.id))
    assert (await ticket_view.view(lucia, ticket.number)).seen_seq == 1
    assert (await ticket_view.view(world.marta.user, ticket.number)).seen_seq is None


async def test_who_works_at_the_desk_waits_for_an_answer_to_a_ticket_of_his_own(world: World) -> None:
    ticket = await world.marta.opens('Mi portátil no enciende')
    opened = await Ticket.get(id=ticket.id)
    assert (opened.first_response_at, opened.is_answered) == (None, False)
    await world.diego.replies(ticket)
    await world.marta.comments(ticket)
    assert not (await Ticket.get(id=ticket.id)).is_answered


async def test_who_solves_a_ticket_that_nobody_has_takes_it(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    await world.marta.resolves(ticket)
    assert (await Ticket.get(id=ticket.id)).assignee_id == world.marta.user.id
    assert await Entry.filter(ticket_id=ticket.id, kind=EntryKind.ASSIGN).count() == 1
