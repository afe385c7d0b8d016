"""Who works on a ticket."""

from models import Department, Ticket, User
from models.entry import EntryKind
from models.lifecycle import Event
from models.user import STAFF
from services.change import Change, change
from services.language import N_
from services.refusals import NotAllowed


async def take(actor: User, ticket: Ticket) -> None:
    """Assign an unassigned ticket to oneself. `NotAllowed` names who was faster."""
    async with change(actor, ticket, Event.TAKE) as this:
        owner = this.ticket.assignee_id
        if owner == actor.id:
            return
        if owner is not None:
            name = (await User.get(id=owner)).full_name
            raise NotAllowed(N_('%(name)s already has this ticket.', name=name))
        await give(this, actor)


async def assign(actor: User, ticket: Ticket, assignee_id: int) -> None:
    """Give the ticket to one member of its department (S2-11); the customer sees the name."""
    async with change(actor, ticket, Event.ASSIGN) as this:
        person = await User.get_or_none(id=assignee_id, is_active=True, role__in=list(STAFF))
        if person is None or not await Department.filter(id=this.ticket.department_id, members=person.id).exists():
            raise NotAllowed(N_('That person does not work in this department.'))
        if this.ticket.assignee_id != person.id:
            await give(this, person)


async def give(this: Change, person: User) -> None:
    """Within a change, make `person` the one who works on the ticket."""
    old, this.ticket.assignee_id = this.ticket.assignee_id, person.id
    await this.say(EntryKind.ASSIGN, data={'old': old, 'new': person.id, 'name': person.full_name})
