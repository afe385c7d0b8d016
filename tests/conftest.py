"""Fixtures for every test. One that touches the database asks for `db` and runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import gc
import inspect
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import settings
from playwright.async_api import Browser, expect

from models import User
from services import bus
from services.events import following
from services.people.people import first_admin_link
from tests.support import server
from tests.support.browser import People, chromium
from tests.support.database import Database, migrate, migrated
from tests.support.postgres import Server, running_server
from tests.support.server import Server as DeskServer
from tests.support.server import running
from tests.support.visitor import Visitor
from tests.support.world import World, make_world

DIALECTS = ['sqlite', 'postgres']
DEMO_DESK = ('tests.support.demo_desk', 'serve')
HANGS = 180  # seconds after which a test is given up, with the line that it waits in

# a busy machine is no fault of the program
expect.set_options(timeout=20_000)
settings.register_profile('desk', deadline=None)
settings.load_profile('desk')


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays until the end, and need not be walked again and again until then."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come first: they take long, and at the end there shall be short ones for every worker."""
    long = {item.path for item in items if isinstance(item, pytest.Function) and 'browser' in item.fixturenames}
    items.sort(key=lambda item: item.path not in long)


def pytest_itemcollected(item: pytest.Item) -> None:
    if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
        item.obj = _given_up(item.obj)


def _given_up(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    @wraps(test)
    async def bounded(*args: Any, **kwargs: Any) -> None:
        async with asyncio.timeout(HANGS):
            await test(*args, **kwargs)

    return bounded


@pytest.fixture(scope='session', autouse=True)
def _filled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    own = tmp_path_factory.getbasetemp()
    server.filled = own if worker_id == 'master' else own.parent
    return server.filled


@pytest.fixture(scope='session')
def postgres(_filled: Path) -> Iterator[Server]:
    with running_server(_filled) as server:
        yield server


@pytest.fixture(scope='session')
async def _sqlite() -> AsyncIterator[Database]:
    async with migrated('sqlite://:memory:') as database:
        yield database


@pytest.fixture(scope='session')
async def _postgres(postgres: Server) -> AsyncIterator[Database]:
    async with migrated(await postgres.copy_of(migrate)) as database:
        yield database


@pytest.fixture(scope='session', params=DIALECTS)
def database(request: pytest.FixtureRequest) -> Database:
    """The process is connected to it; of session scope, so that a file runs on one, then on the other."""
    database: Database = request.getfixturevalue(f'_{request.param}')
    database.use()
    return database


@pytest.fixture
async def db(database: Database) -> Database:
    """The same, empty; what the process remembers of the rows that were there is forgotten."""
    await database.empty()
    bus.publish_everything()
    return database


@pytest.fixture
async def admin(db: Database) -> User:
    """The first admin of an empty desk: whoever followed the printed link."""
    login, _link = await first_admin_link() or ('', '')
    return await User.get(email=login)


@pytest.fixture(params=DIALECTS)
async def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database without tables, for tests that connect by themselves."""
    if request.param == 'sqlite':
        return f'sqlite://{tmp_path}/test.sqlite3'
    url: str = await request.getfixturevalue('postgres').create_database()
    return url


@pytest.fixture(params=DIALECTS)
async def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a new database with its tables."""
    if request.param == 'sqlite':
        return f'sqlite://{shutil.copytree(server.left_by("migrate")[0], tmp_path / "desk")}/mesa.sqlite3'
    url: str = await request.getfixturevalue('postgres').copy_of(migrate)
    return url


@pytest.fixture
async def world(db: Database) -> World:
    """The named world."""
    return await db.once(make_world)


@pytest.fixture
async def hearing(db: Database) -> AsyncIterator[None]:
    """This process hears what others announce that share its database."""
    heard = asyncio.Event()
    unwatch = bus.watch(['anything'], heard.set)
    async with following():
        if db.dialect == 'postgres':
            await heard.wait()  # once it listens it wakes everybody, which no test shall take for an event
        unwatch()
        yield


@pytest.fixture(scope='session')
def odd_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """The desk with the odd pages, served by a process of its own (tests/support/odd_desk.py)."""
    with server.running(tmp_path_factory.mktemp('odd'), program=('tests.support.odd_desk',)) as running:
        yield running


@pytest.fixture
async def visitor(odd_desk: server.Server) -> AsyncIterator[Visitor]:
    """Somebody in front of the odd desk, not signed in."""
    async with Visitor(odd_desk) as visitor:
        yield visitor


@pytest.fixture(scope='session')
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture(scope='session')
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskServer]:
    """A server with the demo desk (tests/support/demo_desk.py), on SQLite, in a process of its own."""
    with running(tmp_path_factory.mktemp('desk'), DEMO_DESK, DEMO='1') as server:
        yield server


@pytest.fixture(scope='session')
def everybody(browser: Browser, demo_server: DeskServer) -> People:
    return People(browser, demo_server)


@pytest.fixture(scope='module')
def _ended(demo_server: DeskServer) -> Iterator[None]:
    yield
    httpx.post(f'{demo_server.url}/test/end', timeout=30).raise_for_status()


@pytest.fixture
def people(everybody: People, _ended: None) -> Iterator[People]:
    """The people of the demo desk; nothing may fail in their browsers. Its queues do not grow from file to file."""
    everybody.faults.clear()
    yield everybody
    assert everybody.faults == []
