"""Opening and closing the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, cast

from tortoise import Tortoise
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext

from models.db.transaction import TaskConnections

Apps = dict[str, dict[str, Any]]

APPS: Apps = {'models': {'models': ['models'], 'migrations': 'models.migrations', 'default_connection': 'default'}}


async def connect(
    url: str, *, exclusive: bool = True, synchronous: Literal['FULL', 'OFF'] = 'FULL', apps: Apps = APPS
) -> None:
    """Connect every task of this process to the database at `url`, without touching its tables.

    `sqlite://data/mesa.sqlite3` is relative, `sqlite:///srv/mesa.sqlite3` absolute, `sqlite://:memory:` for tests;
    `postgres://user:password@host:port/name`, or `postgres://user@/name?host=/run/postgresql` for a socket.
    `exclusive=False` only reads a SQLite file and may do so while a server has it open. Tests do without the disk by
    `synchronous='OFF'`, and bring their own `apps` (Tortoise's configuration: models and migrations by app).

    Raises DatabaseInUse when another process has the SQLite file, FileNotFoundError when there is none to read,
    OSError, asyncpg.PostgresError or sqlite3.Error when the database cannot be opened.
    """
    if Tortoise.is_inited():
        raise RuntimeError('This process is connected to a database already')
    context = TortoiseContext()
    context._connections = TaskConnections()
    config = {'connections': {'default': _backend(url, exclusive, synchronous)}, 'apps': apps}
    with context:  # the models look for it while they are made; afterwards all tasks find it as the global one
        await context.init(config, _enable_global_fallback=True)
    try:
        await get_connection('default').create_connection(with_db=True)
    except BaseException:
        await disconnect()
        raise
    EXECUTOR_CACHE.clear()  # it keeps statements by table name, also those of another dialect


async def disconnect() -> None:
    """Close all connections. The process may connect again."""
    await Tortoise.close_connections()


def dialect() -> Literal['sqlite', 'postgres']:
    """The database this process is connected to."""
    return cast(Literal['sqlite', 'postgres'], get_connection('default').capabilities.dialect)


def _backend(url: str, exclusive: bool, synchronous: str) -> dict[str, Any]:
    options = expand_db_url(url)['credentials']
    if not url.startswith('sqlite:'):
        return {'engine': 'models.db.asyncpg_engine', 'credentials': {'application_name': 'mesa-viva', **options}}
    path = options['file_path']
    if path != ':memory:':
        if not exclusive and not Path(path).exists():
            raise FileNotFoundError(f'There is no database at {path}')
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    return {
        'engine': 'models.db.sqlite_engine',
        'credentials': {'file_path': path, 'synchronous': synchronous, 'read_only': not exclusive},
    }
