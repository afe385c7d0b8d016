"""Backups of a running desk: one tar file with the database, the files that people sent, and the signing key."""

import asyncio
import json
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from models import Attachment
from services import database_copy
from services.database_copy import BackupFailed
from services.env import env

MANIFEST, SECRET, UPLOADS = 'manifest.json', 'secret', 'uploads'


@dataclass(frozen=True)
class Contents:
    """What a backup holds: its size in bytes, how many files people had sent, and the names of those that are lost.

    Lost is what the database knows and the disk does not have any more, or not as it came.
    """

    size: int
    uploads: int
    lost: Sequence[str] = ()


async def backup(target: Path) -> Contents:
    """Write the desk to the tar file `target`, which appears when it is complete. Others may go on working.

    Raises `BackupFailed`.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix='.backup-') as folder:
            database = Path(folder) / database_copy.name()
            await asyncio.to_thread(database_copy.dump, database)
            # A file lies on the disk before its row does: those of the copy, made before, are all here.
            stored = {row.path: row for row in await Attachment.all()}
            return await asyncio.to_thread(_pack, target, database, stored)
    except OSError as problem:
        raise BackupFailed(f'{target} cannot be written: {problem}') from problem


def restore(source: Path) -> Contents:
    """Bring an empty machine to what the tar file `source` holds, once every checksum in it is right.

    `BackupFailed` when there is a desk already, or the backup is damaged; nothing is changed then.
    """
    data = env().data_dir
    data.mkdir(parents=True, exist_ok=True)
    if env().uploads.exists() and any(env().uploads.iterdir()):
        raise BackupFailed(f'There are files in {env().uploads} already: restore into an empty desk')
    with tempfile.TemporaryDirectory(dir=data, prefix='.restore-') as folder:
        files = _unpack(source, Path(folder))
        database = files.pop(database_copy.name(), None)
        if database is None:
            raise BackupFailed('This backup is of the other kind of database: set MESA_DATABASE_URL to one of its kind')
        database_copy.load(database)
        for name, path in files.items():
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            path.replace(data / name)
    return Contents(source.stat().st_size, len(files.keys() - {SECRET}))


def _pack(target: Path, database: Path, stored: Mapping[str, Attachment]) -> Contents:
    uploads = {name: path for name in stored if (path := env().uploads / name).is_file()}
    files = {database.name: database, **{f'{UPLOADS}/{name}': path for name, path in uploads.items()}}
    if (secret := env().data_dir / SECRET).exists():
        files[SECRET] = secret
    sums = {name: _sha256(path) for name, path in files.items()}
    manifest = database.with_name(MANIFEST)
    manifest.write_text(json.dumps(sums, indent=1), encoding='utf-8')
    unfinished = target.with_name(f'{target.name}.part')
    unfinished.touch(mode=0o600)
    with tarfile.open(unfinished, 'w') as archive:
        for name, path in {MANIFEST: manifest, **files}.items():
            archive.add(path, name, recursive=False)
    unfinished.replace(target)
    lost = [row.name for name, row in stored.items() if row.entry_id and sums.get(f'{UPLOADS}/{name}') != row.sha256]
    return Contents(target.stat().st_size, len(uploads), lost)


def _unpack(source: Path, folder: Path) -> dict[str, Path]:
    """The files of a backup, by name, below `folder`; each is what its manifest says."""
    try:
        with tarfile.open(source, 'r:') as archive:
            archive.extractall(folder, filter='data')
        sums = json.loads((folder / MANIFEST).read_text(encoding='utf-8'))
    except (tarfile.TarError, OSError, ValueError) as problem:
        raise BackupFailed(f'{source} is not a backup, or it is damaged: {problem}') from problem
    files = {name: folder / name for name in sums}
    for name, path in files.items():
        if not path.is_file() or _sha256(path) != sums[name]:
            raise BackupFailed(f'{source} is damaged: {name} is not what it was')
    return files


def _sha256(path: Path) -> str:
    with path.open('rb') as file:
        return file_digest(file, 'sha256').hexdigest()
