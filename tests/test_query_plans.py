"""What the pages ask the database grows neither with the tickets nor with the rows that they show."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models import Ticket
from services import bus
from services.tickets import attachments, conversation
from tests.bench import pages, scale
from tests.bench.driver import Bench
from tests.bench.rows import fill
from tests.support.database import Database
from tests.support.outbox import environment
from tests.support.server import running
from tests.support.world import World, make_world

MANY = 20_000  # enough for PostgreSQL to walk an index rather than to sort what it found
FOUND = 1_000
ELEMENTS = 600


@pytest.fixture(scope='module')
async def crowded(database: Database) -> World:
    await database.empty()
    bus.publish_everything()
    world = await make_world()
    await fill(FOUND, closed=0.5)
    await fill(MANY, closed=0.5, searchable=False)
    return world


async def test_no_query_of_queue_and_my_tickets_reads_or_sorts_all_tickets(crowded: World) -> None:
    for name, query in scale.queries(crowded).items():
        assert await scale.faults(query) == [], name
    # and one that does is noticed
    assert await scale.faults(lambda: Ticket.filter(preview='').first())
    assert await scale.faults(lambda: Ticket.filter(queue_rank__lt=90).order_by('subject').first())


async def test_a_file_is_found_from_its_line(crowded: World, tmp_path: Path) -> None:
    async def content() -> AsyncIterator[bytes]:
        yield b'una foto'

    ticket = await crowded.lucia.opens('No imprime')
    with environment(DATA_DIR=str(tmp_path)):
        file = await attachments.store(crowded.lucia.user, 'form', 'foto.png', content())
    await conversation.comment(crowded.lucia.user, ticket, 'Mira.', 'form')
    for person in (crowded.marta, crowded.lucia, crowded.ivan):
        assert await scale.faults(lambda: attachments.find(person.user, file.id)) == []  # noqa: B023


@pytest.fixture
async def desk(new_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    """The product's server on the demo desk, with a door for measurements (tests/bench/desk.py)."""
    postgres = {'DATABASE_URL': new_url} if new_url.startswith('postgres') else {}
    with running(tmp_path_factory.mktemp('desk'), pages.DESK, DEMO='1', **postgres) as server:
        async with Bench(server) as bench:
            yield bench


async def test_every_page_needs_few_statements_and_few_elements(desk: Bench) -> None:
    for name, (email, path) in (await pages.prepare(desk)).items():
        page = await (await desk.browser(email)).get(path)
        assert pages.elements(page.text) <= ELEMENTS, name
        if name in pages.AIMS:
            asked = await pages.statements(desk, email, path)
            asked = [sql for sql in asked if 'FROM "session"' not in sql]  # once a second, not once a page
            assert len(asked) <= pages.AIMS[name], '\n'.join([name, *asked])
