"""The open tickets of somebody who works here no more: nobody has them, and the queue shows it."""

from models import Ticket, User
from models.clock import DONE
from models.entry import EntryKind
from models.lifecycle import Event
from services.change import change


async def open_of(person: User) -> list[Ticket]:
    """What he still has to solve, the oldest first."""
    return await Ticket.filter(assignee_id=person.id, is_closed=False).exclude(status__in=list(DONE)).order_by('id')


async def hand_back(actor: User, person: User) -> int:
    """Assign his open tickets to nobody; gives how many. What he has solved stays his. Part of a transaction."""
    tickets = await open_of(person)
    for ticket in tickets:
        async with change(actor, ticket, Event.ASSIGN) as this:
            this.ticket.assignee_id = None
            await this.say(EntryKind.ASSIGN, data={'old': person.id, 'new': None})
    return len(tickets)
