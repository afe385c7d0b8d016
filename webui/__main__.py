"""The command line: `python -m webui serve|migrate|reindex|demo|create-admin|backup|restore|doctor`."""

import argparse
import asyncio
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
from uvicorn.loops.auto import auto_loop_factory

from models.db.connect import connect, disconnect
from models.db.file_lock import DatabaseInUse
from models.db.migrate import upgrade
from services import backup, doctor
from services.database_copy import BackupFailed
from services.env import env
from services.people import people
from services.refusals import Refused
from services.search import search_index
from services.setup import demo
from webui import logs

Command = Callable[[argparse.Namespace], Awaitable[int]]


class NoDatabase(RuntimeError):
    """The database cannot be opened; the message is one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Its exit code: 0, or 1 with one line on standard error that says why, or 2 for a wrong value."""
    given = _parser().parse_args(arguments)
    env()
    # Ends `serve` by way of its clean-up, as Ctrl+C does; uvicorn raises the signal again when it has stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
            code: int = runner.run(given.command(given))
            return code
    except KeyboardInterrupt:
        return 0
    except Refused as problem:
        return _fail(problem.text.into('en'))
    except (DatabaseInUse, NoDatabase, BackupFailed) as problem:
        return _fail(str(problem))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog='python -m webui', description='Mesa Viva, a live help desk.')
    commands = parser.add_subparsers(required=True, metavar='command')

    def add(name: str, command: Command, what: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=what, description=what)
        one.set_defaults(command=command)
        return one

    add('serve', _serve, 'Bring the database up to date and serve. MESA_* variables configure it: see README.md.')
    add('migrate', _migrate, 'Create the database, or bring it up to date.')
    add('reindex', _reindex, 'Write the index of the search anew.')
    add('demo', _demo, 'Fill an empty database with the invented demo desk.')
    admin = add('create-admin', _create_admin, 'Print a one-time link by which somebody becomes admin.')
    admin.add_argument('email', help='the mail address to sign in with')
    admin.add_argument('--name', default='Admin', help='the full name, for a new account')
    add('doctor', _doctor, 'Check database, mail, storage, clock and base URL; say what to do about each problem.')
    save = add('backup', _backup, 'Write database and files to a tar file, while the server goes on.')
    save.add_argument('path', type=Path, help='the tar file to write')
    load = add('restore', _restore, 'Bring an empty desk to the state of a backup.')
    load.add_argument('path', type=Path, help='the tar file to read')
    return parser


@asynccontextmanager
async def _connected(*, exclusive: bool = True) -> AsyncIterator[None]:
    """The database, open for as long as the command runs; not `exclusive`, beside the server."""
    try:
        await connect(env().database_url, exclusive=exclusive)
    except (OSError, sqlite3.Error, asyncpg.PostgresError) as problem:
        raise NoDatabase(f'{doctor.masked("database_url", env().database_url)}: {problem}') from problem
    try:
        yield
    finally:
        await disconnect()


async def _serve(_given: argparse.Namespace) -> int:
    logs.set_up()
    async with _connected():
        await upgrade()
        if env().demo:
            await demo.fill_if_empty()
            _introduce()
        elif first := await people.first_admin_link():
            print(f'There is no admin yet. Sign in as {first[0]} once you have chosen a password here:\n  {first[1]}')
        print(f'Mesa Viva: {env().base_url}', flush=True)
        from webui import app  # NiceGUI takes a second, which no refusal should wait for

        await app.serve()
    return 0


async def _migrate(_given: argparse.Namespace) -> int:
    async with _connected():
        applied = await upgrade()
    print(f'Applied: {", ".join(applied)}' if applied else 'The database is up to date.')
    return 0


async def _reindex(_given: argparse.Namespace) -> int:
    async with _connected():
        await upgrade()
        print(f'Tickets and people in the search: {await search_index.rebuild()}')
    return 0


async def _demo(_given: argparse.Namespace) -> int:
    async with _connected():
        await upgrade()
        if not await demo.fill_if_empty():
            return _fail('There are people in this database already: the demo desk needs an empty one')
    _introduce()
    return 0


async def _create_admin(given: argparse.Namespace) -> int:
    async with _connected():
        await upgrade()
        print(await people.create_admin(given.email, given.name))
    return 0


async def _doctor(_given: argparse.Namespace) -> int:
    for name, value in doctor.settings_in_force().items():
        print(f'{name:<22} {value}')
    print()
    problems = 0
    async for finding in doctor.examine():
        problems += bool(finding.advice)
        print(f'{"problem" if finding.advice else "fine":<8} {finding.subject}: {finding.state}')
        if finding.advice:
            print(f'{"":<8} {finding.advice}')
    return 1 if problems else 0


async def _backup(given: argparse.Namespace) -> int:
    async with _connected(exclusive=False):
        contents = await backup.backup(given.path)
    print(f'{given.path}: {contents.size / 1e6:.1f} MB, {contents.uploads} files')
    return _fail(f'Lost before this backup: {", ".join(contents.lost)}') if contents.lost else 0


async def _restore(given: argparse.Namespace) -> int:
    contents = await asyncio.to_thread(backup.restore, given.path)
    print(f'Restored {given.path}: {contents.size / 1e6:.1f} MB, {contents.uploads} files. Start the server.')
    return 0


def _introduce() -> None:
    """Who can sign in to the demo desk."""
    print(f'Demo accounts, password of all: {demo.PASSWORD}')
    for role, addresses in demo.accounts().items():
        print(f'  {role:<9} {"  ".join(addresses)}')


def _fail(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1


if __name__ == '__main__':
    sys.exit(main())
