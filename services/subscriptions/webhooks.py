"""Sending to webhooks: at least once, with the same id each time, by any number of processes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from http import HTTPStatus

import httpx
from tortoise.expressions import F
from tortoise.queryset import QuerySet

from models import Subscription, WebhookOut
from services import outgoing
from services.announce import announce
from services.clock import now
from services.language import N_
from services.rounds import rounds
from services.subscriptions.webhook_message import body_of, signed

log = logging.getLogger(__name__)

PATIENCE = 10.0  # seconds that a receiver has to answer
CLAIM = timedelta(seconds=60)  # nobody else sends it meanwhile
LOOK_AGAIN = 30.0  # seconds: somebody else may have died with a claim
BATCH = 50
AT_ONCE = 10  # receivers; a slow one holds up no others
# Seconds between the tries: a day in all
PAUSES = (10, 60, 300, 1800, 7200, 18_000, 36_000, 36_000)
_FAILED = N_('the connection fails')
_FORBIDDEN = N_('its address is not on the public internet')


async def run(stop: asyncio.Event) -> None:
    """Send what is due, at once when the topic `webhooks` is published, until `stop` is set."""
    await rounds(stop, 'webhooks', lambda: _round(stop))


async def _round(stop: asyncio.Event) -> float:
    """Send what is due. Seconds until the next message is."""
    turns = asyncio.Semaphore(AT_ONCE)
    try:
        async with asyncio.TaskGroup() as sending:
            async for call in _claimed(stop):
                await turns.acquire()
                sending.create_task(_send(call)).add_done_callback(lambda _: turns.release())
        upcoming = await WebhookOut.exclude(next_try_at=None).order_by('next_try_at').first()
    except Exception:  # a sender that ended with a lost database would be missed by nobody
        log.exception('The messages to webhooks could not be read or written')
        return LOOK_AGAIN
    if upcoming is None or upcoming.next_try_at is None:
        return LOOK_AGAIN
    return min(LOOK_AGAIN, max(0.1, (upcoming.next_try_at - now()).total_seconds()))


def _due() -> QuerySet[WebhookOut]:
    return WebhookOut.filter(next_try_at__lte=now())


async def _claimed(stop: asyncio.Event) -> AsyncIterator[WebhookOut]:
    """Each message that is due, as ours alone: of all the processes that see it, one counts its try."""
    while rows := await _due().order_by('next_try_at', 'id').limit(BATCH).values_list('id', 'tries'):
        for id_, tries in rows:
            if stop.is_set():
                return
            if call := await _claim(id_, tries):
                yield call


async def _claim(id_: int, tries: int) -> WebhookOut | None:
    mine = _due().filter(id=id_, tries=tries)
    if not await mine.update(next_try_at=now() + CLAIM, tries=F('tries') + 1):
        return None
    return await WebhookOut.filter(id=id_).select_related('subscription').first()


async def _send(call: WebhookOut) -> None:
    """One try, and what comes of it."""
    problem, is_gone = await _post(call)
    if is_gone:
        await Subscription.filter(id=call.subscription_id).update(ended_at=now())
        await WebhookOut.filter(subscription_id=call.subscription_id, sent_at=None).exclude(id=call.id).delete()
    if problem and not is_gone and call.tries <= len(PAUSES):
        again = now() + timedelta(seconds=PAUSES[call.tries - 1])
        await WebhookOut.filter(id=call.id).update(next_try_at=again, problem=problem)
    else:
        sent_at = None if problem else now()
        await WebhookOut.filter(id=call.id).update(next_try_at=None, sent_at=sent_at, problem=problem)
    await announce({f'user:{call.subscription.user_id}'})


async def _post(call: WebhookOut) -> tuple[str, bool]:
    """What went wrong, empty for nothing, and whether the receiver says that it is gone for good (410).

    What we say of it ourselves is a msgid.
    """
    body = body_of(call.body)
    headers = {
        'Content-Type': 'application/json',
        'User-Agent': 'MesaViva-Webhook/1',
        **signed(call.subscription.secret, f'msg_{call.id}', now(), body),
    }
    try:
        async with (
            asyncio.timeout(PATIENCE),
            outgoing.client().stream('POST', call.subscription.address, content=body, headers=headers) as answer,
        ):
            return ('' if answer.is_success else f'HTTP {answer.status_code}'), answer.status_code == HTTPStatus.GONE
    except outgoing.Forbidden:
        return _FORBIDDEN.msgid, False
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as failed:
        log.warning('A message to webhook %d did not arrive: %r', call.subscription_id, failed)
        return (outgoing.reason(failed) or _FAILED).msgid, False
