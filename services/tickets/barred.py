"""What the lifecycle opens in a state, and one ticket in that state does not."""

from collections.abc import Iterable

from models import Ticket
from models.lifecycle import CloseReason, Event, Role, Status
from models.ticket import HoldReason
from services.language import N_
from services.refusals import NotAllowed

# With these the work would go on without the approval that it waits for (S1-10)
UNAPPROVED = frozenset({Event.RESUME, Event.HOLD, Event.ASK, Event.RESOLVE})
# There was no service to rate (S4-5)
UNRATED = frozenset({CloseReason.INSUFFICIENT, CloseReason.OUT_OF_SCOPE})
COST = frozenset({Event.WAIVE_COST, Event.CHARGE_COST})


def barred(ticket: Ticket, roles: Iterable[Role]) -> frozenset[Event]:
    """The events that `ticket` does not take from somebody in `roles`, whatever its state allows."""
    found = _no_cost(ticket)
    if _waits_for_approval(ticket) and Role.APPROVER not in roles:
        found |= UNAPPROVED
    return found | {Event.RATE} if ticket.close_reason in UNRATED else found


def check_not_barred(ticket: Ticket, event: Event, roles: Iterable[Role]) -> None:
    """`NotAllowed`, with the reason, for an event that is `barred`."""
    if event in barred(ticket, roles):
        if event == Event.RATE:
            raise NotAllowed(N_('This ticket can no longer be rated.'))
        if event in COST:
            raise NotAllowed(N_('There is no cost in this ticket of which that could be said now.'))
        raise NotAllowed(N_('This ticket waits for the approval of a lead.'))


def _no_cost(ticket: Ticket) -> frozenset[Event]:
    """Only what was accepted can be waived, and only what was waived be charged after all (S3-25)."""
    if ticket.cost_accepted_at is None:
        return COST
    return frozenset({Event.CHARGE_COST if ticket.cost_waived_at is None else Event.WAIVE_COST})


def _waits_for_approval(ticket: Ticket) -> bool:
    return ticket.status == Status.WAITING_INTERNAL and ticket.hold_reason == HoldReason.APPROVAL
