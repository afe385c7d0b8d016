"""«Mis tickets»: one's own, those of colleagues, and those one is in copy of."""

import pytest

from models import Attachment, Entry, Organization, Ticket, User, Watcher
from models.lifecycle import Event
from services import bus
from services.clock import now
from services.refusals import NotFound
from services.search import search
from services.tickets import attachments, copies, my_tickets, ticket_view
from tests.support.world import Person, World


async def file_of(entry: Entry | None) -> Attachment:
    return await Attachment.create(entry=entry, name='a.txt', size=1, sha256='x', path='x', created_at=now())


async def exists_for(person: Person, ticket: Ticket, file: Attachment) -> dict[str, bool]:
    """By each way in, whether the ticket is there for this person."""
    user = await User.get(id=person.user.id).select_related('organization')

    async def found_file() -> bool:
        try:
            return bool(await attachments.find(user, file.id))
        except NotFound:
            return False

    return {
        'address': await person.sees(ticket),
        'list': ticket.id in [row['id'] for row in (await my_tickets.page(user, 'all', company=True)).rows],
        'count': bool((await my_tickets.counts(user, company=True))['all']),
        'search': await search.ticket_number(user, ticket.number) is not None,
        'file': await found_file(),
        'comment': Event.COMMENT in await person.may(ticket),
    }


@pytest.mark.rule('S3-23')
async def test_colleagues_see_and_comment_where_the_company_shares_and_nothing_where_it_does_not(world: World) -> None:
    ticket = await world.lucia.opens('La impresora no imprime')
    file = await file_of(await Entry.get(ticket_id=ticket.id, seq=1))
    assert set((await exists_for(world.ivan, ticket, file)).values()) == {True}
    await world.ivan.comments(ticket, 'A mí también.')
    await Organization.filter(name='Hotel Mirador').update(shares_tickets=False)
    bus.publish(['queue'])
    assert set((await exists_for(world.ivan, ticket, file)).values()) == {False}
    with pytest.raises(NotFound):
        await world.ivan.comments(ticket)
    with pytest.raises(NotFound):
        await ticket_view.view(world.ivan.user, ticket.number)


@pytest.mark.rule('S3-21')
async def test_my_tickets_are_filtered_by_state_and_counted(world: World) -> None:
    opened = [await world.lucia.opens(f'Fallo {n}') for n in range(3)]
    await world.lucia.closes(opened[0])
    await world.marta.replies(opened[1])
    lucia = world.lucia.user
    counts = await my_tickets.counts(lucia)
    assert (counts['open'], counts['closed'], counts['all'], counts['copied']) == (2, 1, 3, 0)
    rows = (await my_tickets.page(lucia, 'all')).rows
    assert [row['number'] for row in rows] == [opened[n].number for n in (1, 0, 2)]


async def test_all_pages_of_all_tickets_follow_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_tickets, 'PAGE', 2)
    opened = [await world.lucia.opens(f'Fallo {n}') for n in range(7)]
    for ticket in opened[::2]:
        await world.lucia.closes(ticket)
    for tab, total in (('all', 7), ('closed', 4)):
        seen: list[int] = []
        after = None
        while True:
            page = await my_tickets.page(world.lucia.user, tab, after=after)
            seen += [row['id'] for row in page.rows]
            after = page.next
            if after is None:
                break
        assert len(seen) == len(set(seen)) == total


async def test_tickets_that_one_is_in_copy_of_are_listed_and_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(my_tickets, 'PAGE', 2)
    elena = world.elena.user
    tickets = [await world.lucia.opens(f'Fallo {n}', copy_to='elena@ondu.example') for n in range(5)]
    await world.elena.opens('Mío')
    await world.pablo.opens('Ajeno')
    seen: list[int] = []
    after = None
    while True:
        page = await my_tickets.page(elena, 'copied', after=after)
        seen += [row['id'] for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [ticket.id for ticket in reversed(tickets)]
    assert (await my_tickets.counts(elena))['copied'] == 5
    told: list[str] = []
    unwatch = bus.watch([f'user:{elena.id}'], lambda: told.append('elena'))
    await world.marta.replies(tickets[0])
    assert told
    told.clear()
    await copies.remove_copy(world.lucia.user, tickets[0], (await Watcher.get(ticket_id=tickets[0].id)).id)
    assert told
    unwatch()
    assert (await my_tickets.counts(elena))['copied'] == 4
    assert not await world.elena.sees(tickets[0])
