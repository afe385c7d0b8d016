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


def barred(ticket: Ticket, roles: Iterable[Role]) -> frozenset[Event]:
    """The events that `ticket` does not take from somebody in `roles`, whatever its state allows."""
    if _waits_for_approval(ticket) and Role.APPROVER not in roles:
        return UNAPPROVED
    return frozenset({Event.RATE}) if ticket.close_reason in UNRATED else frozenset()


def check_not_barred(ticket: Ticket, event: Event, roles: Iterable[Role]) -> None:
    """`NotAllowed`, with the reason, for an event that is `barred`."""
    if event in barred(ticket, roles):
        if event == Event.RATE:
            raise NotAllowed(N_('This ticket can no longer be rated.'))
        raise NotAllowed(N_('This ticket waits for the approval of a lead.'))


def _waits_for_approval(ticket: Ticket) -> bool:
    return ticket.status == Status.WAITING_INTERNAL and ticket.hold_reason == HoldReason.APPROVAL
