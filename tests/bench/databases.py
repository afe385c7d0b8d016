"""The databases that are measured, one after the other, each new and with the named world of the tests in it."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from services import bus
from tests.support.database import migrated
from tests.support.postgres import running_server
from tests.support.world import World, make_world


@asynccontextmanager
async def database(dialect: str) -> AsyncIterator[World]:
    """This process connected to a new `sqlite` file or `postgres` database, without waiting for the disk."""
    with tempfile.TemporaryDirectory(prefix='mesa-bench-') as folder:
        if dialect == 'sqlite':
            async with migrated(f'sqlite://{folder}/bench.sqlite3'):
                yield await make_world()
        else:
            with running_server(Path(folder)) as server:
                async with migrated(await server.create_database()):
                    yield await make_world()
    bus.publish_everything()  # nothing of it is remembered
