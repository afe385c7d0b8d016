"""Whose an address is. That of an account that was merged into another is the other's."""

from collections.abc import Collection

from models import Ticket, User, Watcher
from services.clock import now


async def of_addresses(addresses: Collection[str]) -> dict[str, User]:
    """The accounts of casefolded addresses, by address."""
    rows = await User.filter(email__in=list(addresses)).select_related('merged_into')
    return {row.email: row.merged_into or row for row in rows}


async def new_copies(ticket: Ticket, addresses: Collection[str]) -> list[Watcher]:
    """Rows, unsaved, that put addresses in copy of a ticket: each once, and none that is there or its requester's."""
    if not addresses:
        return []
    owners = await of_addresses(addresses)
    meant = [owners[address].email if address in owners else address for address in addresses]
    people = {owner.email: owner for owner in owners.values()}
    requester = await User.get(id=ticket.requester_id)
    there = {requester.email, *await Watcher.filter(ticket_id=ticket.id).values_list('email', flat=True)}
    new = [address for address in dict.fromkeys(meant) if address not in there]
    return [Watcher(ticket_id=ticket.id, email=one, user=people.get(one), created_at=now()) for one in new]
