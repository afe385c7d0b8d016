"""What a ticket was promised: its due instants, and how much of the time is used (T1, T4)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from models import Ticket
from models.business_time import Calendar, due, elapsed
from models.clock import DONE, History, pauses_of, resolution_due, resolution_used, running_on
from models.priority import Target
from services.clock import now
from services.hours.opening_hours import desk_calendar
from services.people.contracts import calendar_for
from services.sla import sla
from services.sla.sla import Targets

LEAST = timedelta(minutes=1)


@dataclass(frozen=True)
class Progress:
    """Time used of the time promised, in open hours of the desk (`business`) or all hours (`wall`)."""

    used: timedelta
    promised: timedelta
    clock: Literal['business', 'wall']


async def promise(ticket: Ticket, history: History) -> None:
    """Set the due instants of `ticket` by its priority, version, calendar and `history`; saves nothing."""
    targets = await sla.targets_of(ticket.sla_version_id)
    calendar = await calendar_for(ticket.department_id, ticket.organization_id)
    set_due(ticket, history, targets[ticket.priority], calendar)


def set_due(ticket: Ticket, history: History, target: Target, calendar: Calendar) -> None:
    """The due instants by this target. Pure.

    `first_response_due` (S4-12) stays for display once there was an answer; `resolution_due` (S4-10) is the date that
    was promised, if there is one (S4-11), and None while the ticket waits for its customer; `next_deadline_at` is the
    earliest that is still to be met. A clock that has ended keeps the instant that it was measured against.
    """
    calendar, is_done = running_on(calendar, target), ticket.status in DONE
    if not (ticket.first_response_at and ticket.first_response_due):
        ticket.first_response_due = due(calendar, ticket.created_at, target.first_response)
    if not (is_done and ticket.resolution_due):
        ticket.resolution_due = resolution_due(calendar, target, ticket.created_at, history, ticket.promised_at)
    unmet = (None if ticket.first_response_at else ticket.first_response_due, ticket.resolution_due)
    ticket.next_deadline_at = None if is_done else min((at for at in unmet if at), default=None)


async def handled_by(department_id: int, organization_id: int | None, hours: timedelta) -> datetime | None:
    """When a change that is asked for now is done: after these open hours of the contract or the department (S1-10)."""
    return due(await calendar_for(department_id, organization_id), now(), hours)


async def if_created_now(target: Target) -> tuple[datetime, datetime] | None:
    """By when a ticket that is opened now on the desk's own calendar is answered, and solved; None without one."""
    calendar = await desk_calendar()
    if calendar is None:
        return None
    running, start = running_on(calendar, target), now()
    first, solved = (due(running, start, span) for span in (target.first_response, target.resolution))
    return (first, solved) if first and solved else None


async def progress(ticket: Ticket, history: History) -> tuple[Progress, Progress]:
    """How much of the first response and of the resolution time is used until now, or was until each was met."""
    targets = await sla.targets_of(ticket.sla_version_id)
    target, hours = targets[ticket.priority], await calendar_for(ticket.department_id, ticket.organization_id)
    calendar = running_on(hours, target)
    solved = resolution_used(calendar, ticket.created_at, history, now())
    promised = target.resolution
    if ticket.promised_at:
        promised = max(LEAST, elapsed(calendar, ticket.created_at, ticket.promised_at, pauses_of(history)))
    return _answered(ticket, target, targets, hours), Progress(solved, promised, target.clock)


def _answered(ticket: Ticket, target: Target, targets: Targets, calendar: Calendar) -> Progress:
    """Of the first response: by the target under which it was answered, which the kept instant tells."""
    met, due_at, start = ticket.first_response_at, ticket.first_response_due, ticket.created_at
    span = None
    if met and due_at:
        alike = (one for one in (target, *targets.values()) if _answer_due(one, start, calendar) == due_at)
        target = next(alike, None) or target
        span = max(LEAST, elapsed(running_on(calendar, target), start, due_at))
    used = elapsed(running_on(calendar, target), start, met or now())
    return Progress(used, span or target.first_response, target.clock)


def _answer_due(target: Target, start: datetime, calendar: Calendar) -> datetime | None:
    with suppress(ValueError):  # hours that never suffice for it
        return due(running_on(calendar, target), start, target.first_response)
    return None
