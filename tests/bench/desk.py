"""The product's server with an empty page and a door for measurements: `python -m tests.bench.desk serve`."""

import sys
import time
from contextlib import ExitStack
from datetime import timedelta

from nicegui import Client, ui

from models import CatalogItem, Component, Ticket, User
from models.component import ComponentStatus
from models.priority import Impact, Urgency
from services import bus
from services.accounts import sessions
from services.board import status
from services.clock import now
from services.tickets import conversation
from services.tickets.tickets import NewTicket, open_ticket
from tests.bench.rows import fill
from tests.bench.statements import Statement, collected
from webui.__main__ import main
from webui.edge import unopened
from webui.edge.operators import router

OF_TICKETS = ('queue', 'ticket:', 'company:', 'user:')  # topics
_watching = ExitStack()
_watched: list[Statement] = []


@ui.page('/bench/empty')
def empty() -> None:
    """What every page is made of, and nothing else: the reference."""


@router.post('/bench/session')
async def session(email: str, many: int = 1) -> list[str]:
    """New sessions of a person."""
    person = await User.get(email=email)
    return [await sessions.open_session(person, '127.0.0.1', 'bench') for _ in range(many)]


@router.post('/bench/fill')
async def fill_up(tickets: int) -> None:
    """More tickets, past the verbs."""
    await fill(tickets)
    bus.publish_everything()


@router.post('/bench/watch')
async def watch_statements(*, first: bool) -> None:
    """Close all views, forget what was asked of tickets, and collect SQL statements from now on.

    What settings, catalogue and board say is remembered, as between any two requests, but not by the `first`.
    """
    global _watched
    for client in list(Client.instances.values()):
        client.delete()
    bus.publish([topic for topic in bus._watchers if first or topic.startswith(OF_TICKETS)])
    _watched = _watching.enter_context(collected())


@router.post('/bench/watched')
async def watched_statements() -> list[str]:
    """The statements since then."""
    _watching.close()
    return [sql for sql, _values in _watched]


@router.post('/bench/open')
async def open_one(email: str, subject: str) -> dict[str, object]:
    """Open a ticket as somebody; its number, and the instant at which it was committed (`time.monotonic()`)."""
    person, item = await User.get(email=email), await CatalogItem.get(slug='computer')
    form = NewTicket(item.slug, subject, 'Desde esta mañana.', Urgency.STOPPED, Impact.COMPANY, subject)
    committed: list[float] = []
    unwatch = bus.watch(['queue'], lambda: committed.append(time.monotonic()))
    ticket = await open_ticket(person, form)
    unwatch()
    return {'number': ticket.number, 'committed': committed[0]}


@router.post('/bench/reply')
async def reply(email: str, number: str, text: str) -> dict[str, object]:
    """Reply to a ticket; the instant at which that was committed."""
    person, ticket = await User.get(email=email), await Ticket.get(number=number)
    committed: list[float] = []
    unwatch = bus.watch([f'ticket:{ticket.id}'], lambda: committed.append(time.monotonic()))
    await conversation.reply(person, ticket, text)
    unwatch()
    return {'committed': committed[0]}


@router.post('/bench/state')
async def change_state(name: str) -> dict[str, object]:
    """Turn the first service, from now on called `name`; the instant at which that was committed."""
    component = await Component.all().order_by('position', 'id').first()
    component = component or await Component.create(slug='bench', name=name, created_at=now() - timedelta(days=90))
    await Component.filter(id=component.id).update(name=name)
    said = (await status.by_hand(component.id)).get(None, ComponentStatus.OPERATIONAL)
    turned = ComponentStatus.MAJOR if said == ComponentStatus.OPERATIONAL else ComponentStatus.OPERATIONAL
    committed: list[float] = []
    unwatch = bus.watch(['board'], lambda: committed.append(time.monotonic()))
    await status.set_by_hand(await User.get(email='marta@mesa.example'), component.id, None, turned)
    unwatch()
    return {'committed': committed[0]}


if __name__ == '__main__':
    # One machine asks for all pages here, and most of them never open.
    unopened.MOST_OF_SESSION = unopened.MOST_OF_ADDRESS = sys.maxsize
    sys.exit(main(['serve']))
