"""Who is in copy of a ticket: added, let write and removed by its requester, a colleague or the desk (S3-20)."""

from models import Ticket, User, Watcher
from models.entry import EntryKind
from models.lifecycle import Event
from services.accounts.accounts import new_copies
from services.announce import announce
from services.change import change
from services.language import N_
from services.mail.addresses import MOST, addresses_problem, split_addresses
from services.refusals import Invalid, NotFound


async def add_copies(actor: User, ticket: Ticket, text: str) -> list[str]:
    """Put the addresses in `text` in copy, each once; gives those that were new.

    They are mailed that they are, and from then on what the desk writes to all. `Invalid` names the bad one.
    """
    if problem := addresses_problem(text):
        raise Invalid({'copy_to': problem})
    addresses = split_addresses(text)
    if not addresses:
        raise Invalid({'copy_to': N_('Write at least one mail address.')})
    async with change(actor, ticket, Event.COPY) as this:
        new = await new_copies(this.ticket, addresses)
        if await Watcher.filter(ticket_id=ticket.id).count() + len(new) > MOST:
            raise Invalid({'copy_to': N_('At most %(most)d addresses fit.', most=MOST)})
        copied = [watcher.email for watcher in new]
        if new:
            await Watcher.bulk_create(new)
            await this.say(EntryKind.FIELD, data={'copied': copied})
    return copied


async def remove_copy(actor: User, ticket: Ticket, watcher_id: int) -> None:
    """Take somebody out of the copy: no more mails, and what he had open of the ticket closes."""
    async with change(actor, ticket, Event.UNCOPY) as this:
        watcher = await _of(ticket, watcher_id)
        await watcher.delete()
        await this.say(EntryKind.FIELD, data={'uncopied': watcher.email})
        if watcher.user_id:
            await announce({f'user:{watcher.user_id}'})  # nobody counts him among the ticket's people any more


async def allow_reply(actor: User, ticket: Ticket, watcher_id: int, *, can_reply: bool) -> None:
    """Let somebody in copy write in the ticket, or only read it."""
    async with change(actor, ticket, Event.COPY) as this:
        watcher = await _of(ticket, watcher_id)
        if watcher.can_reply != can_reply:
            await Watcher.filter(id=watcher.id).update(can_reply=can_reply)
            await this.say(EntryKind.FIELD, data={'may_reply': watcher.email, 'new': can_reply})


async def _of(ticket: Ticket, watcher_id: int) -> Watcher:
    watcher = await Watcher.get_or_none(id=watcher_id, ticket_id=ticket.id)
    if watcher is None:
        raise NotFound
    return watcher
