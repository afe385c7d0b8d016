"""Files that people send: streamed to a random name, visible with the line they belong to (S0-21)."""

import asyncio
import errno
import hashlib
import os
import secrets
import unicodedata
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from models import Attachment, DownloadFile, Entry, Ticket, User
from models.db.transaction import on_commit, transaction
from models.lifecycle import Event
from services.clock import now
from services.env import env
from services.language import N_
from services.refusals import Invalid, NotFound, Refused
from services.tickets.drafts import ticket_key

UNSENT_IN_FORM = 20
UNSENT_IN_ALL = 60
UNSENT_KEPT = timedelta(hours=24)
UNKNOWN_KEPT = timedelta(hours=1)
KEEPERS = (Attachment, DownloadFile)  # whose files lie in the folder
BINARY = 'application/octet-stream'
BIDI_CONTROLS = frozenset('\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069')


class TooLarge(Refused):
    """More bytes than MESA_MAX_UPLOAD_MB."""

    def __init__(self) -> None:
        super().__init__(N_('This file is larger than %(size)d MB, the most that fits.', size=env().max_upload_mb))


class NoRoom(Refused):
    """The disk is full."""

    def __init__(self) -> None:
        super().__init__(N_('The file could not be kept: the desk has no room left. What you typed is safe.'))


async def store(actor: User, form_key: str, name: str, chunks: AsyncIterator[bytes]) -> Attachment:
    """Keep a file for a form that is not sent yet. It lies on the disk before its row says so, or not at all.

    `Invalid` when the form has as many as it may, `TooLarge` as soon as it is, `NoRoom` when the disk is full.
    """
    await _check_room(actor, form_key)
    path = env().uploads / secrets.token_hex(16)
    kept: list[bool] = []
    try:
        size, sha256, head = await _write(path, chunks)
        async with transaction():
            await User.filter(id=actor.id).select_for_update().get()  # one count at a time
            await _check_room(actor, form_key)
            on_commit(lambda: kept.append(True))
            return await Attachment.create(
                uploader_id=actor.id,
                form_key=form_key,
                name=shown_name(name),
                mime=mime_of(head),
                size=size,
                sha256=sha256,
                path=path.name,
                created_at=now(),
            )
    except BaseException as problem:
        if not kept:
            path.unlink(missing_ok=True)
        if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from problem
        raise


def document_key(form_key: str, question: str) -> str:
    """Where the files wait that are marked as the document that a question of the form asks for (S0-30)."""
    return f'{form_key}.{question}'


async def claim(actor: User, form_key: str, entry: Entry, documents: Iterable[str] = ()) -> int:
    """Give the actor's unsent files of the form, and of its `documents`, to `entry`, in the transaction that writes it.

    Gives how many there were.
    """
    keys = [form_key, *(document_key(form_key, question) for question in documents)]
    return await Attachment.filter(uploader_id=actor.id, form_key__in=keys, entry_id=None).update(entry_id=entry.id)


async def wait_at(actor: User, form_key: str, other: str) -> None:
    """Let the unsent files of one form wait for another."""
    await Attachment.filter(uploader_id=actor.id, form_key=form_key, entry_id=None).update(form_key=other)


async def unsent(actor: User, form_key: str) -> list[Attachment]:
    """The files that wait for their form to be sent, in the order they came."""
    return await Attachment.filter(uploader_id=actor.id, form_key=form_key, entry_id=None).order_by('id')


async def unsent_in(actor: User, ticket: Ticket, events: Iterable[Event]) -> dict[Event, list[Attachment]]:
    """The files that wait with what a person writes into a ticket, by the event that it is for."""
    keys = {ticket_key(ticket, event): event for event in events}
    found: dict[Event, list[Attachment]] = {event: [] for event in keys.values()}
    for file in await Attachment.filter(uploader_id=actor.id, form_key__in=list(keys), entry_id=None).order_by('id'):
        found[keys[file.form_key]].append(file)
    return found


