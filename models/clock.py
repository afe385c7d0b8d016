"""What a ticket's clocks say, as pure functions of what happened to it: nothing is accumulated, all can be rebuilt.

A history is when the ticket came into which status, oldest first. Instants are aware datetimes.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache

from models.business_time import Calendar, always_open, due, elapsed
from models.lifecycle import Status
from models.priority import Target

History = Sequence[tuple[datetime, Status]]

DONE = frozenset({Status.RESOLVED, Status.CLOSED})
_STOPPED = DONE | {Status.WAITING_CUSTOMER}
_wall = cache(always_open)


def running_on(calendar: Calendar, target: Target) -> Calendar:
    """The calendar whose open time counts for `target`: the desk's own, or every hour of the wall."""
    return calendar if target.clock == 'business' else _wall(calendar.tz)


def pauses_of(history: History) -> list[tuple[datetime, datetime | None]]:
    """When the resolution clock stood: while we waited for the customer, and from a solution until it was rejected.

    A pause that goes on has no end, except in a done ticket: its promise is the one it was measured against.
    """
    pauses: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for at, status in history:
        if status in _STOPPED:
            since = since or at
        elif since:
            pauses.append((since, at))
            since = None
    if since:
        pauses.append((since, _done_since(history)))
    return pauses


def resolution_due(
    calendar: Calendar, target: Target, start: datetime, history: History, promised: datetime | None = None
) -> datetime | None:
    """When the solution is due (S4-10); None while we wait for the customer: nothing paused can be late.

    A date that was `promised` to the customer stands in place of the target (S4-11).
    """
    pauses = pauses_of(history)
    if promised:
        return None if pauses and pauses[-1][1] is None else promised
    return due(calendar, start, target.resolution, pauses)


def resolution_used(calendar: Calendar, start: datetime, history: History, now: datetime) -> timedelta:
    """Open time that counted until `now`, or until the ticket was done."""
    return elapsed(calendar, start, _done_since(history) or now, pauses_of(history))


def _done_since(history: History) -> datetime | None:
    """Since when the ticket is resolved or closed without a break; None when it is in work."""
    since = None
    for at, status in history:
        since = (since or at) if status in DONE else None
    return since
