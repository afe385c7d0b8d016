"""Who works on a ticket."""

from typing import Any

from models import Department, Ticket, User
from models.entry import EntryKind, Visibility
from models.lifecycle import Event
from models.user import STAFF
from services.change import Change, change
from services.language import N_, Words
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed
from services.sla import sla
from services.tickets import drafts


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
        this.ticket.department_id = new.id
        await sla.check_contract(this.ticket)
        is_free = old.is_urgent_only and not new.is_urgent_only
        await this.say(EntryKind.FIELD, data=_moved(old, new) | ({'not_urgent': True} if is_free else {}))
        if is_free and this.ticket.cost_accepted_at and this.ticket.cost_waived_at is None:
            this.ticket.cost_waived_at = this.now
            data = {'field': 'cost', 'old': 'accepted', 'new': 'waived', 'because': 'not_urgent'}
            await this.say(EntryKind.FIELD, data=data)
        owner = this.ticket.assignee_id
        if owner is not None and not await Department.filter(id=new.id, members=owner).exists():
            this.ticket.assignee_id = None
            await this.say(EntryKind.ASSIGN, data={'old': owner, 'new': None})
        if note.strip():
            await this.say(EntryKind.NOTE, note.strip(), visibility=Visibility.INTERNAL)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.TRANSFER))


async def give(this: Change, person: User) -> None:
    """Within a change, make `person` the one who works on the ticket."""
    old, this.ticket.assignee_id = this.ticket.assignee_id, person.id
    await this.say(EntryKind.ASSIGN, data={'old': old, 'new': person.id, 'name': person.full_name})


def _moved(old: Department, new: Department) -> dict[str, Any]:
    """From where to where, in every language in which they have a name."""
    data: dict[str, Any] = {'field': 'department', 'old': old.name, 'new': new.name}
    words = {'old_in': Words.of(old, 'name').translations, 'new_in': Words.of(new, 'name').translations}
    return data | {key: dict(names) for key, names in words.items() if names}
