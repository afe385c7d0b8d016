"""The figures on a board: of the desk's work, or, for those who may not see that, of the network alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from models import Ticket
from models.audience import Reader
from models.lifecycle import DONE_RANK
from models.uptime import midnight
from services.capped import capped_counts
from services.clock import now
from services.env import env
from services.shared import shared

LATEST = 2000  # tickets that are looked at for shares and medians: the cost does not grow with the desk
FRESH = 60  # seconds
SPAN = timedelta(days=30)


@dataclass(frozen=True)
class Figures:
    """`open` is counted as `services.capped` does. `first_response` is today's median, of the wall clock.

    `in_time` is the share, 0 to 1, of the promised solutions of the last 30 days that were kept. None: there was none.
    """

    open: int
    first_response: timedelta | None
    in_time: float | None


async def figures(reader: Reader) -> Figures | None:
    """Of the whole desk for its staff, of one company for its people; None for visitors. No older than a minute."""
    if not reader.is_staff and reader.organization_id is None:
        return None
    return await shared(('board figures', reader), ('board',), lambda: _figures(reader), seconds=FRESH)


async def _figures(reader: Reader) -> Figures:
    unsolved = Ticket.filter(queue_rank__lt=DONE_RANK).order_by('queue_rank', 'waiting_since', 'id')
    if not reader.is_staff:
        unsolved = unsolved.filter(organization_id=reader.organization_id, is_closed=False).order_by('updated_at', 'id')
    counts = await capped_counts({'open': unsolved})
    rows = await _latest(reader)
    today = midnight(now().astimezone(ZoneInfo(env().time_zone)).date(), ZoneInfo(env().time_zone))
    waits = [
        row['first_response_at'] - row['created_at']
        for row in rows
        if row['first_response_at'] and row['first_response_at'] >= today
    ]
    kept = [_is_kept(row) for row in rows if row['resolution_due'] and _is_done(row, now() - SPAN)]
    return Figures(counts['open'], median(waits) if waits else None, sum(kept) / len(kept) if kept else None)


async def _latest(reader: Reader) -> list[dict[str, Any]]:
    """The newest tickets of the desk, or those of a company that changed last: each in the order of an index."""
    columns = ('created_at', 'first_response_at', 'resolved_at', 'resolution_due')
    if reader.is_staff:
        return await Ticket.all().order_by('-id').limit(LATEST).values(*columns)
    theirs = [Ticket.filter(organization_id=reader.organization_id, is_closed=is_closed) for is_closed in (False, True)]
    return [row for half in theirs for row in await half.order_by('-updated_at', '-id').limit(LATEST).values(*columns)]


def _is_done(row: dict[str, Any], since: datetime) -> bool:
    return row['resolved_at'] is not None and row['resolved_at'] >= since


def _is_kept(row: dict[str, Any]) -> bool:
    return bool(row['resolved_at'] <= row['resolution_due'])
