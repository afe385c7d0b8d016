"""The queue: its views, what narrows them, and the next ticket of two agents at once."""

import asyncio

import pytest

from models import Ticket
from models.lifecycle import Event
from models.priority import Impact, Urgency
from services.change import change
from services.desk import queue
from services.desk.next_ticket import take_next
from services.desk.queue_filters import NOBODY, Filters
from services.desk.queue_marks import marked
from services.tickets import presence, ticket_view
from tests.bench.rows import fill
from tests.support.world import Person, World


async def seen(person: Person, view: str, **filters: str) -> list[str]:
    rows, after = [], None
    for _page in range(9):
        page = await queue.page(person.user, view, after, Filters(**filters))
        rows += [row['number'] for row in page.rows]
        after = page.next
        if after is None:
            break
    return rows


async def holds(person: Person, ticket: Ticket) -> None:
    async with change(person.user, ticket, Event.HOLD):
        pass


async def test_each_view_holds_its_tickets_and_counts_them(world: World) -> None:
    new, asked, held, solved = [await world.lucia.opens(f'Ticket {n}') for n in range(4)]
    await world.marta.takes(asked)
    await world.marta.asks(asked)
    await world.diego.takes(held)
    await holds(world.diego, held)
    await world.marta.resolves(solved)
    expected = {
        'mine': [asked],
        'unassigned': [new],
        'held': [held],
        'asked': [asked],
        'open': [new, held, asked],
        f'department-{world.systems.id}': [new, held, asked],
        'done': [solved],
    }
    for view, tickets in expected.items():
        assert await seen(world.marta, view) == [ticket.number for ticket in tickets], view
    counted = await queue.counts(world.marta.user)
    assert {view: counted[view] for view in ('mine', 'unassigned', 'held', 'asked', 'open')} == {
        view: len(expected[view]) for view in ('mine', 'unassigned', 'held', 'asked', 'open')
    }


async def test_what_is_done_last_comes_first(world: World) -> None:
    tickets = [await world.lucia.opens(f'Ticket {n}') for n in range(3)]
    for ticket in (tickets[1], tickets[0], tickets[2]):
        await world.marta.resolves(ticket)
    await world.lucia.confirms(tickets[2])
    assert await seen(world.marta, 'done') == [tickets[n].number for n in (2, 0, 1)]


async def test_filters_narrow_a_view(world: World) -> None:
    printer = await world.lucia.opens('La impresora no imprime', urgency=Urgency.STOPPED, impact=Impact.COMPANY)
    access = await world.elena.opens('Acceso a la caja', item='access')
    quote = await world.elena.opens('Cotización 100% nueva', item='quote')
    await world.marta.takes(access)
    wanted = {
        ('priority', 'critical'): [printer],
        ('kind', 'request'): [access, quote],
        ('department', str(world.sales.id)): [quote],
        ('assignee', str(world.marta.user.id)): [access],
        ('assignee', NOBODY): [printer, quote],
        ('status', 'open'): [access],
        ('status', 'new'): [printer, quote],
        ('status', 'waiting_customer'): [],
        ('status', 'closed'): [],
        ('company', str(world.lucia.user.organization_id)): [printer],
        ('text', 'IMPRESORA la'): [printer],
        ('text', '100%'): [quote],
        ('text', '%'): [quote],
        ('text', access.number.lower()): [access],
    }
    for (name, value), tickets in wanted.items():
        assert await seen(world.marta, 'open', **{name: value}) == [ticket.number for ticket in tickets], (name, value)
    assert await seen(world.marta, 'open', kind='request', assignee=NOBODY) == [quote.number]
    assert await seen(world.marta, 'mine', kind='incident') == []


async def test_words_are_found_without_case_and_accents(world: World) -> None:
    ticket = await world.elena.opens('CONEXIÓN caída')
    for words in ('conexión', 'Conexion CAÍDA', 'caida'):
        assert await seen(world.marta, 'open', text=words) == [ticket.number]
    other = await world.elena.opens('Sala nº 3, 2ª planta: 40 m² sin luz en Straße')
    for words in ('nº', '2ª m²', 'straße'):  # what one letter stands for is more than one, or another
        assert await seen(world.marta, 'open', text=words) == [other.number]


def test_what_has_no_meaning_does_not_narrow() -> None:
    asked = {'priority': 'huge', 'kind': 'x', 'assignee': '-1', 'company': '9' * 40, 'status': '', 'view': 'open'}
    assert Filters.of(asked | {'text': '  caja '}) == Filters(text='caja')
    assert Filters.of({'assignee': NOBODY, 'priority': 'low'}).chosen() == {'priority': 'low', 'assignee': NOBODY}


