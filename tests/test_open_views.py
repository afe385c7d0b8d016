"""After every verb, what an open view shows is what a fresh page shows, for everybody who looks."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from models import Entry, Ticket, Watcher
from models.entry import EntryKind
from models.ticket import HoldReason
from services import closing, merging, refusing, sessions, splitting
from services.clock import now
from tests.support.database import Database
from tests.support.live_page import LivePage
from tests.support.server import Server, running
from tests.support.visitor import Visitor
from tests.support.waiting import until
from tests.support.world import Person, World

PARTS = ('ticket', 'ticket-pane', 'facts-pane')


@pytest.fixture
async def server(database: Database, world: World, tmp_path: Path) -> AsyncIterator[Server]:
    with running(tmp_path, DATABASE_URL=database.url) as server:
        yield server


@asynccontextmanager
async def _visitor(server: Server, person: Person) -> AsyncIterator[Visitor]:
    token = await sessions.open_session(person.user, '127.0.0.1', '')
    async with Visitor(server) as visitor:
        visitor.cookies.set('mesa', token)
        yield visitor


async def _second(ticket: Ticket) -> Entry:
    return await Entry.filter(ticket_id=ticket.id, kind=EntryKind.MESSAGE).order_by('seq').first()  # type: ignore[return-value]


def _story(world: World, ticket: Ticket, other: Ticket) -> Mapping[str, Callable[[], Awaitable[object]]]:
    lucia, ivan, marta, ana = world.lucia, world.ivan, world.marta, world.ana
    return {
        'take': lambda: marta.takes(ticket),
        'acknowledge': lambda: marta.acknowledges(ticket),
        'reply': lambda: marta.replies(ticket),
        'note': lambda: marta.notes(ticket),
        'investigate': lambda: marta.investigates(ticket),
        'ask': lambda: marta.asks(ticket),
        'contact attempt': lambda: marta.calls(ticket),
        'comment': lambda: ivan.comments(ticket),
        'prioritise': lambda: marta.prioritises(ticket, 'stopped', 'company'),
        'hold': lambda: marta.holds(ticket, HoldReason.APPROVAL),
        'approve': lambda: ana.approves(ticket),
        'hold for others': lambda: marta.holds(ticket, HoldReason.THIRD_PARTY),
        'resume': lambda: marta.resumes(ticket),
        'assign': lambda: marta.assigns(ticket, world.diego),
        'resolve': lambda: world.diego.resolves(ticket),
        'reject': lambda: lucia.rejects(ticket),
        'resolve again': lambda: world.diego.resolves(ticket),
        'confirm': lambda: lucia.confirms(ticket),
        'rate': lambda: lucia.rates(ticket, 4, 'Rápido.'),
        'reopen': lambda: lucia.reopens(ticket),
        'close': lambda: lucia.closes(ticket),
        'undo': lambda: lucia.undoes_closing(ticket),
        'split': lambda: _split(marta, ticket),
        'merge': lambda: merging.merge(ana.user, ticket, other),
        'unmerge': lambda: merging.unmerge(ana.user, ticket),
        'insufficient': lambda: _insufficient(marta, ticket),
        'follow up': lambda: closing.follow_up(lucia.user, ticket, 'Falta todavía.'),
    }


async def _split(person: Person, ticket: Ticket) -> None:
    await splitting.split(person.user, await _second(ticket), 'Otra cosa')


async def _insufficient(person: Person, ticket: Ticket) -> None:
    whole = await Ticket.get(id=ticket.id).select_related('item', 'requester')
    await refusing.close_insufficient(person.user, whole, ['Modelo'], 'Faltan datos.')


@pytest.mark.rule('S0-5')
@pytest.mark.parametrize('database', ['postgres'], indirect=True)
async def test_an_open_view_shows_what_a_fresh_page_shows(world: World, server: Server) -> None:
    ticket, other = await world.lucia.opens('No imprime'), await world.lucia.opens('Tampoco escanea')
    account = world.pablo.user
    await Watcher.create(ticket_id=ticket.id, email=account.email, user_id=account.id, created_at=now())
    looking: Sequence[tuple[Person, str]] = (
        (world.lucia, f'/tickets/{ticket.number}'),
        (world.lucia, f'/tickets/{ticket.number}?tab=history'),
        (world.ivan, f'/tickets/{ticket.number}'),
        (world.pablo, f'/tickets/{ticket.number}'),
        (world.marta, f'/desk/{ticket.number}'),
        (world.ana, f'/desk/{ticket.number}'),
    )
    async with AsyncExitStack() as stack:
        views = []
        for person, path in looking:
            visitor = await stack.enter_async_context(_visitor(server, person))
            open_view = await stack.enter_async_context(LivePage.opened(await visitor.open(path)))
            views.append((f'{person.user.full_name} at {path}', visitor, path, open_view))
        stranger = await stack.enter_async_context(_visitor(server, world.elena))
        for name, verb in _story(world, ticket, other).items():
            await verb()
            for who, visitor, path, view in views:
                fresh = LivePage(await visitor.open(path)).words(*PARTS)
                assert fresh

                async def is_same(view: LivePage = view, fresh: list[str] = fresh) -> bool:
                    return view.words(*PARTS) == fresh

                try:
                    await until(is_same)
                except TimeoutError:
                    assert view.words(*PARTS) == fresh, f'{who} after {name}'
            assert (await stranger.get(f'/tickets/{ticket.number}')).status_code == 404
