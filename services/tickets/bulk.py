"""One verb for many tickets: each in its own transaction, so that one that is refused keeps no other from it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from models import Department, Ticket, User
from models.lifecycle import Event
from services.desk.queue import check_staff
from services.language import Text
from services.refusals import Refused, SignedOut
from services.tickets.standing import allowed

MOST = 200


@dataclass(frozen=True)
class Outcome:
    """The tickets to which it happened, and the others with the reason."""

    done: Sequence[Ticket]
    refused: Sequence[tuple[Ticket, Text]]


async def each(actor: User, ids: Sequence[int], verb: Callable[[User, Ticket], Awaitable[object]]) -> Outcome:
    """Let `verb` happen to each of up to `MOST` tickets, in the order of `ids`; those that are gone are passed over."""
    done: list[Ticket] = []
    refused: list[tuple[Ticket, Text]] = []
    for ticket in await _tickets(actor, ids):
        try:
            await verb(actor, ticket)
        except SignedOut:
            raise
        except Refused as problem:
            refused.append((ticket, problem.text))
        else:
            done.append(ticket)
    return Outcome(done, refused)


async def allowed_for_all(actor: User, ids: Sequence[int]) -> frozenset[Event]:
    """The events that `actor` may let happen to every one of these tickets now."""
    # one of those that are the same in what the roles depend on stands for all of them
    alike = {
        (
            ticket.status,
            ticket.hold_reason,
            ticket.department_id,
            ticket.assignee_id == actor.id,
            ticket.requester_id == actor.id,
        ): ticket
        for ticket in await _tickets(actor, ids)
    }
    found = [await allowed(ticket, actor) for ticket in alike.values()]
    return frozenset.intersection(*found) if found else frozenset()


async def departments_of(actor: User, ids: Sequence[int]) -> set[int]:
    """The ids of the departments in which these tickets are."""
    return {ticket.department_id for ticket in await _tickets(actor, ids)}


async def departments() -> list[Department]:
    """Those that take tickets, in their order."""
    return await Department.filter(is_active=True).order_by('position', 'id')


async def _tickets(actor: User, ids: Sequence[int]) -> list[Ticket]:
    check_staff(actor)
    chosen = list(dict.fromkeys(ids))[:MOST]
    found = {ticket.id: ticket for ticket in await Ticket.visible_to(actor).filter(id__in=chosen)}
    return [found[key] for key in chosen if key in found]
