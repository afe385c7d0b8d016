"""One process per SQLite file."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class DatabaseInUse(RuntimeError):
    """Another process has this SQLite file open for writing; the message is one line for the person who started us."""


def hold(database: Path) -> int:
    """Lock `database` for as long as the returned descriptor is open. The kernel unlocks it when the process dies.

    Raises DatabaseInUse when another process holds it.
    """
    path = f'{database.resolve()}.lock'
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode() or '?'
        os.close(descriptor)
        raise DatabaseInUse(
            f'{database} is in use by process {holder}: SQLite serves one process, several need PostgreSQL'
            ' (MESA_DATABASE_URL=postgres://…)'
        ) from None
    os.truncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return descriptor
