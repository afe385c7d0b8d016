"""Whose copies are whose, when an address or an account becomes another: each ticket has its owner in copy once."""

from collections.abc import Collection
from itertools import groupby

from tortoise.expressions import Q

from models import Ticket, User, Watcher
from services.announce import announce
from services.search import search_index


async def claim(owner: User) -> None:
    """Let who has shown that an address is his have the copies that it got before. Part of a transaction."""
    tickets = await gather(owner, {owner.id}, {owner.email})
    own = await Ticket.filter(id__in=tickets, requester_id=owner.id).only('id')
    await search_index.rewrite_tickets(
        [ticket.id for ticket in own]
    )  # the others are found by the address, which stays
    await announce(f'ticket:{ticket_id}' for ticket_id in tickets)


async def gather(owner: User, accounts: Collection[int], addresses: Collection[str]) -> list[int]:
    """Let the copies of `accounts` and of `addresses` be those of `owner`, by his address; gives their tickets.

    Nobody is in copy of his own ticket. Who might write in one of several still may. Part of a transaction, after which
    the tickets are found by others.
    """
    theirs = Q(user_id__in=list(accounts)) | Q(email__in=list(addresses))
    copies = await Watcher.filter(theirs).order_by('ticket_id', 'id').select_for_update()
    tickets = list(dict.fromkeys(copy.ticket_id for copy in copies))
    own = set(await Ticket.filter(id__in=tickets, requester_id=owner.id).values_list('id', flat=True))
    for ticket_id, group in groupby(copies, lambda copy: copy.ticket_id):
        first, *doubles = group
        gone = [copy.id for copy in ((first, *doubles) if ticket_id in own else doubles)]
        await Watcher.filter(id__in=gone).delete()
        can_reply = any(copy.can_reply for copy in (first, *doubles))
        await Watcher.filter(id=first.id).update(email=owner.email, user_id=owner.id, can_reply=can_reply)
    return tickets
