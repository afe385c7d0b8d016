"""Who works on a ticket."""

from models import Department, Ticket, User
from models.entry import EntryKind, Visibility
from models.lifecycle import Event
from models.user import STAFF
from services.change import Change, change
from services.language import N_
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed
from services.tickets import drafts, moving


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


async def transfer(actor: User, ticket: Ticket, department_id: int, note: str = '') -> None:
    """Hand the ticket to another department (S3-16); `note` is for the desk only. Out of the one for what is urgent it
    has no cost (S3-25), and its customer is told.

    Who works on it keeps it only if he is there too. The time that has passed counts: what it was promised is counted
    from its opening, on the new department's calendar, and stays unless the contract of its company says otherwise.
    """
    if problem := text_problem(note):
        raise Invalid({'text': problem})
    async with change(actor, ticket, Event.TRANSFER) as this:
        old = await Department.get(id=this.ticket.department_id)
        new = await Department.get_or_none(id=department_id, is_active=True)
        if new is None or new.id == old.id:
            raise Invalid({'department': N_('Choose another department')})
        await moving.move(this, old, new)
        if note.strip():
            await this.say(EntryKind.NOTE, note.strip(), visibility=Visibility.INTERNAL)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.TRANSFER))


async def give(this: Change, person: User) -> None:
    """Within a change, make `person` the one who works on the ticket."""
    old, this.ticket.assignee_id = this.ticket.assignee_id, person.id
    await this.say(EntryKind.ASSIGN, data={'old': old, 'new': person.id, 'name': person.full_name})
