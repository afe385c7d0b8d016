"""How a ticket is closed without its technician, and how its customer comes back (S2-15, S3-22)."""

from datetime import datetime, timedelta

from models import CatalogItem, Entry, Ticket, User
from models.entry import EntryKind
from models.lifecycle import DESK, CloseReason, Event, Role, Status
from services.change import change, present
from services.clock import now
from services.departments import cost_notices
from services.language import N_, spoken
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed
from services.settings import Closing, load
from services.tickets import attachments, drafts
from services.tickets.conversation import check_text
from services.tickets.creation import copy_people, create
from services.tickets.moving import in_charge
from services.tickets.silence_rules import Silence

TAKEN_AS_SOLVED = N_('Our question was not answered, so we take the ticket as solved.')


async def close_by_requester(actor: User, ticket: Ticket, reason: str = '', writer: str = '') -> None:
    """The customer needs no more; his reason, if he gives one, is a message (S3-22)."""
    if problem := text_problem(reason):
        raise Invalid({'text': problem})
    async with change(actor, ticket, Event.CLOSE_BY_REQUESTER) as this:
        if reason.strip():
            await this.say(EntryKind.MESSAGE, reason.strip(), author_label=writer)
        this.close(CloseReason.BY_REQUESTER)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.CLOSE_BY_REQUESTER))


async def undo_close(actor: User, ticket: Ticket) -> None:
    """Within some seconds, who closed the ticket takes it back: it is again what it was (S3-22)."""
    policy = await load(Closing)
    async with change(actor, ticket, Event.UNDO_CLOSE) as this:
        closing = await Entry.filter(ticket_id=ticket.id, kind=EntryKind.STATUS).order_by('-seq').first()
        is_own = closing is not None and closing.author_id == actor.id
        is_fresh = closing is not None and this.now <= closing.created_at + timedelta(seconds=policy.undo_seconds)
        if closing is None or not is_own or not is_fresh or this.ticket.close_reason != CloseReason.BY_REQUESTER:
            raise NotAllowed(N_('It is too late to undo that.'))
        this.ticket.status = Status(closing.data['old'])
        await this.say(EntryKind.SYSTEM, data={'undone': Event.CLOSE_BY_REQUESTER})


async def auto_confirm(ticket: Ticket) -> None:
    """The desk itself closes a solution that nobody rejected in time (S2-14)."""
    async with change(None, ticket, Event.AUTO_CONFIRM) as this:
        this.close(CloseReason.AUTO_CONFIRMED)


async def silence_timeout(ticket: Ticket) -> None:
    """The desk itself closes a question that nobody answered in time, and mails it once (S0-28, S4-9).

    Where the desk takes silence for a solution, the ticket is solved instead, and can be confirmed or rejected (1.6-h).
    """
    if (await load(Silence)).result == 'resolved':
        async with change(None, ticket, Event.SILENCE_RESOLVE) as this:
            requester = await User.get(id=this.ticket.requester_id)
            words = TAKEN_AS_SOLVED.into(spoken(requester.language))
            await this.say(EntryKind.SOLUTION, words)
        return
    async with change(None, ticket, Event.SILENCE_TIMEOUT) as this:
        this.close(CloseReason.NO_CONTACT)


def reopen_until(ticket: Ticket, policy: Closing) -> datetime | None:
    """The instant until which its requester may reopen a closed ticket; None when he may not at all."""
    days = policy.reopen_days.get(ticket.close_reason or '', 0)
    return ticket.closed_at + timedelta(days=days) if ticket.closed_at and days else None


def may_reopen(ticket: Ticket, roles: frozenset[Role], policy: Closing) -> bool:
    """Whether a closed ticket is not yet, or never, too old for somebody in `roles`."""
    until = reopen_until(ticket, policy)
    return not roles.isdisjoint(DESK) or (until is not None and now() <= until)


async def reopen(actor: User, ticket: Ticket, text: str, form_key: str = '', writer: str = '') -> None:
    """Go on with a closed ticket: its requester within the days of its close reason, the desk at any time (S2-15)."""
    check_text(text, N_('Tell us what you still need'))
    policy = await load(Closing)
    async with change(actor, ticket, Event.REOPEN) as this:
        if not may_reopen(this.ticket, this.roles, policy):
            raise NotAllowed(N_('This ticket can no longer be reopened.'))
        entry = await this.say(EntryKind.MESSAGE, text.strip(), author_label=writer)
        await attachments.claim(actor, form_key, entry)
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.REOPEN))


async def follow_up(actor: User, ticket: Ticket, text: str, form_key: str = '', writer: str = '') -> Ticket:
    """Go on with a closed ticket in a new one, linked to it, with the same type and answers (S2-15).

    `NotAllowed` where the form of its type has to be filled in.
    """
    check_text(text, N_('Tell us what you still need'))
    async with change(actor, ticket, Event.FOLLOW_UP) as old:
        if await needs_form(old.ticket):
            raise NotAllowed(N_('Create a new ticket: its form asks what this department has to know.'))
        new = await _continuation(await present(actor), old.ticket)
        async with change(actor, new, Event.CREATE) as this:
            await this.say(EntryKind.SYSTEM, data={'follows': old.ticket.number})
            entry = await this.say(EntryKind.MESSAGE, text.strip(), author_label=writer)
            await attachments.claim(actor, form_key, entry)
        await old.say(EntryKind.SYSTEM, data={'followed_by': new.number})
        await drafts.forget(actor, drafts.ticket_key(ticket, Event.REOPEN))
    return this.ticket


async def needs_form(ticket: Ticket) -> bool:
    """Whether its department takes nothing that goes on with it without asking: whether it is urgent, or its cost is
    accepted (S3-16, S3-25). One that is closed down, and that nobody goes on with, takes nothing at all.
    """
    department = await in_charge(ticket.department_id)
    if department.is_urgent_only or not department.is_active:
        return True
    return await cost_notices.in_force(department.id) is not None


async def come_back(actor: User, ticket: Ticket, text: str, form_key: str = '', writer: str = '') -> Ticket:
    """Reopen a closed ticket while that can be done, else follow it up; gives the ticket it goes on in (S2-15)."""
    try:
        await reopen(actor, ticket, text, form_key, writer)
    except NotAllowed:
        return await follow_up(actor, ticket, text, form_key, writer)
    return ticket


async def _continuation(actor: User, old: Ticket) -> Ticket:
    """As important as the old one, and with the same people in copy."""
    new = await create(
        await CatalogItem.get(id=old.item_id),
        department_id=old.department_id,
        impact=old.impact,
        urgency=old.urgency,
        subject=old.subject,
        requester_id=actor.id,
        organization_id=actor.organization_id,
        form=old.form,
        form_version=old.form_version,
        parent_id=old.id,
    )
    await copy_people(old, new)
    return new
