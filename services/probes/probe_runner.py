"""Looking, on and on: every process takes a part of the probes that are due."""

import asyncio
import logging
import random
from contextlib import suppress
from datetime import timedelta

from models import Probe
from models.probe import ProbeKind
from services import bus
from services.clock import now
from services.probes.probe_checks import look
from services.probes.probe_results import mark_silent, record

log = logging.getLogger(__name__)

PROBES = 'probes'  # the topic of those who watch which there are
AT_ONCE = 20  # in one process
JITTER = 0.1  # of an interval: those that were started together do not stay together
LOOK_AGAIN = 30.0  # seconds: a round may have failed
SILENCE = 10.0  # seconds between two looks for probes that are silent


async def run(stop: asyncio.Event) -> None:
    """Look whenever a probe is due, at no more than `AT_ONCE` at a time, until `stop`; what runs then is dropped."""
    rounds = asyncio.create_task(_rounds())
    try:
        await stop.wait()
    finally:
        rounds.cancel()
        await asyncio.wait([rounds])


async def watch(stop: asyncio.Event) -> None:
    """Notice probes that are silent, whoever should have looked, until `stop`."""
    while not stop.is_set():
        try:
            await mark_silent()
        except Exception:
            log.exception('Silent probes could not be marked')  # the database may be away for a moment
        with suppress(TimeoutError):
            async with asyncio.timeout(SILENCE):
                await stop.wait()


async def _rounds() -> None:
    wake = asyncio.Event()
    unwatch = bus.watch([PROBES], wake.set)
    slots = asyncio.Semaphore(AT_ONCE)
    try:
        async with asyncio.TaskGroup() as looking:
            while True:
                wake.clear()
                pause = await _round(slots, looking)
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await wake.wait()
    finally:
        unwatch()


async def _round(slots: asyncio.Semaphore, looking: asyncio.TaskGroup) -> float:
    """Begin to look at all that is due. Seconds until the next is."""
    try:
        for probe in await Probe.filter(is_active=True, next_at__lte=now()).order_by('next_at', 'id'):
            await slots.acquire()
            is_ours = False
            try:
                if is_ours := await _claim(probe):
                    looking.create_task(_look(probe, slots))
            finally:
                if not is_ours:
                    slots.release()
        upcoming = await Probe.filter(is_active=True).order_by('next_at').first()
    except Exception:
        log.exception('The probes could not be read')
        return LOOK_AGAIN
    return min(LOOK_AGAIN, (upcoming.next_at - now()).total_seconds()) if upcoming else LOOK_AGAIN


async def _claim(probe: Probe) -> bool:
    """Whether we are to look: of all the processes that see that it is due, one moves it on."""
    jitter = 0.0 if probe.kind == ProbeKind.PUSH else random.uniform(-JITTER, JITTER)  # noqa: S311
    upcoming = now() + timedelta(seconds=probe.interval * (1 + jitter))
    mine = Probe.filter(id=probe.id, is_active=True, next_at=probe.next_at)
    return bool(await mine.update(next_at=upcoming))


async def _look(probe: Probe, slots: asyncio.Semaphore) -> None:
    """What fails in ourselves says nothing about the target: there is no result, and soon the board says so."""
    try:
        await record(probe, await look(probe))
    except Exception:
        log.exception('Probe %d could not look', probe.id)
    finally:
        slots.release()
