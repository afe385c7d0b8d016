"""What is wrong with this installation, and what to do about it: `python -m webui doctor`."""

import asyncio
import logging
import re
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import asyncpg
from tortoise.connection import get_connection

from models import MailOut
from models.db.connect import connect, dialect, disconnect
from models.db.migrate import pending
from models.mail_out import MailStatus
from services.clock import now
from services.env import Environment, env
from services.mail.mail_relay import Relay, RelayError

log = logging.getLogger(__name__)

ROOM = 2**30  # bytes that should be free
SKEW = timedelta(seconds=5)
LOCAL = ('127.0.0.1', '::1', 'localhost')


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `advice` says what to do; without it all is well."""

    subject: str
    state: str
    advice: str = ''


async def database_answers() -> bool:
    """Whether the database answers and has all its migrations."""
    try:
        return not await pending()
    except Exception:  # whatever a broken connection raises, the answer is no
        log.exception('The database does not answer')
        return False


async def examine() -> AsyncIterator[Finding]:
    """Look at everything that the desk stands on. Opens the database itself, beside the server if one runs."""
    try:
        await connect(env().database_url, exclusive=False)
    except (OSError, sqlite3.Error, asyncpg.PostgresError) as problem:
        yield Finding(
            'Database', str(problem), 'Check MESA_DATABASE_URL; `python -m webui migrate` creates the tables.'
        )
    else:
        try:
            for finding in await _database():
                yield finding
        finally:
            await disconnect()
    yield await _mail_out()
    yield _mail_in()
    yield _storage()
    yield Finding(
        'Clock', f'{now().astimezone(ZoneInfo(env().time_zone)):%Y-%m-%d %H:%M %Z}, tzdata {version("tzdata")}'
    )
    yield await asyncio.to_thread(_base_url)


def settings_in_force() -> dict[str, str]:
    """Every MESA_* setting with its value, secrets masked."""
    return {f'MESA_{name.upper()}': masked(name, str(getattr(env(), name))) for name in Environment.model_fields}


def masked(name: str, value: str) -> str:
    """`value` without the passwords in it."""
    if name == 'secret':
        return '********' if value else ''
    return re.sub(r'(?<=://)([^/@\s:]*):[^/\s]*@', r'\1:********@', value)


async def _database() -> list[Finding]:
    if missing := await pending():
        advice = 'Run `python -m webui migrate`, or start the server: it does so itself.'
        return [Finding('Database', f'{dialect()}; migrations are missing: {", ".join(missing)}', advice)]
    waiting = await MailOut.filter(status=MailStatus.QUEUED).count()
    failed = await MailOut.filter(status=MailStatus.FAILED).count()
    advice = 'The mail server refused them for good: read last_error in the table mail_out.' if failed else ''
    found = [
        Finding('Database', f'{dialect()}; all migrations are applied'),
        Finding('Outbox', f'{waiting} mails wait, {failed} failed', advice),
    ]
    if dialect() == 'postgres':
        rows = await get_connection('default').execute_query_dict('SELECT clock_timestamp() AS there')
        skew = abs(rows[0]['there'] - now())
        advice = 'Deadlines need one time: run NTP here and on the database server.' if skew > SKEW else ''
        found.append(Finding('Clock of the database', f'{skew.total_seconds():.1f} s from ours', advice))
    return found


async def _mail_out() -> Finding:
    if not env().smtp_url:
        advice = '' if env().demo else 'Nobody gets mails: set MESA_SMTP_URL, such as smtp+starttls://user:pass@host'
        return Finding('Mail out', 'off: mails stay in the outbox', advice)
    try:
        async with Relay() as relay:
            await relay.reach()
    except RelayError as problem:
        return Finding('Mail out', f'no connection: {problem}', 'Check host, port, user and password in MESA_SMTP_URL.')
    return Finding('Mail out', 'the mail server lets us in')


def _mail_in() -> Finding:
    ways = [name for name, value in (('IMAP', env().imap_url), ('LMTP', env().lmtp_listen)) if value]
    return Finding('Mail in', ' and '.join(ways) or 'off: people write in the portal only')


def _storage() -> Finding:
    folder = env().data_dir
    try:
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as problem:
        return Finding('Storage', f'{folder} cannot be written: {problem}', 'Give it to the user of the server.')
    advice = '' if free > ROOM else 'Make room: when the disk is full, files are refused and nothing can be saved.'
    return Finding('Storage', f'{folder} can be written, {free / 2**30:.1f} GiB are free', advice)


def _base_url() -> Finding:
    base, host = env().base_url, urlsplit(env().base_url).hostname
    advice = ''
    if host in LOCAL and env().host not in LOCAL:
        advice = 'Links in mails lead to this machine only: set MESA_BASE_URL to its public address.'
    elif host not in LOCAL and not env().is_https:
        advice = 'Passwords travel in the clear: put a proxy with TLS in front and use https.'
    elif not _answers(f'{base}/healthz'):
        advice = 'It does not answer. Start the server; or check the proxy, the DNS and MESA_BASE_URL.'
    return Finding('Base URL', base, advice)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - http or https, as services.env has checked
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
