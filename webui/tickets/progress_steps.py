"""The five steps of a ticket: received, being analysed, being investigated, solved, confirmed."""

from collections.abc import Iterator

from markupsafe import Markup

from models import Ticket
from models.lifecycle import CloseReason, Status
from webui.formats import moment
from webui.i18n import _
from webui.markup import drawn_once

STEP = Markup(
    '<li data-state="{state}"{current}><span class="step-name">{name}</span><span class="step-time">{time}</span></li>'
)
CURRENT = Markup(' aria-current="step"')


def steps_markup(ticket: Ticket) -> Markup:
    """The steps with their times. Those that a closed ticket never came to stay empty: it was not solved."""
    return _steps_markup(ticket, id(ticket))


@drawn_once
def _steps_markup(ticket: Ticket, _reading: int) -> Markup:
    steps = list(_steps(ticket))
    reached = max(index for index, (_name, _time, is_reached) in enumerate(steps) if is_reached)
    return Markup('').join(
        STEP.format(
            state='now' if index == reached and not ticket.is_closed else 'done' if is_done else 'ahead',
            current=CURRENT if index == reached else '',
            name=name,
            time=time,
        )
        for index, (name, time, is_done) in enumerate(steps)
    )


def _steps(ticket: Ticket) -> Iterator[tuple[str, str, bool]]:
    """Name, time and whether the ticket has come that far."""
    solved, analysed = ticket.resolved_at, ticket.acknowledged_at or ticket.first_response_at
    is_worked_on = ticket.assignee_id is not None if ticket.is_closed else ticket.status != Status.NEW
    yield _('Received'), moment(ticket.created_at), True
    yield _('Being analysed'), moment(analysed) if analysed else '', analysed is not None or is_worked_on
    yield _('Being investigated'), ticket.assignee.full_name if ticket.assignee else '', is_worked_on
    yield _('Solved'), moment(solved) if solved else '', solved is not None
    if ticket.closed_at and ticket.close_reason != CloseReason.CONFIRMED:
        yield _('Closed'), moment(ticket.closed_at), True
    else:
        waits = _('your approval is missing') if ticket.status == Status.RESOLVED else ''
        yield _('Confirmed'), moment(ticket.closed_at) if ticket.closed_at else waits, ticket.is_closed
