"""How the outbox does, for admins: what waits, what failed and why, and whether the mail server lets us in."""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiosmtplib import SMTPAuthenticationError, SMTPConnectError, SMTPTimeoutError
from tortoise.functions import Min

from models import MailOut, User
from models.db.transaction import transaction
from models.mail_out import MailStatus
from services import audit
from services.announce import announce
from services.clock import now
from services.env import env
from services.language import N_, Text
from services.mail.mail_relay import Relay, RelayError
from services.refusals import NotFound
from services.settings import check_admin
from services.shared import shared

MOST = 20  # that are shown
PATIENCE = 10.0  # seconds for the connection test


@dataclass(frozen=True)
class Outbox:
    """`oldest_at` is when the oldest mail that waits was written; `troubled` are those that were tried and still wait.

    `failed` are the latest that were given up; `failures` is how many there are.
    """

    waiting: int
    oldest_at: datetime | None
    sent_at: datetime | None
    failures: int
    sendable: int
    failed: Sequence[MailOut]
    troubled: Sequence[MailOut]


async def state(actor: User) -> Outbox:
    """How it does now; for an admin."""
    await check_admin(actor)
    return await shared('outbox', ['outbox'], _state)


async def _state() -> Outbox:
    waiting = MailOut.filter(status=MailStatus.QUEUED)
    oldest = await waiting.annotate(oldest=Min('created_at')).values_list('oldest', flat=True)
    last = await MailOut.filter(status=MailStatus.SENT).order_by('-sent_at').first()
    failed = MailOut.filter(status=MailStatus.FAILED)
    return Outbox(
        await waiting.count(),
        oldest[0] if oldest else None,  # type: ignore[arg-type]
        last.sent_at if last else None,
        await failed.count(),
        await failed.exclude(body='').count(),
        await failed.order_by('-id').limit(MOST),
        await waiting.exclude(last_error='').order_by('id').limit(MOST),
    )


async def send_again(actor: User, mail_id: int | None = None) -> int:
    """Try a mail that was given up once more, or all of them; gives how many. `NotAllowed`; `NotFound` for none.

    Not those whose link into an account is forgotten: who wants one asks for a new one.
    """
    await check_admin(actor)
    chosen = {'id': mail_id} if mail_id else {}
    async with transaction():
        again = {'status': MailStatus.QUEUED, 'next_try_at': now(), 'claimed_until': None, 'tries': 0}
        given_up = MailOut.filter(status=MailStatus.FAILED, **chosen).exclude(body='')
        count = await given_up.update(**again, tried_at=None)
        if mail_id and not count:
            raise NotFound
        await audit.record('mail_sent_again', actor=actor, subject=str(mail_id or ''), after={'mails': count})
        await announce({'outbox'})
    return count


async def try_connection(actor: User) -> Text | None:
    """Connect to the mail server and sign in, sending nothing: what is wrong, None when all is well."""
    await check_admin(actor)
    if not env().smtp_url:
        return N_('No mail server is set: MESA_SMTP_URL names it.')
    try:
        async with asyncio.timeout(PATIENCE), Relay() as relay:
            await relay.reach()
    except TimeoutError:
        return N_('It does not answer within %(seconds)d seconds. Check host and port.', seconds=int(PATIENCE))
    except RelayError as problem:
        return _told(problem)
    return None


def _told(problem: RelayError) -> Text:
    cause, reason = problem.__cause__, str(problem)
    if isinstance(cause, SMTPAuthenticationError):
        return N_('It does not accept our user and password: %(reason)s', reason=reason)
    if isinstance(cause, ssl.SSLError) or isinstance(cause and cause.__cause__, ssl.SSLError):
        return N_('No safe connection: %(reason)s', reason=reason)
    if isinstance(cause, SMTPTimeoutError):
        return N_('It does not answer in time. Check host and port.')
    if isinstance(cause, SMTPConnectError | OSError):
        return N_('No connection. Check host and port: %(reason)s', reason=reason)
    return N_('It does not let us in: %(reason)s', reason=reason)
