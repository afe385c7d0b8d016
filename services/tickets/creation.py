"""The row of a new ticket, however it comes to be: opened, split off another, or in the place of a closed one."""

from datetime import timedelta
from typing import Any

from models import CatalogItem, Ticket, User, Watcher
from models.lifecycle import Status, queue_rank
from models.priority import Impact, Urgency
from services.clock import now
from services.numbers import next_number
from services.sla import promises, sla
from services.sla.priorities import priority
from services.tickets.moving import in_charge


async def create(item: CatalogItem, *, department_id: int, impact: Impact, urgency: Urgency, **columns: Any) -> Ticket:
    """A ticket of this type, with these and other `columns`. What follows from them is here: a number, its priority,
    its place in the queue, what it is promised, and the date that is promised for a change (S1-10). A department that
    is closed down gets none: its heir does.
    """
    department_id = (await in_charge(department_id)).id
    level, at = await priority(impact, urgency), now()
    hours = timedelta(hours=item.handling_hours) if item.handling_hours else None
    company = columns.get('organization_id')
    return await Ticket.create(
        **columns,
        kind=item.kind,
        item_id=item.id,
        department_id=department_id,
        status=Status.NEW,
        impact=impact,
        urgency=urgency,
        priority=level,
        sla_version_id=await sla.version_for(item.sla_policy_id, company, department_id),
        promised_at=await promises.handled_by(department_id, company, hours) if hours else None,
        created_at=at,
        updated_at=at,
        waiting_since=at,
        queue_rank=queue_rank(Status.NEW, level, is_answered=False),
        number=await next_number(),
    )


async def copy_people(old: Ticket, new: Ticket) -> None:
    """Put who is in copy of `old` in copy of `new` too, but for its requester."""
    requester = await User.get(id=new.requester_id)
    watchers = await Watcher.filter(ticket_id=old.id).exclude(email=requester.email).order_by('id')
    await Watcher.bulk_create(
        Watcher(ticket_id=new.id, email=one.email, user_id=one.user_id, can_reply=one.can_reply, created_at=now())
        for one in watchers
    )
