"""What happens by itself at an instant: rows of `Timer`, and one sweeper per process that sleeps until the next is due.

A timer is deleted in the transaction of its effect: however many processes see it, what it does happens once, and
again after a crash if it was not committed. An effect runs late when nobody was there: it looks at its row anew.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from datetime import datetime, timedelta

from models import Timer
from models.db.transaction import transaction
from services.announce import announce
from services.clock import now
from services.rounds import rounds

log = logging.getLogger(__name__)

Effect = Callable[[int, int], Awaitable[None]]

LOOK_AGAIN = 30.0  # seconds: the clock may have jumped
LONGEST_PAUSE = 300.0  # seconds between two tries
DOUBLINGS = 9  # of a second: longer than that; 2.0 ** 1024 is an error
BATCH = 50

_effects: dict[str, Effect] = {}
_firing: ContextVar[Timer | None] = ContextVar('firing', default=None)


def effect(kind: str) -> Callable[[Effect], Effect]:
    """`@timers.effect('kind')`: the function is called with `subject` and `step` of each timer of this kind when it is
    due, in a transaction. It may write rows and announce, nothing else: another process may undo it. It happens again
    if its effect arms it again.
    """

    def register(function: Effect) -> Effect:
        _effects[kind] = function
        return function

    return register


async def arm(kind: str, subject: int, fire_at: datetime, step: int = 0) -> None:
    """Let it happen at `fire_at`; a timer that is armed already is moved there. Part of the transaction around."""
    firing = _firing.get()
    if firing and (firing.kind, firing.subject, firing.step) == (kind, subject, step):
        firing.fire_at = fire_at
        return
    await Timer.bulk_create(
        [Timer(kind=kind, subject=subject, step=step, fire_at=fire_at)],
        on_conflict=['kind', 'subject', 'step'],
        update_fields=['fire_at', 'tries'],
    )
    await announce({'timers'})


async def disarm(kind: str, subject: int, step: int | None = None) -> None:
    """Let it not happen; without `step`, none of its steps. Part of the transaction around."""
    armed = Timer.filter(kind=kind, subject=subject)
    if step is not None:
        armed = armed.filter(step=step)
    if firing := _firing.get():
        armed = armed.exclude(id=firing.id)
    await armed.delete()


async def run(stop: asyncio.Event) -> None:
    """Let happen what is due until `stop` is set. Any number of processes may do so at once."""
    await rounds(stop, 'timers', _round)


async def fire_due() -> None:
    """Let happen all that is due now, the earliest first. What fails is tried again later."""
    while due := await Timer.filter(kind__in=list(_effects), fire_at__lte=now()).order_by('fire_at', 'id').limit(BATCH):
        for timer in due:
            try:
                await _fire(timer)
            except _Gone:
                continue
            except Exception:
                log.exception('Timer %s of %s %s failed', timer.kind, timer.subject, timer.step)
                pause = timedelta(seconds=min(LONGEST_PAUSE, 2.0 ** min(timer.tries, DOUBLINGS)))
                await Timer.filter(id=timer.id).update(fire_at=now() + pause, tries=timer.tries + 1)


class _Gone(Exception):
    """Somebody else was faster: another process, or a verb that moved or disarmed the timer."""


async def _fire(timer: Timer) -> None:
    at = timer.fire_at
    async with transaction():
        token = _firing.set(timer)
        try:
            # The effect first: it locks rows in the order of the verbs, which arm their timers last.
            await _effects[timer.kind](timer.subject, timer.step)
        finally:
            _firing.reset(token)
        mine = Timer.filter(id=timer.id, fire_at__lte=now())
        done = mine.delete() if timer.fire_at == at else mine.update(fire_at=timer.fire_at, tries=0)
        if not await done:
            raise _Gone


async def _round() -> float:
    """Let happen what is due. Seconds until the next timer is."""
    try:
        await fire_due()
        upcoming = await Timer.filter(kind__in=list(_effects)).order_by('fire_at').first()
    except Exception:  # a sweeper that ended with a lost database would be missed by nobody
        log.exception('The timers could not be read or written')
        return LOOK_AGAIN
    return min(LOOK_AGAIN, max(0.0, (upcoming.fire_at - now()).total_seconds())) if upcoming else LOOK_AGAIN
