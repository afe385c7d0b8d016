"""Who is at a ticket, and texts that answer less than has been said."""

import pytest

from models import Entry, Ticket, TicketUser
from models.lifecycle import Event
from services import bus, clock
from services.desk import queue, queue_marks
from services.refusals import Arrived, NotFound
from services.tickets import conversation, drafts, presence, resolution
from tests.support.world import Person, World


async def names(person: Person, ticket: Ticket) -> list[tuple[str, bool]]:
    return [(other.name, other.is_typing) for other in await presence.others(person.user, ticket)]


@pytest.mark.rule('S0-6')
async def test_the_desk_sees_who_is_at_a_ticket_and_customers_only_who_writes(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    await presence.arrives(world.diego.user, ticket)
    await presence.arrives(world.lucia.user, ticket)
    assert await names(world.marta, ticket) == [('Diego Paz', False)]
    assert await names(world.diego, ticket) == []
    assert await names(world.lucia, ticket) == []
    await presence.types(world.diego.user, ticket)
    await presence.types(world.lucia.user, ticket)
    assert await names(world.lucia, ticket) == [('Diego Paz', True)]
    assert await names(world.marta, ticket) == [('Diego Paz', True), ('Lucía Herrera', True)]
    await presence.stops_typing(world.diego.user, ticket)
    assert await names(world.lucia, ticket) == []
    await presence.leaves(world.diego.user, ticket)
    assert await names(world.marta, ticket) == [('Lucía Herrera', True)]


async def test_presence_ends_by_itself_after_a_crash(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    begun = clock.now()
    with clock.freeze(begun):
        await presence.arrives(world.diego.user, ticket)
        await presence.types(world.diego.user, ticket)
    with clock.freeze(begun + presence.TYPING):
        assert await names(world.marta, ticket) == [('Diego Paz', False)]
    with clock.freeze(begun + presence.HERE):
        assert await names(world.marta, ticket) == []


async def test_the_queue_shows_at_once_who_comes_and_who_goes(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    rows = (await queue.page(world.marta.user, 'open')).rows

    async def here() -> tuple[str, ...]:
        return tuple((await queue_marks.marked(world.marta.user, rows))[0]['here'])

    woken: list[bool] = []
    unwatch = bus.watch([queue_marks.PRESENCE], lambda: woken.append(True))
    assert await here() == ()
    for _beat in range(2):
        await presence.arrives(world.diego.user, ticket)
        assert await here() == ('Diego Paz',)
    assert len(woken) == 1
    await presence.leaves(world.diego.user, ticket)
    assert await here() == ()
    unwatch()


async def test_presence_leaves_what_was_read_and_shows_nothing_to_strangers(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    await TicketUser.create(user_id=world.marta.user.id, ticket_id=ticket.id, seen_seq=3)
    await presence.arrives(world.marta.user, ticket)
    await presence.types(world.marta.user, ticket)
    assert (await TicketUser.get(user_id=world.marta.user.id)).seen_seq == 3
    assert await names(world.elena, ticket) == []
    with pytest.raises(NotFound):
        await presence.types(world.elena.user, ticket)


async def test_a_text_that_others_were_faster_than_is_not_sent_and_not_lost(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    seen = (await Ticket.get(id=ticket.id)).last_seq
    key = drafts.ticket_key(ticket, Event.COMMENT)
    await drafts.keep(world.lucia.user, key, {'text': 'Ya probé.'})
    await world.lucia.comments(ticket, 'Una cosa más.')  # one's own is no news
    await drafts.keep(world.lucia.user, key, {'text': 'Ya probé.'})
    await world.diego.notes(ticket)  # what one may not see neither
    await conversation.comment(world.lucia.user, ticket, 'Y otra.', '', seen)
    await drafts.keep(world.lucia.user, key, {'text': 'Ya probé.'})
    await world.marta.replies(ticket)
    await world.diego.replies(ticket)
    last = await Entry.filter(ticket_id=ticket.id).count()
    with pytest.raises(Arrived) as refusal:
        await conversation.comment(world.lucia.user, ticket, 'Ya probé.', '', seen)
    assert refusal.value.count == 2
    assert await Entry.filter(ticket_id=ticket.id).count() == last
    assert await drafts.recall(world.lucia.user, key) == {'text': 'Ya probé.'}
    await conversation.comment(world.lucia.user, ticket, 'Ya probé.')
    assert await drafts.recall(world.lucia.user, key) == {}


async def test_the_desk_is_asked_too_whatever_it_writes(world: World) -> None:
    ticket = await world.lucia.opens('No imprime')
    seen = (await Ticket.get(id=ticket.id)).last_seq
    await world.lucia.comments(ticket)
    for verb in (conversation.reply, conversation.ask, conversation.investigate, resolution.resolve):
        with pytest.raises(Arrived):
            await verb(world.marta.user, ticket, 'Se cambió el rodillo.', '', seen)
