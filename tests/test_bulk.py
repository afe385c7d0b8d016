"""One verb for many tickets: each by itself, and who was refused is named."""

from models import Ticket, User
from models.lifecycle import Event, Status
from services.change import change
from services.language import N_
from services.refusals import NotAllowed
from services.tickets import assignment, bulk, resolution
from tests.support.world import World


async def test_what_is_refused_keeps_no_other_from_it(world: World) -> None:
    mine, taken, quote = (
        await world.lucia.opens('Impresora'),
        await world.lucia.opens('Otra impresora'),
        await world.lucia.opens('Cotización', item='quote'),
    )
    await world.diego.takes(taken)
    outcome = await bulk.each(world.marta.user, [quote.id, taken.id, mine.id, 10**6], assignment.take)
    assert [ticket.id for ticket in outcome.done] == [mine.id]
    assert [ticket.id for ticket, _reason in outcome.refused] == [quote.id, taken.id]
    assert 'Diego Paz' in outcome.refused[1][1].into('es')
    owners = [(await Ticket.get(id=ticket.id)).assignee_id for ticket in (mine, taken, quote)]
    assert owners == [world.marta.user.id, world.diego.user.id, None]


async def test_a_ticket_that_is_refused_is_left_as_it_was(world: World) -> None:
    first, second = await world.lucia.opens('Impresora'), await world.lucia.opens('Otra')
    lines = (await Ticket.get(id=second.id)).last_seq

    async def half(actor: User, ticket: Ticket) -> None:
        async with change(actor, ticket, Event.NOTE):
            await resolution.resolve(actor, ticket, 'Hecho.')
            if ticket.id == second.id:
                raise NotAllowed(N_('Not this one'))

    outcome = await bulk.each(world.marta.user, [second.id, first.id], half)
    assert ([t.id for t in outcome.done], [t.id for t, _why in outcome.refused]) == ([first.id], [second.id])
    left = await Ticket.get(id=second.id)
    assert (left.status, left.last_seq) == (Status.NEW, lines)


async def test_offered_is_what_is_allowed_for_every_one(world: World) -> None:
    new, solved, quote = (
        await world.lucia.opens('Impresora'),
        await world.lucia.opens('Resuelta'),
        await world.lucia.opens('Cotización', item='quote'),
    )
    await world.marta.resolves(solved)
    for person in (world.marta, world.ana, world.diego):
        for chosen in ([new], [new, solved], [new, quote], [new, solved, quote]):
            separately = [await person.may(ticket) for ticket in chosen]
            offered = await bulk.allowed_for_all(person.user, [ticket.id for ticket in chosen])
            assert offered == frozenset.intersection(*separately)
    assert await bulk.allowed_for_all(world.marta.user, []) == frozenset()
    assert Event.TAKE not in await bulk.allowed_for_all(world.marta.user, [new.id, solved.id])
