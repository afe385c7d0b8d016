"""Backups of a running desk: one tar file with the database, the files that people sent, and the signing key."""

import asyncio
import json
import shutil
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from models import Attachment, DownloadFile
from services import database_copy
from services.database_copy import BackupFailed
from services.env import env
from services.tickets.attachments import KEEPERS

MANIFEST, SECRET, UPLOADS = 'manifest.json', 'secret', 'uploads'

Kept = Attachment | DownloadFile


@dataclass(frozen=True)
class Contents:
    """What a backup holds: its size in bytes, how many files there were, and the names of those that are lost.

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
            # One that becomes a download meanwhile is read twice rather than not at all: `KEEPERS` are in that order.
            stored: dict[str, Kept] = {row.path: row for keeper in KEEPERS for row in await keeper.all()}
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


def _pack(target: Path, database: Path, stored: Mapping[str, Kept]) -> Contents:
    files = {database.name: database, SECRET: env().data_dir / SECRET}
    files |= {f'{UPLOADS}/{name}': env().uploads / name for name in stored}
    unfinished = target.with_name(f'{target.name}.part')
    unfinished.touch(mode=0o600)
    with tarfile.open(unfinished, 'w', dereference=True) as archive:  # a file with two names is two files
        sums = {name: sha256 for name, path in files.items() if (sha256 := _add(archive, name, path))}
        manifest = database.with_name(MANIFEST)
        manifest.write_text(json.dumps(sums, indent=1), encoding='utf-8')
        archive.add(manifest, MANIFEST)
    unfinished.replace(target)
    lost = [row.name for name, row in stored.items() if _is_sent(row) and sums.get(f'{UPLOADS}/{name}') != row.sha256]
    return Contents(target.stat().st_size, len(sums.keys() - {database.name, SECRET}), lost)


def _add(archive: tarfile.TarFile, name: str, path: Path) -> str | None:
    """Pack one file, and give its SHA-256; None where there is none, or none any more: it was taken back meanwhile."""
    try:
        file = path.open('rb')
    except FileNotFoundError:
        return None
    with file:
        sha256 = file_digest(file, 'sha256').hexdigest()
        file.seek(0)
        archive.addfile(archive.gettarinfo(arcname=name, fileobj=file), file)
    return sha256


def _is_sent(row: Kept) -> bool:
    return isinstance(row, DownloadFile) or row.entry_id is not None


def _unpack(source: Path, folder: Path) -> dict[str, Path]:
    """The files of a backup, by name, below `folder`; each is what its manifest says."""
    try:
        with tarfile.open(source, 'r:') as archive:
            files = {member.name: _extract(archive, member, folder) for member in archive}
        sums = dict(json.loads(files.pop(MANIFEST).read_text(encoding='utf-8')))
    except (tarfile.TarError, OSError, ValueError, TypeError, KeyError) as problem:
        raise BackupFailed(f'{source} is not a backup, or it is damaged: {problem}') from problem
    for name in sums.keys() | files.keys():
        if name not in files or _sha256(files[name]) != sums.get(name):
            raise BackupFailed(f'{source} is damaged: {name} is not what it was')
    return files


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Path:
    """One file, below `folder`, also where it is another name of one before it. `ValueError` for anything else.

    `extractall` is safe with a filter only, which Python has since 3.11.4.
    """
    path = folder / member.name
    if not (member.isreg() or member.islnk()) or not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f'{member.name} does not belong in it')
    content = archive.extractfile(member)
    assert content
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open('wb') as file:
        shutil.copyfileobj(content, file)
    path.chmod(member.mode & 0o777)
    return path


def _sha256(path: Path) -> str:
    with path.open('rb') as file:
        return file_digest(file, 'sha256').hexdigest()
