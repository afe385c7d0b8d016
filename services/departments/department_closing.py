"""A department that takes no more tickets: who goes on with what it has, and opening it again."""

from models import CatalogItem, Department, User
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.departments.department_desk import TOPICS, find, items_of, last_position, open_tickets, subject_of
from services.language import N_
from services.refusals import Invalid, NotAllowed
from services.settings import check_admin
from services.tickets import assignment


async def close_down(actor: User, department_id: int, heir_id: int | None = None) -> None:
    """Let a department take no more tickets. What it has to do, and its types of ticket, go to the heir: needed where
    there is any. `Invalid`, `NotAllowed` (the last one), `NotFound`.
    """
    await check_admin(actor)
    async with transaction():
        row = await find(department_id)
        others = await Department.filter(is_active=True).exclude(id=row.id).order_by('position', 'id')
        if not others:
            raise NotAllowed(N_('One department has to stay.'))
        heir = next((one for one in others if one.id == heir_id), None)
        tickets = await open_tickets(row.id).order_by('id')
        if heir is None and (tickets or await items_of(row.id).exists()):
            raise Invalid({'heir': N_('Choose who goes on with its tickets and types of ticket')})
        if heir:
            for ticket in tickets:
                await assignment.transfer(actor, ticket, heir.id)
            await CatalogItem.filter(department_id=row.id).update(department_id=heir.id)
        row.is_active = False
        await row.save(update_fields=['is_active'])
        after = {'is_active': False, 'tickets': len(tickets), 'heir': heir.name if heir else ''}
        await audit.record(
            'department_closed', actor=actor, subject=subject_of(row), before={'is_active': True}, after=after
        )
        await announce(TOPICS)


async def reopen(actor: User, department_id: int) -> None:
    """Let it take tickets again."""
    await check_admin(actor)
    async with transaction():
        row = await find(department_id)
        row.is_active, row.position = True, await last_position()
        await row.save(update_fields=['is_active', 'position'])
        before, after = {'is_active': False}, {'is_active': True}
        await audit.record('department_reopened', actor=actor, subject=subject_of(row), before=before, after=after)
        await announce(TOPICS)
