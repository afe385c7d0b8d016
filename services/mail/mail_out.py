"""Sending the outbox: at least once, under the same Message-ID, by any number of processes."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator
from datetime import timedelta

from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from models import MailOut, User
from models.db.connect import dialect
from models.mail_out import MailStatus
from models.user import UserRole
from services.announce import announce
from services.clock import now
from services.env import env
from services.mail.mail_relay import ATTEMPT, Relay, RelayError
from services.mail.mail_text import MailSettings, Template
from services.refusals import NotFound
from services.rounds import rounds
from services.settings import Desk, load

log = logging.getLogger(__name__)

CLAIM = timedelta(seconds=ATTEMPT + 60)  # nobody else sends the mail meanwhile
LOOK_AGAIN = 30.0  # seconds: somebody else may have died with a claim
LONGEST_PAUSE = 300.0  # seconds between two tries of one mail
GIVE_UP = timedelta(hours=48)  # after the first try: while nobody tries, nothing is refused
BATCH = 50
WITH_LINKS = frozenset({Template.RECOVERY, Template.LINK})  # into an account, stored nowhere else but as hashes


async def run(stop: asyncio.Event) -> None:
    """Send what is due, at once when the topic `outbox` is published, until `stop` is set.

    Without MESA_SMTP_URL everything stays in the outbox.
    """
    if not env().smtp_url:
        return
    await _forget_claims()
    await rounds(stop, 'outbox', lambda: _round(stop))


async def outbox(actor: User | None, before_id: int | None = None) -> list[MailOut]:
    """The latest 50 mails, or those before one of them: for admins, on a demo desk for everybody. Raises `NotFound`.

    Only on a demo desk they show the links into somebody's account.
    """
    if not env().demo and (actor is None or not actor.is_active or actor.role != UserRole.ADMIN):
        raise NotFound
    older = {'id__lt': before_id} if before_id else {}
    mails = await MailOut.filter(**older).order_by('-id').limit(BATCH)
    for mail in mails:
        if mail.template in WITH_LINKS and not env().demo:
            mail.body = ''
    return mails


async def _forget_claims() -> None:
    """What a killed process had claimed is free again: on SQLite that process was us, elsewhere its claims run out."""
    if dialect() == 'sqlite':
        await MailOut.filter(status=MailStatus.QUEUED).update(claimed_until=None)


async def _round(stop: asyncio.Event) -> float:
    """Send what is due. Seconds until the next mail is."""
    try:
        await _send_due(stop)
        waiting = MailOut.filter(status=MailStatus.QUEUED, claimed_until__isnull=True)
        upcoming = await waiting.order_by('next_try_at').first()
    except Exception:  # a sender that ended with a lost database would be missed by nobody
        log.exception('The outbox could not be read or written')
        return LOOK_AGAIN
    return min(LOOK_AGAIN, (upcoming.next_try_at - now()).total_seconds()) if upcoming else LOOK_AGAIN


def _due() -> QuerySet[MailOut]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now())
    return MailOut.filter(free, status=MailStatus.QUEUED, next_try_at__lte=now())


async def _send_due(stop: asyncio.Event) -> None:
    has_tried = False
    await load(Desk)  # whose name the mails bear, unless they have one of their own
    await load(MailSettings)
    async with Relay() as relay:
        async for mail in _claimed(stop):
            await _send(relay, mail)
            has_tried = True
    if has_tried:
        await announce({'outbox'})


async def _claimed(stop: asyncio.Event) -> AsyncIterator[MailOut]:
    """Each mail that is due, as ours alone: of all the processes that see it, one sets the claim."""
    while ids := await _due().order_by('next_try_at', 'id').limit(BATCH).values_list('id', flat=True):
        for mail_id in ids:
            if stop.is_set():
                return
            if await _due().filter(id=mail_id).update(claimed_until=now() + CLAIM, tries=F('tries') + 1):
                yield await MailOut.get(id=mail_id)


async def _send(relay: Relay, mail: MailOut) -> None:
    try:
        await relay.send(mail)
    except RelayError as refused:
        reason, first = str(refused)[:500], mail.tried_at or now()
        if refused.is_final or now() - first >= GIVE_UP:
            log.warning('Mail %s is given up: %s', mail.id, reason)
            await _settle(mail, status=MailStatus.FAILED, last_error=reason, body=_kept_body(mail))
        else:
            await _settle(mail, next_try_at=now() + _pause(mail.tries), last_error=reason, tried_at=first)
    else:
        await _settle(mail, status=MailStatus.SENT, sent_at=now(), last_error='', body=_kept_body(mail))


def _kept_body(mail: MailOut) -> str:
    """What stays in the database, and in its backups, of a mail that is not sent any more."""
    return '' if mail.template in WITH_LINKS else mail.body


async def _settle(mail: MailOut, **values: object) -> None:
    await MailOut.filter(id=mail.id).update(claimed_until=None, **values)


def _pause(tries: int) -> timedelta:
    """Time before the next try: twice as long each time, and not the same for all mails."""
    return timedelta(seconds=min(LONGEST_PAUSE, 2.0**tries) * random.uniform(0.5, 1))  # noqa: S311
