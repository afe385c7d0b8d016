"""What the timers of services/tickets/silence.py do: remind the customer, then end his ticket, once.

Each looks at the ticket anew, locked: an answer a second earlier has disarmed it.
"""

from typing import Any

from models import Ticket
from models.entry import EntryKind
from models.lifecycle import Event, Status
from services import timers
from services.change import change
from services.clock import now
from services.settings import load
from services.tickets import closing, silence
from services.tickets.contact_attempts import Outcome, Way
from services.tickets.silence import KIND, REMINDER
from services.tickets.silence_rules import Silence


@timers.effect(KIND[Status.WAITING_CUSTOMER])
async def no_answer(ticket_id: int, step: int) -> None:
    """Remind of the question, or close the ticket (S4-9); in mode `all` not before all attempts have failed."""
    ticket = await _waiting(ticket_id, Status.WAITING_CUSTOMER)
    if ticket is None:
        return
    policy = await load(Silence)
    if step == REMINDER:
        await _remind(ticket)
    elif policy.auto_close_mode == 'any' or ticket.contact_attempts >= policy.max_attempts:
        await closing.silence_timeout(ticket)


@timers.effect(KIND[Status.RESOLVED])
async def no_objection(ticket_id: int, step: int) -> None:
    """Remind of the solution, or take it as confirmed."""
    ticket = await _waiting(ticket_id, Status.RESOLVED)
    if ticket is None:
        return
    if step == REMINDER:
        await _remind(ticket)
    else:
        await closing.auto_confirm(ticket)


async def _waiting(ticket_id: int, status: Status) -> Ticket | None:
    return await Ticket.filter(id=ticket_id, status=status).select_for_update().get_or_none()


async def _remind(ticket: Ticket) -> None:
    """One mail with the instant of the end. It counts as an attempt to reach the customer, but ends nothing itself."""
    if await silence.is_late(ticket, now()):
        await silence.put_off(ticket, now())
    async with change(None, ticket, Event.REMIND) as this:
        data: dict[str, Any] = {'reminded': this.ticket.status}
        if this.ticket.status == Status.WAITING_CUSTOMER:
            this.ticket.contact_attempts += 1
            limit = (await load(Silence)).max_attempts
            data |= {'way': Way.MAIL, 'outcome': Outcome.NO_ANSWER, 'count': this.ticket.contact_attempts, 'of': limit}
            await this.say(EntryKind.CONTACT_ATTEMPT, data=data)
        else:
            await this.say(EntryKind.SYSTEM, data=data)
