"""A department that takes no more tickets: who goes on with what it has, and opening it again.

What it has to do goes to its heir in pieces, each a timer with its effect, so that a desk with many tickets goes on
meanwhile; what it has done stays with it until somebody comes back with it (services/tickets/moving.py).
"""

from models import CatalogItem, Department, User
from models.db.transaction import transaction
from models.lifecycle import Event
from services import audit, timers
from services.announce import announce
from services.change import change
from services.clock import now
from services.departments.department_desk import TOPICS, find, last_position, needs_heir, open_tickets, subject_of
from services.language import N_
from services.refusals import Invalid, NotAllowed
from services.settings import check_admin
from services.tickets import moving

KIND = 'heir'
PIECE = 100  # tickets


async def close_down(actor: User, department_id: int, heir_id: int | None = None) -> None:
    """Let a department take no more tickets. What it has to do, and its types of ticket, go to the heir, who is needed
    where there is anything. `Invalid`, `NotAllowed` (the last one), `NotFound`.
    """
    await check_admin(actor)
    async with transaction():
        await Department.all().order_by('id').select_for_update()  # or two could become the heirs of each other
        row = await find(department_id)
        others = await Department.filter(is_active=True).exclude(id=row.id).order_by('position', 'id')
        if not others:
            raise NotAllowed(N_('One department has to stay.'))
        heir = next((one for one in others if one.id == heir_id), None)
        if heir is None and await needs_heir(row.id):
            raise Invalid({'heir': N_('Choose who goes on with its tickets and types of ticket')})
        if heir:
            await CatalogItem.filter(department_id=row.id).update(department_id=heir.id)
            await timers.arm(KIND, row.id, now())
        row.is_active, row.heir_id = False, heir.id if heir else None
        await row.save(update_fields=['is_active', 'heir_id'])
        count = await open_tickets(row.id).count()
        after = {'is_active': False, 'tickets': count, 'heir': heir.name if heir else ''}
        await audit.record(
            'department_closed', actor=actor, subject=subject_of(row), before={'is_active': True}, after=after
        )
        await announce(TOPICS)


@timers.effect(KIND)
async def _piece(department_id: int, _step: int) -> None:
    """The next tickets, the oldest first; the rest is the next timer."""
    old, new = await Department.get(id=department_id), await moving.in_charge(department_id)
    tickets = await open_tickets(old.id).order_by('id').limit(PIECE).select_for_update() if new.id != old.id else []
    for ticket in tickets:
        async with change(None, ticket, Event.TRANSFER) as this:
            await moving.move(this, old, new)
    if len(tickets) == PIECE:
        await timers.arm(KIND, old.id, now(), step=tickets[-1].id)


async def reopen(actor: User, department_id: int) -> None:
    """Let it take tickets again."""
    await check_admin(actor)
    async with transaction():
        row = await find(department_id)
        row.is_active, row.heir_id, row.position = True, None, await last_position()
        await row.save(update_fields=['is_active', 'heir_id', 'position'])
        before, after = {'is_active': False}, {'is_active': True}
        await audit.record('department_reopened', actor=actor, subject=subject_of(row), before=before, after=after)
        await announce(TOPICS)
