"""The next ticket to work on: the one that has waited longest by priority, already one's own (S3-24)."""

from collections.abc import Sequence

from tortoise.expressions import Q

from models import Department, Ticket, User
from models.lifecycle import DONE_RANK, WAITING_RANK
from models.user import UserRole
from services.bounded import ids_among
from services.desk import queue
from services.desk.queue_filters import COLUMNS, EVERYTHING, Filters
from services.refusals import NotAllowed
from services.tickets import assignment

TRIES = 20
OF_OTHERS = ('held', 'asked', 'due')  # views in which it need not be our turn


async def take_next(actor: User, view: str, filters: Filters = EVERYTHING, besides: str = '') -> Ticket | None:
    """The first ticket of `view` that is nobody's, which `actor` takes, or his already; None when there is none.

    `besides` is the number of the ticket that he has open. Of two agents who ask at the same moment each gets another.
    """
    queue.check_staff(actor)
    tried: list[int] = []
    for _try in range(TRIES):
        ticket = await _first(actor, view, filters, besides, tried)
        if ticket is None or ticket.assignee_id == actor.id:
            return ticket
        try:
            await assignment.take(actor, ticket)
        except NotAllowed:  # somebody was faster
            tried.append(ticket.id)
        else:
            return ticket
    return None


async def _first(actor: User, view: str, filters: Filters, besides: str, tried: Sequence[int]) -> Ticket | None:
    free = Q(assignee_id__isnull=True)
    if actor.role == UserRole.AGENT:
        free &= Q(department_id__in=await Department.filter(members=actor.id).values_list('id', flat=True))
    ours = Q(queue_rank__lt=DONE_RANK if view in OF_OTHERS else WAITING_RANK)
    for_me = queue.in_view(view, actor.id, filters).filter(ours, free | Q(assignee_id=actor.id), ~Q(number=besides))
    if tried:
        for_me = for_me.exclude(id__in=list(tried))
    if not filters.chosen():
        return await for_me.first()
    ids = await ids_among(for_me, queue.LOOKED_THROUGH, COLUMNS, filters.conditions(), 1)
    return await Ticket.get_or_none(id=ids[0]) if ids else None
