"""What the results of a probe do to the board: they turn its component, or say that nobody knows its state."""

from datetime import datetime, timedelta

from models import Probe, StatusInterval
from models.component import ComponentStatus, StatusSource
from models.db.transaction import transaction
from models.probe import ProbeKind, is_down
from services.announce import announce
from services.board import status
from services.clock import now
from services.probes.probe_checks import Result
from services.probes.probe_incidents import notice

RESULTS = 'probe_results'  # the topic of those who watch single results


async def record(looked: Probe, result: Result) -> None:
    """Write what the probe `looked` has seen, unless it was changed or stopped meanwhile; its component may turn."""
    async with transaction():
        probe = await Probe.filter(id=looked.id, is_active=True).select_for_update().get_or_none()
        if probe is None or measured(probe) != measured(looked):
            return
        probe.results = [*probe.results, result.stored()][-probe.window :]
        if result.ok is not None:
            await _judge(probe, result)
            probe.seen_at = result.at
        await probe.save(update_fields=['results', 'seen_at'])
        await announce({RESULTS})


async def begin(probe: Probe) -> None:
    """Nobody knows before the first result. Part of the transaction around, which saves the probe."""
    probe.results = []
    begin_interval(probe)
    await say(probe, ComponentStatus.UNKNOWN, now())


def begin_interval(probe: Probe) -> None:
    """Count its interval from now on: it is due, or its next sign is, and it is silent only after that."""
    probe.seen_at = now()
    probe.next_at = next_sign(probe) if probe.kind == ProbeKind.PUSH else now()


def next_sign(probe: Probe) -> datetime:
    """By when something that tells by itself has to tell again."""
    return now() + timedelta(seconds=probe.interval + probe.timeout)


async def mark_silent() -> None:
    """Let the components of probes without a result for two intervals be in a state that nobody knows, never green."""
    silent = [probe.id for probe in await Probe.filter(is_active=True) if _is_silent(probe)]
    known = StatusInterval.filter(source=StatusSource.PROBE, status=ComponentStatus.UNKNOWN, ended_at__isnull=True)
    for probe_id in set(silent) - set(await known.values_list('source_id', flat=True)):
        async with transaction():
            probe = await Probe.filter(id=probe_id, is_active=True).select_for_update().get_or_none()
            if probe and probe.silent_at and _is_silent(probe):
                await say(probe, ComponentStatus.UNKNOWN, probe.silent_at)
                await announce({RESULTS})


async def say(probe: Probe, state: ComponentStatus, at: datetime) -> None:
    """From `at` on this is what the probe says; operational: nothing. Part of the transaction around."""
    await status.turn(StatusSource.PROBE, probe.id, {(probe.component_id, probe.region_id): state}, at)
    await announce({'board'})


def measured(probe: Probe) -> tuple[object, ...]:
    """What its results are about: they say nothing about another target or component."""
    return probe.kind, probe.target, probe.options, probe.component_id, probe.region_id


async def _judge(probe: Probe, result: Result) -> None:
    """A failure is not enough to be known as well again, nor alone to be down."""
    said = await StatusInterval.get_or_none(source=StatusSource.PROBE, source_id=probe.id, ended_at__isnull=True)
    before = said.status if said else ComponentStatus.OPERATIONAL
    if probe.silent_at and probe.silent_at < result.at and before != ComponentStatus.UNKNOWN:
        await say(probe, ComponentStatus.UNKNOWN, probe.silent_at)
        before = ComponentStatus.UNKNOWN
    oks = [row['ok'] for row in probe.results if row['ok'] is not None]
    if is_down(oks, probe.fails_needed, was_down=before == probe.turns_to):
        after = probe.turns_to
    elif before == ComponentStatus.UNKNOWN and not result.ok:
        after = before
    else:
        after = ComponentStatus.OPERATIONAL
    if after != before:
        await say(probe, after, result.at)
    if after == probe.turns_to != before:
        await notice(probe)


def _is_silent(probe: Probe) -> bool:
    return probe.silent_at is not None and probe.silent_at <= now()
