"""The product's server, with doors by which tests open and end tickets without a window: `… demo_desk serve`."""

import sys
from datetime import timedelta

from models import Ticket, User
from models.lifecycle import CloseReason, Status, queue_rank
from models.priority import Impact, Priority, Urgency
from services import bus
from services.clock import now
from services.tickets.assignment import take
from services.tickets.tickets import NewTicket, open_ticket
from webui.__main__ import main
from webui.edge.operators import router

began = now()


@router.post('/test/open')
async def open_(email: str, subject: str, key: str, copy_to: str = '', agent: str = '') -> str:
    """Open a ticket about a printer, which an `agent` takes; its number."""
    person = await User.get(email=email)
    form = NewTicket('printer', subject, 'No imprime desde ayer.', Urgency.DEGRADED, Impact.PERSON, key, copy_to)
    ticket = await open_ticket(person, form)
    if agent:
        await take(await User.get(email=agent), ticket)
    return ticket.number


@router.post('/test/end')
async def end() -> None:
    """End what was opened here, as if long ago: the queues are again as long as those of the demo, and lists as new."""
    ended = {'status': Status.CLOSED, 'is_closed': True, 'close_reason': CloseReason.CONFIRMED}
    instants = ('created_at', 'waiting_since', 'updated_at', 'resolved_at', 'closed_at')
    ended |= dict.fromkeys(instants, began - timedelta(days=1000))
    rank = queue_rank(Status.CLOSED, Priority.LOW, is_answered=True)
    opened = Ticket.filter(created_at__gte=began, is_closed=False)
    await opened.update(**ended, queue_rank=rank, next_deadline_at=None)
    bus.publish_everything()


if __name__ == '__main__':
    sys.exit(main(['serve']))
