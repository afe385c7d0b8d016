"""Who has a ticket open, and who is writing into it (S0-6).

Both are instants until which they hold: what a closed page, a lost line or a crash leaves behind ends by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import Q, Subquery

from models import Ticket, TicketUser, User
from models.db.transaction import transaction
from services.announce import announce
from services.clock import now
from services.desk.queue_marks import PRESENCE
from services.refusals import NotFound

HERE = timedelta(seconds=45)
TYPING = timedelta(seconds=7)


@dataclass(frozen=True)
class Other:
    """Somebody else at a ticket, as known `until` then."""

    user_id: int
    name: str
    is_typing: bool
    until: datetime


def topic(ticket: Ticket) -> str:
    """What is announced when somebody comes, goes, begins or stops writing."""
    return f'presence:{ticket.id}'


async def arrives(actor: User, ticket: Ticket) -> None:
    """A page of the desk shows the ticket to `actor` for the next `HERE`; to be said again before.

    Customers are not shown.
    """
    if actor.is_staff:
        await _until(actor, ticket, 'present_until', now() + HERE)


async def leaves(actor: User, ticket: Ticket) -> None:
    """The last page of `actor` that showed the ticket is closed."""
    if actor.is_staff:
        await _until(actor, ticket, 'present_until', None)


async def types(actor: User, ticket: Ticket) -> None:
    """`actor` is writing what the customer will read, for the next `TYPING`. `NotFound` as for the ticket itself."""
    if not await Ticket.visible_to(actor).filter(id=ticket.id).exists():
        raise NotFound
    await _until(actor, ticket, 'typing_until', now() + TYPING)


async def stops_typing(actor: User, ticket: Ticket) -> None:
    """It is sent, or taken back."""
    await _until(actor, ticket, 'typing_until', None)


async def others(actor: User, ticket: Ticket) -> list[Other]:
    """Who else is at the ticket, by name: for the desk who has it open or writes, for customers only who writes."""
    at = now()
    shown = Q(typing_until__gt=at)
    if actor.is_staff:
        shown |= Q(present_until__gt=at)
    visible = Subquery(Ticket.visible_to(actor).filter(id=ticket.id).values('id'))
    found = TicketUser.filter(shown, ticket_id__in=visible, user__is_active=True).exclude(user_id=actor.id)
    rows = await found.order_by('user__full_name', 'id').values(
        'user_id', 'typing_until', 'present_until', name='user__full_name'
    )
    return [_other(row, at) for row in rows]


def _other(row: dict[str, object], at: datetime) -> Other:
    typing, present = row['typing_until'], row['present_until']
    is_typing = isinstance(typing, datetime) and typing > at
    until = typing if is_typing else present
    assert isinstance(until, datetime)
    return Other(int(str(row['user_id'])), str(row['name']), is_typing, until)


async def _until(actor: User, ticket: Ticket, column: str, instant: datetime | None) -> None:
    row = TicketUser(user_id=actor.id, ticket_id=ticket.id, **{column: instant})
    async with transaction():
        was_here = await TicketUser.exists(user_id=actor.id, ticket_id=ticket.id, present_until__gt=now())
        await TicketUser.bulk_create([row], on_conflict=['user_id', 'ticket_id'], update_fields=[column])
        comes_or_goes = column == 'present_until' and was_here != (instant is not None)
        await announce([topic(ticket), *([PRESENCE] if comes_or_goes else [])])
