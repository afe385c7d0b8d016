"""After every verb, what an open view shows is what a fresh page shows, for everybody who looks."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from models import Entry, Incident, IncidentUpdate, Ticket, Watcher
from models.entry import EntryKind
from models.incident import Phase
from models.lifecycle import Status
from models.ticket import HoldReason
from services import timers
from services.accounts import sessions
from services.clock import now
from services.departments import cost_waiving
from services.env import secret
from services.escalation import escalating
from services.incidents import incident_links, incidents
from services.refusals import Invalid
from services.tickets import closing, copies, merging, refusing, remote_support, splitting
from services.tickets.guest_links import guest_proof
from tests.support.database import Database
from tests.support.incidents import fails, goes_on
from tests.support.live_page import LivePage
from tests.support.server import Server, running
from tests.support.visitor import Visitor
from tests.support.waiting import until
from tests.support.world import Person, World

PARTS = ('ticket', 'ticket-pane', 'facts-pane')


@pytest.fixture
async def server(database: Database, world: World, hearing: None, tmp_path: Path) -> AsyncIterator[Server]:
    with running(tmp_path, DATABASE_URL=database.url, SECRET=secret().decode()) as server:
        yield server


@asynccontextmanager
async def _visitor(server: Server, person: Person | None) -> AsyncIterator[Visitor]:
    async with Visitor(server) as visitor:
        if person:
            visitor.cookies.set('mesa', await sessions.open_session(person.user, '127.0.0.1', ''))
        yield visitor


async def _second(ticket: Ticket) -> Entry:
    return await Entry.filter(ticket_id=ticket.id, kind=EntryKind.MESSAGE).order_by('seq').first()  # type: ignore[return-value]


def _story(
    world: World, ticket: Ticket, other: Ticket, incident: Incident
) -> Mapping[str, Callable[[], Awaitable[object]]]:
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
        'transfer': lambda: ana.transfers(ticket, world.sales),
        'transfer back': lambda: ana.transfers(ticket, world.systems),
        'have no cost': lambda: _accept_and_waive(marta, ticket),
        'have a cost after all': lambda: cost_waiving.charge(marta.user, ticket, 'No fue fallo nuestro.'),
        'offer remote support': lambda: remote_support.offer(marta.user, ticket),
        'refuse remote support': lambda: _mistype(lucia, ticket),
        'end remote support': lambda: remote_support.end(marta.user, ticket),
        'escalate': lambda: escalating.escalate(lucia.user, ticket, 0, 'No se factura.', is_urgent=True),
        'tell what came of it': lambda: escalating.record(ivan.user, ticket, 0, 'no_answer'),
        'copy': lambda: copies.add_copies(lucia.user, ticket, 'jefe@mirador.example'),
        'link to an incident': lambda: incident_links.link(marta.user, ticket, incident.id),
        'tell of the incident': lambda: goes_on(marta.user, incident),
        'say it in other words': lambda: _correct(marta, incident),
        'unlink': lambda: incident_links.unlink(marta.user, ticket, incident.id),
        'link again': lambda: incident_links.link(marta.user, ticket, incident.id),
        'edit the incident': lambda: incidents.edit(marta.user, incident.id, incidents.Details('Nada sale')),
        'resolve the incident': lambda: _end(marta, incident, ticket),
        'reject its solution': lambda: lucia.rejects(ticket),
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
        'remove from copy': lambda: _uncopy(marta, ticket),
        'follow up': lambda: closing.follow_up(lucia.user, ticket, 'Falta todavía.'),
    }


async def _split(person: Person, ticket: Ticket) -> None:
    await splitting.split(person.user, await _second(ticket), 'Otra cosa')


async def _mistype(person: Person, ticket: Ticket) -> None:
    with pytest.raises(Invalid):
        await remote_support.join(person.user, ticket, '000 000')


async def _uncopy(person: Person, ticket: Ticket) -> None:
    await copies.remove_copy(
        person.user, ticket, (await Watcher.get(ticket_id=ticket.id, email='jefe@mirador.example')).id
    )


async def _correct(person: Person, incident: Incident) -> None:
    last = await IncidentUpdate.filter(incident_id=incident.id).order_by('-id').first()
    assert last
    await incidents.correct(person.user, last.id, 'Es el servidor de correo.', {})


async def _end(person: Person, incident: Incident, ticket: Ticket) -> None:
    await goes_on(person.user, incident, Phase.RESOLVED, 'Se cambió el disco.')

    async def is_resolved() -> bool:  # by the server, if it is faster
        await timers.fire_due()
        return (await Ticket.get(id=ticket.id)).status == Status.RESOLVED

    await until(is_resolved)


async def _accept_and_waive(person: Person, ticket: Ticket) -> None:
    await Ticket.filter(id=ticket.id).update(cost_accepted_at=now())
    await cost_waiving.waive(person.user, ticket, 'Se cayó nuestro enlace.')


async def _insufficient(person: Person, ticket: Ticket) -> None:
    whole = await Ticket.get(id=ticket.id).select_related('item', 'requester')
    await refusing.close_insufficient(person.user, whole, ['Modelo'], 'Faltan datos.')


@pytest.mark.rule('S0-5')
@pytest.mark.parametrize('database', ['postgres'], indirect=True)
async def test_an_open_view_shows_what_a_fresh_page_shows(world: World, server: Server) -> None:
    ticket, other = await world.lucia.opens('No imprime'), await world.lucia.opens('Tampoco escanea')
    await copies.add_copies(world.lucia.user, ticket, f'{world.pablo.user.email}, socio@otra.example')
    guest = await Watcher.get(email='socio@otra.example')
    incident = await fails(world.marta.user)
    looking: Sequence[tuple[Person | None, str]] = (
        (world.lucia, f'/tickets/{ticket.number}'),
        (world.ivan, f'/tickets/{ticket.number}'),
        (None, f'/guest/{guest_proof(guest)}'),
        (world.marta, f'/desk/{ticket.number}'),
    )
    async with AsyncExitStack() as stack:
        views = []
        for person, path in looking:
            visitor = await stack.enter_async_context(_visitor(server, person))
            open_view = await stack.enter_async_context(LivePage.opened(await visitor.open(path)))
            views.append((visitor, path, open_view))
        stranger = await stack.enter_async_context(_visitor(server, world.elena))
        for name, verb in _story(world, ticket, other, incident).items():
            await verb()
            await asyncio.gather(*(_check(name, *view) for view in views))
        assert (await stranger.get(f'/tickets/{ticket.number}')).status_code == 404


async def _check(verb: str, visitor: Visitor, path: str, view: LivePage) -> None:
    async with LivePage.opened(await visitor.open(path)) as fresh:
        words = _words(fresh)
    assert words

    async def is_same() -> bool:
        return _words(view) == words

    try:
        await until(is_same)
    except TimeoutError:
        assert _words(view) == words, f'{path} after {verb}'


def _words(page: LivePage) -> list[str]:
    """Without how much of a promised time is over: that is another after a minute, on whichever page."""
    return [re.sub(r'^\d+\xa0min (?=de )', '', words) for words in page.words(*PARTS)]
