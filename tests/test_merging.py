"""One matter, one ticket: duplicates become part of another, and can be taken out of it for a day."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from models import Attachment, Entry, Organization, Ticket, Watcher
from models.lifecycle import CloseReason, Event, Status
from models.ticket_number import format_number
from services import clock
from services.refusals import NotAllowed, NotFound
from services.tickets import attachments, conversation, merging, ticket_view
from tests.support.outbox import environment
from tests.support.world import Person, World

BOSS = 'jefa@proveedor.example'


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path) -> Iterator[None]:
    with environment(DATA_DIR=str(tmp_path)):
        yield


async def now_of(ticket: Ticket) -> Ticket:
    return await Ticket.get(id=ticket.id)


async def said_to(person: Person, ticket: Ticket) -> list[tuple[str, str]]:
    """What the person reads in the ticket, and in which other it was written."""
    lines = (await ticket_view.view(person.user, ticket.number)).lines
    return [(line.entry.body, line.source) for line in lines if line.entry.body]


async def test_a_duplicate_is_closed_and_its_conversation_goes_on_in_the_other(world: World) -> None:
    one = await world.lucia.opens('La impresora no imprime', description='Uno.')
    two = await world.ivan.opens('No sale papel', description='Dos.', copy_to=BOSS)
    await world.marta.replies(one, 'Lo miro.')
    await world.ivan.comments(two, 'Sigue.')
    target = await merging.merge(world.marta.user, two, one)
    assert target.id == one.id
    kept, closed = await now_of(one), await now_of(two)
    assert (closed.status, closed.close_reason) == (Status.CLOSED, CloseReason.DUPLICATE)
    assert closed.merged_into_id == one.id
    assert await said_to(world.lucia, one) == [
        ('Uno.', ''),
        ('Dos.', two.number),
        ('Lo miro.', ''),
        ('Sigue.', two.number),
    ]
    assert {watcher.email for watcher in await Watcher.filter(ticket_id=one.id)} == {'ivan@mirador.example', BOSS}
    assert (kept.is_answered, kept.waiting_since) == (False, closed.waiting_since)
    assert [body for body, _ in await said_to(world.ivan, two)] == ['Dos.', 'Sigue.']
    old = await ticket_view.view(world.ivan.user, two.number)
    assert old.merge
    assert old.merge.into.number == one.number


async def test_internal_notes_and_their_files_stay_with_the_desk(world: World) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b'una foto'

    one = await world.elena.opens('La impresora no imprime', copy_to='pablo@ondu.example')
    two = await world.elena.opens('No sale papel')
    await attachments.store(world.marta.user, 'form:1', 'secreto.png', content())
    await conversation.note(world.marta.user, two, 'El cliente no paga.', 'form:1')
    await attachments.store(world.elena.user, 'form:2', 'foto.png', content())
    await conversation.comment(world.elena.user, two, 'Mira.', 'form:2')
    await merging.merge(world.marta.user, two, one)
    assert ('El cliente no paga.', two.number) in await said_to(world.marta, one)
    assert 'El cliente no paga.' not in [body for body, _ in await said_to(world.pablo, one)]
    assert ('Mira.', two.number) in await said_to(world.pablo, one)
    pablo, files = world.pablo.user, await Attachment.all().order_by('id')
    assert [await one.is_visible_to(pablo) for one in files] == [False, True]
    assert [await one.is_visible_to(world.marta.user) for one in files] == [True, True]
    assert not await world.pablo.sees(two)
    await merging.unmerge(world.marta.user, two)
    assert not await files[1].is_visible_to(pablo)


async def test_nobody_comes_to_read_what_is_not_meant_for_him(world: World) -> None:
    lucias = await world.lucia.opens('La impresora no imprime')
    elenas = await world.elena.opens('La impresora no imprime')
    pablos = await world.pablo.opens('La impresora no imprime')
    for source, target in ((lucias, elenas), (elenas, lucias), (pablos, elenas)):
        with pytest.raises(NotAllowed):
            await merging.merge(world.admin.user, source, target)
        assert (await now_of(source)).merged_into_id is None
    await Organization.filter(id=world.elena.user.organization_id).update(shares_tickets=True)
    await merging.merge(world.admin.user, pablos, elenas)
    assert (await now_of(pablos)).merged_into_id == elenas.id


async def test_a_merge_into_itself_or_into_a_closed_one_is_refused_and_into_a_merged_one_followed(world: World) -> None:
    one, two, three = [await world.lucia.opens(f'Ticket {n}', description=f'{n}.') for n in range(3)]
    with pytest.raises(NotAllowed):
        await merging.merge(world.marta.user, one, one)
    await merging.merge(world.marta.user, two, one)
    with pytest.raises(NotAllowed):
        await merging.merge(world.marta.user, one, two)
    assert (await merging.merge(world.marta.user, three, two)).id == one.id
    assert (await now_of(three)).merged_into_id == one.id
    done = await world.lucia.opens('Ya cerrado')
    await world.marta.resolves(done)
    await world.lucia.confirms(done)
    with pytest.raises(NotAllowed):
        await merging.merge(world.marta.user, one, done)


async def test_a_chain_of_merges_leads_to_its_end_and_is_undone_from_there(world: World) -> None:
    one, two, three = [await world.lucia.opens(f'Ticket {n}', description=f'{n}.') for n in range(3)]
    await merging.merge(world.marta.user, one, two)
    await merging.merge(world.marta.user, two, three)
    assert (await now_of(one)).merged_into_id == three.id
    assert {body for body, _ in await said_to(world.lucia, three)} == {'0.', '1.', '2.'}
    with pytest.raises(NotAllowed):
        await merging.unmerge(world.marta.user, one)
    await merging.unmerge(world.marta.user, two)
    assert (await now_of(one)).merged_into_id == two.id
    await merging.unmerge(world.marta.user, one)
    assert {body for body, _ in await said_to(world.lucia, two)} == {'1.'}


async def test_an_undo_restores_status_and_people_for_a_day(world: World) -> None:
    one = await world.lucia.opens('La impresora no imprime', copy_to='ivan@mirador.example')
    two = await world.ivan.opens('No sale papel', copy_to=BOSS)
    await world.diego.takes(two)
    await world.diego.resolves(two)
    solved = await now_of(two)
    await merging.merge(world.diego.user, two, one)
    for person in (world.marta, world.ivan, world.lucia):
        assert Event.UNMERGE not in await person.may(two)
        with pytest.raises((NotAllowed, NotFound)):
            await merging.unmerge(person.user, two)
    with clock.freeze(clock.now() + timedelta(hours=24, minutes=1)):
        for person in (world.diego, world.ana):
            assert Event.UNMERGE not in await person.may(two)
            with pytest.raises(NotAllowed):
                await merging.unmerge(person.user, two)
    assert Event.UNMERGE in await world.ana.may(two)
    await merging.unmerge(world.diego.user, two)
    back = await now_of(two)
    assert (back.status, back.close_reason, back.resolved_at) == (Status.RESOLVED, None, solved.resolved_at)
    assert (back.assignee_id, back.merged_into_id) == (world.diego.user.id, None)
    assert [one.email for one in await Watcher.filter(ticket_id=one.id)] == ['ivan@mirador.example']
    assert [one.email for one in await Watcher.filter(ticket_id=two.id)] == [BOSS]
    assert len(await said_to(world.lucia, one)) == 1
    closed = await world.lucia.opens('Cerrado')
    await world.marta.resolves(closed)
    await world.lucia.confirms(closed)
    before = await now_of(closed)
    other = await world.lucia.opens('También cerrado')
    await world.marta.resolves(other)
    await world.lucia.confirms(other)
    await merging.merge(world.marta.user, closed, other)
    await merging.unmerge(world.ana.user, closed)
    after = await now_of(closed)
    assert (after.close_reason, after.closed_at) == (CloseReason.CONFIRMED, before.closed_at)
    with pytest.raises(NotAllowed):
        await merging.unmerge(world.ana.user, closed)


async def test_two_agents_merge_at_once_and_the_other_is_told_who_was_faster(world: World) -> None:
    one, two, three = [await world.lucia.opens(f'Ticket {n}', description=f'{n}.') for n in range(3)]
    results = await asyncio.gather(
        merging.merge(world.marta.user, one, two), merging.merge(world.diego.user, one, three), return_exceptions=True
    )
    refused = [result for result in results if isinstance(result, NotAllowed)]
    assert len(refused) == 1
    winner = 'Marta Ruiz' if isinstance(results[0], Ticket) else 'Diego Paz'
    assert refused[0].text.params['name'] == winner
    assert (await now_of(one)).merged_into_id == (two.id if winner == 'Marta Ruiz' else three.id)


async def test_of_two_merges_into_each_other_one_happens(world: World) -> None:
    one, two = [await world.lucia.opens(f'Ticket {n}', description=f'{n}.') for n in range(2)]
    results = await asyncio.gather(
        merging.merge(world.marta.user, one, two), merging.merge(world.diego.user, two, one), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ['NotAllowed', 'Ticket']
    merged = [(await now_of(ticket)).merged_into_id for ticket in (one, two)]
    assert sorted(merged, key=lambda id_: id_ or 0) in ([None, one.id], [None, two.id])


async def test_a_merge_and_an_answer_at_once_lose_no_text(world: World) -> None:
    one = await world.lucia.opens('La impresora no imprime', description='Uno.')
    two = await world.lucia.opens('No sale papel', description='Dos.')
    results = await asyncio.gather(
        merging.merge(world.marta.user, two, one), world.lucia.comments(two, 'Espera.'), return_exceptions=True
    )
    is_told = isinstance(results[1], NotAllowed)
    assert (('Espera.', two.number) in await said_to(world.marta, one)) != is_told


async def test_a_merged_ticket_takes_nothing_but_notes(world: World) -> None:
    one = await world.lucia.opens('La impresora no imprime')
    two = await world.lucia.opens('No sale papel')
    await merging.merge(world.marta.user, two, one)
    assert await world.marta.may(two) == {Event.NOTE, Event.SPLIT, Event.UNMERGE}
    assert await world.lucia.may(two) == frozenset()
    await world.marta.notes(two, 'Para nosotros.')
    assert ('Para nosotros.', two.number) in await said_to(world.marta, one)
    for verb in (world.marta.takes, world.marta.replies, world.lucia.comments):
        with pytest.raises(NotAllowed) as refused:
            await verb(two)
        assert refused.value.text.params == {'name': 'Marta Ruiz', 'number': one.number}


async def test_the_thread_of_merged_tickets_shows_the_latest_lines_of_all(world: World) -> None:
    one = await world.lucia.opens('La impresora no imprime')
    two = await world.lucia.opens('No sale papel')
    for n in range(4):
        await world.lucia.comments(one, f'Uno {n}')
        await world.lucia.comments(two, f'Dos {n}')
    await merging.merge(world.marta.user, two, one)
    view = await ticket_view.view(world.marta.user, one.number, latest=5)
    assert [line.entry.body for line in view.lines] == ['Uno 2', 'Dos 2', 'Uno 3', 'Dos 3', '']
    assert view.has_earlier
    whole = await ticket_view.view(world.marta.user, one.number)
    assert not whole.has_earlier
    assert len(whole.lines) == await Entry.filter(ticket_id=one.id).count() + 5


async def test_the_other_ticket_is_found_by_number_or_by_words(world: World) -> None:
    one = await world.lucia.opens('La impresora de recepción no imprime')
    two = await world.ivan.opens('No sale papel')
    elenas = await world.elena.opens('La impresora')
    pablos = await world.pablo.opens('La impresora')

    async def offered(ticket: Ticket, asked: str = '') -> list[str]:
        return [found.number for found in await merging.candidates(world.marta.user, ticket, asked)]

    assert await offered(two) == [one.number]
    assert await offered(two, 'RECEPCION imprime') == [one.number]
    assert await offered(two, 'teclado') == []
    assert await offered(two, one.number.lower()) == [one.number]
    assert await offered(elenas) == []
    with pytest.raises(NotAllowed):
        await offered(elenas, pablos.number)
    with pytest.raises(NotFound):
        await offered(elenas, format_number(987_654))
    with pytest.raises(NotFound):
        await merging.candidates(world.elena.user, elenas)
    await merging.merge(world.marta.user, two, one)
    three = await world.lucia.opens('Otra')
    assert await offered(three) == [one.number]
    assert await offered(three, two.number) == [one.number]
