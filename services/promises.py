"""What a ticket was promised: its due instants, and how much of the time is used (T1, T4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from models import Ticket
from models.business_time import due, elapsed
from models.clock import DONE, History, pauses_of, resolution_due, resolution_used, running_on
from models.priority import TARGETS
from services.clock import now
from services.opening_hours import calendar_of

LEAST = timedelta(minutes=1)


@dataclass(frozen=True)
class Progress:
    """Time used of the time promised, in open hours of the desk (`business`) or all hours (`wall`)."""

    used: timedelta
    promised: timedelta
    clock: Literal['business', 'wall']


async def promise(ticket: Ticket, history: History) -> None:
    """Set the due instants of `ticket` from its priority, its department's calendar and its `history`; saves nothing.

    `first_response_due` (S4-12) stays for display once there was an answer; `resolution_due` (S4-10) is the date that
    was promised, if there is one (S4-11), and None while the ticket waits for its customer; `next_deadline_at` is the
    earliest that is still to be met.
    """
    target = TARGETS[ticket.priority]
    calendar = running_on(await calendar_of(ticket.department_id), target)
    ticket.first_response_due = due(calendar, ticket.created_at, target.first_response)
    ticket.resolution_due = resolution_due(calendar, target, ticket.created_at, history, ticket.promised_at)
    unmet = (None if ticket.first_response_at else ticket.first_response_due, ticket.resolution_due)
    is_done = ticket.status in DONE
    ticket.next_deadline_at = None if is_done else min((at for at in unmet if at), default=None)


async def handled_by(department_id: int, hours: timedelta) -> datetime | None:
    """When a change that is asked for now is done: after these open hours of the department (S1-10)."""
    return due(await calendar_of(department_id), now(), hours)


async def progress(ticket: Ticket, history: History) -> tuple[Progress, Progress]:
    """How much of the first response and of the resolution time is used until now, or was until each was met."""
    target = TARGETS[ticket.priority]
    calendar = running_on(await calendar_of(ticket.department_id), target)
    answered = elapsed(calendar, ticket.created_at, ticket.first_response_at or now())
    solved = resolution_used(calendar, ticket.created_at, history, now())
    promised = target.resolution
    if ticket.promised_at:
        promised = max(LEAST, elapsed(calendar, ticket.created_at, ticket.promised_at, pauses_of(history)))
    return (
        Progress(answered, target.first_response, target.clock),
        Progress(solved, promised, target.clock),
    )