async def find(actor: User, attachment_id: int) -> Attachment:
    """A file that exists for `actor`. `NotFound` otherwise."""
    found = await Attachment.get_or_none(id=attachment_id)
    if found is None or not await found.is_visible_to(actor):
        raise NotFound
    return found


async def discard(actor: User, attachment_id: int) -> None:
    """Take back one of the actor's own files that is not sent yet. `NotFound` otherwise."""
    async with transaction():
        found = await Attachment.get_or_none(id=attachment_id, uploader_id=actor.id, entry_id=None)
        if found is None or not await Attachment.filter(id=found.id, entry_id=None).delete():
            raise NotFound
        on_commit(lambda: file_of(found).unlink(missing_ok=True))


def file_of(attachment: Attachment | DownloadFile) -> Path:
    """Where its bytes lie."""
    return env().uploads / attachment.path


async def sweep() -> None:
    """Delete files whose form was not sent within a day, and files that no row knows after an hour."""
    for old in await Attachment.filter(entry_id=None, created_at__lt=now() - UNSENT_KEPT).limit(500):
        if await Attachment.filter(id=old.id, entry_id=None).delete():
            await asyncio.to_thread(file_of(old).unlink, missing_ok=True)
    names = await asyncio.to_thread(_older_than, (now() - UNKNOWN_KEPT).timestamp())
    for start in range(0, len(names), 500):
        batch = names[start : start + 500]
        known = [set(await table.filter(path__in=batch).values_list('path', flat=True)) for table in KEEPERS]
        for name in set(batch).difference(*known):
            await asyncio.to_thread((env().uploads / name).unlink, missing_ok=True)


def shown_name(name: str) -> str:
    """The name as data: the last part of a path, without what would forge a line, a direction or a folder."""
    last = name.replace('\\', '/').rsplit('/', 1)[-1]
    kept = ''.join(letter for letter in last if unicodedata.category(letter) not in ('Cc', 'Cs'))
    kept = ''.join(letter for letter in kept if letter not in BIDI_CONTROLS).strip()
    return 'file' if kept.strip('.') == '' else kept[-255:]


def mime_of(head: bytes) -> str:
    """What the first bytes show: one of the four image types that are shown, or just bytes."""
    if head.startswith(b'\x89PNG\r\n\x1a\n'):
        return 'image/png'
    if head.startswith(b'\xff\xd8\xff'):
        return 'image/jpeg'
    if head.startswith((b'GIF87a', b'GIF89a')):
        return 'image/gif'
    if head[:4] == b'RIFF' and head[8:12] == b'WEBP':
        return 'image/webp'
    return BINARY


async def _check_room(actor: User, form_key: str) -> None:
    waiting = Attachment.filter(uploader_id=actor.id, entry_id=None)
    if await waiting.filter(form_key=form_key).count() >= UNSENT_IN_FORM:
        raise Invalid({'file': N_('At most %(count)d files fit.', count=UNSENT_IN_FORM)})
    if await waiting.count() >= UNSENT_IN_ALL:
        raise Invalid({'file': N_('Too many files wait to be sent. Send or remove some of them first.')})


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> tuple[int, str, bytes]:
    """Stream to the disk, beside the event loop; gives size, SHA-256 and the first bytes."""
    most = env().max_upload_mb * 1_048_576
    digest, size, head = hashlib.sha256(), 0, b''
    file = await asyncio.to_thread(_create, path)
    try:
        async for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLarge
            head += chunk[: 16 - len(head)]
            await asyncio.to_thread(_append, file, digest, chunk)
        await asyncio.to_thread(_settle, file)
    finally:
        file.close()
    return size, digest.hexdigest(), head


def _create(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open('xb')


def _append(file: BinaryIO, digest: 'hashlib._Hash', chunk: bytes) -> None:
    file.write(chunk)
    digest.update(chunk)


def _settle(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _older_than(instant: float) -> list[str]:
    if not env().uploads.is_dir():
        return []
    return [path.name for path in env().uploads.iterdir() if path.is_file() and path.stat().st_mtime < instant]
