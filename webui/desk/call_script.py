"""What an agent reads aloud of a ticket: its number in groups, its state, what happens next, what was promised."""

from datetime import datetime

from models import Ticket
from models.lifecycle import Status
from models.ticket_number import PREFIX
from services.clock import now
from services.language import N_, Text
from services.tickets.ticket_view import TicketView
from webui.appearance import CUSTOMER_STATUS
from webui.formats import moment
from webui.i18n import _

GROUP = 3  # digits said in one breath
_NEXT: dict[Status, Text] = {
    Status.NEW: N_('Nobody has looked at it yet.'),
    Status.OPEN: N_('We are working on it.'),
    Status.WAITING_CUSTOMER: N_('We asked a question in the ticket and wait for the answer.'),
    Status.WAITING_INTERNAL: N_('We wait for somebody else to go on.'),
    Status.RESOLVED: N_('We proposed a solution: please confirm it in the ticket, or tell us that it still fails.'),
    Status.CLOSED: N_('Nothing more is to be done.'),
}


def spoken_number(number: str) -> str:
    """ "M V, 1 0 0, 0 8": as it is read aloud."""
    digits = number.removeprefix(f'{PREFIX}-')
    groups = [' '.join(digits[at : at + GROUP]) for at in range(0, len(digits), GROUP)]
    return ', '.join([' '.join(PREFIX), *groups])


def script(view: TicketView) -> list[str]:
    """The sentences, in their order."""
    ticket = view.ticket
    word = _(CUSTOMER_STATUS[ticket.status].word)
    told = [
        _(
            'Ticket number %(number)s, “%(subject)s”: %(status)s.',
            number=spoken_number(ticket.number),
            subject=ticket.subject,
            status=word,
        ),
        _(_NEXT[ticket.status]),
    ]
    if ticket.assignee and ticket.status != Status.CLOSED:
        told.append(_('%(name)s takes care of it.', name=ticket.assignee.full_name))
    if promise := _promise(ticket):
        told.append(promise)
    return told


def _promise(ticket: Ticket) -> str:
    if ticket.status in (Status.RESOLVED, Status.CLOSED, Status.WAITING_CUSTOMER):
        return ''
    if ticket.promised_at:
        return _('It was promised for %(when)s.', when=moment(ticket.promised_at))
    if ticket.first_response_at is None and ticket.first_response_due:
        return _when(ticket.first_response_due, N_('The first answer comes at the latest %(when)s.'))
    return _when(ticket.resolution_due, N_('The solution is promised for %(when)s.')) if ticket.resolution_due else ''


def _when(at: datetime, words: Text) -> str:
    """A promise that was missed is not read as one."""
    late = N_('We are late with it, and we are sorry; it is next in line.')
    return _(words, when=moment(at)) if at > now() else _(late)
