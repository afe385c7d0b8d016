"""Which department has a ticket: another one from now on, and for one that is closed down its heir."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models import Department, User
from models.entry import EntryKind
from models.user import STAFF
from services.language import Words
from services.sla import sla

if TYPE_CHECKING:
    from services.change import Change


async def in_charge(department_id: int) -> Department:
    """The department itself, or who goes on with what it had; one that is closed down where nobody does."""
    found = await Department.get(id=department_id)
    while not found.is_active and found.heir_id:
        found = await Department.get(id=found.heir_id)
    return found


async def move(this: Change, old: Department, new: Department) -> None:
    """Within a change, hand the ticket over. Who works on it keeps it only if he is in the new department too."""
    ticket = this.ticket
    ticket.department_id = new.id
    await sla.check_contract(ticket)
    is_free = old.is_urgent_only and not new.is_urgent_only
    await this.say(EntryKind.FIELD, data=_moved(old, new) | ({'not_urgent': True} if is_free else {}))
    if is_free and ticket.cost_accepted_at and ticket.cost_waived_at is None:
        ticket.cost_waived_at = this.now
        data = {'field': 'cost', 'old': 'accepted', 'new': 'waived', 'because': 'not_urgent'}
        await this.say(EntryKind.FIELD, data=data)
    owner = ticket.assignee_id
    if owner is not None and not await Department.filter(id=new.id, members=owner).exists():
        await _nobodys(this)


async def come_back(this: Change) -> None:
    """Within a change that goes on with what was done: not in a department that takes nothing any more, and not with
    somebody who works here no more. The desk does so, not whoever came back.
    """
    actor, this.actor = this.actor, None
    new = await in_charge(this.ticket.department_id)
    if new.id != this.ticket.department_id:
        await move(this, await Department.get(id=this.ticket.department_id), new)
    owner = this.ticket.assignee_id
    if owner is not None and not await User.exists(id=owner, is_active=True, role__in=list(STAFF)):
        await _nobodys(this)
    this.actor = actor


async def _nobodys(this: Change) -> None:
    old, this.ticket.assignee_id = this.ticket.assignee_id, None
    await this.say(EntryKind.ASSIGN, data={'old': old, 'new': None})


def _moved(old: Department, new: Department) -> dict[str, Any]:
    """From where to where, in every language in which they have a name."""
    data: dict[str, Any] = {'field': 'department', 'old': old.name, 'new': new.name}
    words = {'old_in': Words.of(old, 'name').translations, 'new_in': Words.of(new, 'name').translations}
    return data | {key: dict(names) for key, names in words.items() if names}
