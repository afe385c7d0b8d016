"""Copies of the database by its own means: consistent while others write, and complete.

A plain copy of the SQLite file lacks what is still in its write-ahead log.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tortoise.backends.base.config_generator import expand_db_url

from services.env import env


class BackupFailed(RuntimeError):
    """One line for whoever asked for a backup or its restoration."""


def name() -> str:
    """What a copy is called inside a backup: it says of which kind of database it is."""
    return 'database.sqlite3' if env().is_sqlite else 'database.dump'


def dump(target: Path) -> None:
    """Copy the database of MESA_DATABASE_URL to the file `target`."""
    if env().is_sqlite:
        with closing(sqlite3.connect(_file())) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    else:
        _run('pg_dump', '--format=custom', '--no-owner', f'--file={target}')


def load(source: Path) -> None:
    """Fill the database of MESA_DATABASE_URL from a copy; there must be nothing in it."""
    if env().is_sqlite:
        if _file().exists():
            raise BackupFailed(f'There is a database at {_file()} already: restore into an empty desk')
        _file().parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, _file())
    else:
        _run('pg_restore', '--no-owner', '--single-transaction', '--exit-on-error', str(source))


def _file() -> Path:
    return Path(expand_db_url(env().database_url)['credentials']['file_path'])


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on our database; the password does not show in the list of processes."""
    if shutil.which(program) is None:
        raise BackupFailed(f'{program} is not installed (on Debian: apt-get install postgresql-client)')
    address = urlsplit(env().database_url)
    user, _, place = address.netloc.rpartition('@')
    login, _, password = user.partition(':')
    url = address._replace(netloc=f'{login}@{place}' if user else place).geturl()
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, and nothing in it goes through a shell
        [program, f'--dbname={url}', *arguments],
        env={**os.environ, **({'PGPASSWORD': unquote(password)} if password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(f'{program} failed: {" ".join(done.stderr.split())[:400]}')