async def test_pages_of_every_order_follow_each_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(120, closed=0.4, searchable=False)
    monkeypatch.setattr(queue, 'PAGE', 7)
    for view in ('open', 'done', 'due', 'mine'):
        numbers = await seen(world.marta, view)
        assert len(numbers) == len(set(numbers))
        tickets = await queue.in_view(view, world.marta.user.id)
        assert numbers == [ticket.number for ticket in tickets][: len(numbers)]
        assert len(numbers) > 14


async def test_a_search_through_many_stops_and_goes_on_when_asked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(60, closed=0, searchable=False)
    last = await queue.in_view('open', world.marta.user.id).offset(40).first()
    assert last is not None
    monkeypatch.setattr(queue, 'LOOKED_THROUGH', 25)
    filters = Filters(text=last.subject)
    first = await queue.page(world.marta.user, 'open', None, filters)
    assert (list(first.rows), first.is_cut) == ([], True)
    second = await queue.page(world.marta.user, 'open', first.next, filters)
    assert ([row['id'] for row in second.rows], second.is_cut) == ([last.id], True)
    third = await queue.page(world.marta.user, 'open', second.next, filters)
    assert (list(third.rows), third.next, third.is_cut) == ([], None, False)


@pytest.mark.rule('S3-24')
async def test_next_is_who_has_waited_longest_by_priority(world: World) -> None:
    low = await world.lucia.opens('Espera', urgency=Urgency.CAN_WAIT)
    high = await world.elena.opens('Parado', urgency=Urgency.STOPPED, impact=Impact.COMPANY)
    later = await world.elena.opens('Parado también', urgency=Urgency.STOPPED, impact=Impact.COMPANY)
    await world.diego.takes(high)  # is no longer for Marta
    taken = await take_next(world.marta.user, 'open')
    assert taken is not None
    assert taken.id == later.id
    assert (await Ticket.get(id=later.id)).assignee_id == world.marta.user.id
    again = await take_next(world.marta.user, 'open')
    assert again is not None
    assert again.id == later.id  # it is still hers, and still waits
    another = await take_next(world.marta.user, 'open', besides=later.number)
    assert another is not None
    assert another.id == low.id
    assert await take_next(world.marta.user, 'unassigned') is None


async def test_next_stays_in_the_view_and_where_the_agent_works(world: World) -> None:
    await world.lucia.opens('Cotización', item='quote')  # of a department that is not Marta's
    assert await take_next(world.marta.user, 'open') is None
    printer, access = await world.lucia.opens('Impresora'), await world.lucia.opens('Acceso', item='access')
    taken = await take_next(world.marta.user, 'open', Filters(kind='request'))
    assert taken is not None
    assert taken.id == access.id
    assert (await Ticket.get(id=printer.id)).assignee_id is None
    led = await take_next(world.ana.user, f'department-{world.sales.id}')
    assert led is not None


async def test_agents_who_ask_at_once_get_different_tickets(world: World) -> None:
    for n in range(4):
        await world.lucia.opens(f'Ticket {n}')
    agents = [world.marta, world.diego, world.ana, world.admin]
    given = await asyncio.gather(*(take_next(agent.user, 'unassigned') for agent in agents))
    assert len({ticket.id for ticket in given if ticket}) == 4
    for agent, ticket in zip(agents, given, strict=True):
        assert ticket is not None
        assert (await Ticket.get(id=ticket.id)).assignee_id == agent.user.id


async def test_a_row_tells_what_is_news_for_its_reader_and_who_is_there(world: World) -> None:
    ticket = await world.lucia.opens('Impresora')

    async def row(person: Person) -> queue.Row:
        [marked_one] = await marked(person.user, (await queue.page(person.user, 'open')).rows)
        return marked_one

    assert not (await row(world.marta))['unread']  # nobody's, and never read
    await world.marta.takes(ticket)
    assert (await row(world.marta))['unread']  # hers, with a line that she has not read
    await ticket_view.seen(world.marta.user, await Ticket.get(id=ticket.id))
    assert not (await row(world.marta))['unread']
    await world.lucia.comments(ticket)
    assert (await row(world.marta))['unread']
    assert not (await row(world.diego))['unread']
    await presence.arrives(world.diego.user, ticket)
    assert (await row(world.marta))['here'] == ('Diego Paz',)
    assert (await row(world.diego))['here'] == ()
