"""What a person is to a ticket: the roles that the lifecycle table asks for."""

from models import Department, Organization, Ticket, User, Watcher
from models.lifecycle import Event, Role
from models.ticket import HoldReason
from models.user import UserRole
from services.tickets.merged import merge_of, open_events


async def standing(actor: User | None, ticket: Ticket) -> frozenset[Role]:
    """The roles of `actor` in `ticket`; the desk itself (`None`) is the system."""
    if actor is None:
        return frozenset({Role.SYSTEM})
    own = {Role.REQUESTER} if ticket.requester_id == actor.id else set()
    if ticket.hold_reason == HoldReason.APPROVAL and actor.role in (UserRole.LEAD, UserRole.ADMIN):
        own.add(Role.APPROVER)  # S1-10
    role = await (_staff(actor, ticket) if actor.is_staff else _customer(actor, ticket))
    return frozenset(own | {role} if role else own)


async def allowed(ticket: Ticket, actor: User) -> frozenset[Event]:
    """The events that `actor` may let happen to `ticket` now: the buttons to draw."""
    return open_events(ticket, await merge_of(ticket), actor.id, await standing(actor, ticket))


async def _staff(actor: User, ticket: Ticket) -> Role:
    if actor.role == UserRole.ADMIN:
        return Role.ADMIN
    if actor.role == UserRole.LEAD:
        return Role.LEAD
    if ticket.assignee_id == actor.id or await Department.filter(id=ticket.department_id, members=actor.id).exists():
        return Role.AGENT
    return Role.READER


async def _customer(actor: User, ticket: Ticket) -> Role | None:
    if ticket.requester_id == actor.id:
        return Role.REQUESTER
    if (
        actor.organization_id
        and actor.organization_id == ticket.organization_id
        and await Organization.filter(id=actor.organization_id, shares_tickets=True).exists()
    ):
        return Role.COLLEAGUE
    if await Watcher.filter(ticket_id=ticket.id, user_id=actor.id, can_reply=True).exists():
        return Role.WATCHER
    return None
