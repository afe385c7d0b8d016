"""What can be found: tickets and people, written in the transaction that changes them, rebuilt from their tables.

What is published stands in the same index: services/search/search_published.py.
"""

import asyncio
import logging
from collections.abc import Collection, Sequence
from hashlib import blake2s
from typing import Any

from tortoise.connection import get_connection

from models import Entry, Organization, Ticket, User, Watcher
from models.db.connect import dialect
from models.db.transaction import transaction
from models.entry import Visibility
from services.search import search_document, search_published
from services.search.search_document import Words, document_id
from services.search.search_words import indexed

TICKET, PERSON = 1, 2
LINES = 16  # of a ticket in one document: a new line costs the same in a long thread as in a short one
AT_ONCE = 100

log = logging.getLogger(__name__)

Document = tuple[int, Words, Collection[str]]


async def reader_tokens(actor: User | None) -> frozenset[str]:
    """What somebody shows to find what he may read. The desk reads everything."""
    if actor is None:
        return frozenset({'anyone'})
    tokens = {'anyone', 'signed', owner_token(actor.id), _copy_token(actor.email)}
    tokens |= await search_published.reader_tokens(actor.organization_id)
    if actor.organization_id and await Organization.filter(id=actor.organization_id, shares_tickets=True).exists():
        tokens.add(f'company{actor.organization_id}')
    return frozenset(tokens)


def owner_token(person_id: int) -> str:
    """The token of what is this person's own."""
    return f'person{person_id}'


def part_of(seq: int) -> int:
    """Which document of its ticket holds a line."""
    return (seq - 1) // LINES


async def write_ticket(ticket: Ticket, entries: Sequence[Entry], *, is_new: bool) -> None:
    """Let what was just written be found, by whoever may read the ticket now.

    A ticket that is not in the index yet is left to `catch_up`.
    """
    said = {document_id(TICKET, ticket.id, part_of(entry.seq)) for entry in entries if entry.body}
    head = document_id(TICKET, ticket.id)
    known = await search_document.readers({head, *said})
    if head not in known and not is_new:
        return
    acl = frozenset(await _ticket_acl(ticket))
    if known and known[head] != acl:
        await search_document.share(head, document_id(TICKET, ticket.id + 1), acl)
    fresh = {head, *said} - known.keys()
    if fresh:
        await search_document.put([(document, await _head(ticket), acl) for document in sorted(fresh)])
    for document in sorted(said):
        lines = [entry for entry in entries if document_id(TICKET, ticket.id, part_of(entry.seq)) == document]
        await search_document.add(document, _lines(lines))


async def write_person(person: User) -> None:
    """Let the desk find somebody by what the database knows of him: call it where an account is made or changed."""
    await forget_person(person)
    await search_document.put([_person(await User.get(id=person.id).select_related('organization'))])


async def write_people(ids: Sequence[int]) -> None:
    """The same for several at once. Part of the transaction around."""
    await search_document.forget_these([document_id(PERSON, person) for person in ids])
    await _write_people(ids)


async def forget_person(person: User) -> None:
    """Let nobody find somebody whose account ends."""
    first = document_id(PERSON, person.id)
    await search_document.forget(first, first + search_document.PARTS)


async def rewrite_tickets(ids: Sequence[int]) -> None:
    """Write tickets anew whose people are others now. Part of the transaction around."""
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        for ticket_id in some:
            await search_document.forget(document_id(TICKET, ticket_id), document_id(TICKET, ticket_id + 1))
        await _write_tickets(some)
        await asyncio.sleep(0)


async def rebuild() -> int:
    """Write the whole index anew; gives how many things are in it."""
    await search_document.forget(0, document_id(search_published.ANNOUNCEMENT + 1, 0))
    return await catch_up()


async def catch_up() -> int:
    """Write what the tables hold and the index does not, the newest first; gives how many things. Any process may."""
    written = 0
    for kind, table, write in (
        (TICKET, 'ticket', _write_tickets),
        (PERSON, 'user', _write_people),
        (search_published.ARTICLE, 'article', search_published.write_articles),
        (search_published.ANNOUNCEMENT, 'announcement', search_published.write_announcements),
    ):
        last = 2**31 - 1
        while ids := await _missing(kind, table, last):
            async with transaction():
                await write(ids)
            written += len(ids)
            last = ids[-1] - 1
            await asyncio.sleep(0)
    return written


async def run() -> None:
    """Catch up, at the start of a process."""
    try:
        if written := await catch_up():
            log.info('Wrote %d things into the search', written)
    except Exception:
        log.exception('The search could not be completed')


async def _missing(kind: int, table: str, last: int) -> list[int]:
    column = 'id' if dialect() == 'postgres' else 'rowid'
    first = document_id(kind, 0)
    rows = await get_connection('default').execute_query_dict(
        f'SELECT t.id FROM "{table}" t WHERE t.id <= {last:d} AND NOT EXISTS (SELECT 1 FROM search_document d'  # noqa: S608
        f' WHERE d.{column} = {first:d} + CAST(t.id AS bigint) * {search_document.PARTS:d})'
        f' ORDER BY t.id DESC LIMIT {AT_ONCE:d}'
    )
    return [row['id'] for row in rows]


async def _write_tickets(ids: Sequence[int]) -> None:
    tickets = await Ticket.filter(id__in=ids).select_for_update().order_by('id')  # a verb waits, or was before
    heads = await search_document.readers([document_id(TICKET, ticket.id) for ticket in tickets])
    lines: dict[int, list[Entry]] = {}
    for entry in await Entry.filter(ticket_id__in=ids).exclude(body='').order_by('ticket_id', 'seq'):
        lines.setdefault(document_id(TICKET, entry.ticket_id, part_of(entry.seq)), []).append(entry)
    documents: list[Document] = []
    for ticket in tickets:
        first = document_id(TICKET, ticket.id)
        if first in heads:
            continue
        head, acl = await _head(ticket), await _ticket_acl(ticket)
        parts = {first} | {
            document for document in lines if document // search_document.PARTS == first // search_document.PARTS
        }
        for document in sorted(parts):
            said = _lines(lines.get(document, ()))
            documents.append((document, Words({*head.public, *said.public}, {*head.internal, *said.internal}), acl))
    await search_document.put(documents)


async def _write_people(ids: Sequence[int]) -> None:
    await User.filter(id__in=ids).select_for_update().order_by('id')
    people = await User.filter(id__in=ids).order_by('id').select_related('organization')
    known = await search_document.readers([document_id(PERSON, person.id) for person in people])
    await search_document.put([_person(person) for person in people if document_id(PERSON, person.id) not in known])


async def _ticket_acl(ticket: Ticket) -> set[str]:
    acl = {owner_token(ticket.requester_id)}
    if ticket.organization_id:
        acl.add(f'company{ticket.organization_id}')
    copies = await Watcher.filter(ticket_id=ticket.id).values_list('email', flat=True)
    return acl | {_copy_token(str(email)) for email in copies}


async def _head(ticket: Ticket) -> Words:
    """What every document of a ticket says, so that words of its subject and of any line find it together."""
    requester = await User.get(id=ticket.requester_id).select_related('organization')
    answers = [str(answer) for answer in ticket.form.values() if isinstance(answer, str | int)]
    public = indexed([ticket.number, ticket.subject, requester.full_name, *answers])
    return Words(public, indexed([ticket.caller_name, ticket.caller_phone, *_about(requester)]))


def _lines(entries: Sequence[Entry]) -> Words:
    public = [entry.body for entry in entries if entry.visibility == Visibility.PUBLIC]
    internal = [entry.body for entry in entries if entry.visibility != Visibility.PUBLIC]
    return Words(indexed(public), indexed(internal))


def _person(person: User) -> Document:
    """He is read with his company."""
    return document_id(PERSON, person.id), Words(internal=indexed([person.full_name, *_about(person)])), ()


def _about(person: User) -> list[str]:
    company: Any = person.organization
    return [person.email, person.phone, ''.join(filter(str.isdecimal, person.phone)), company.name if company else '']


def _copy_token(email: str) -> str:
    """An address in copy: it may get its account later."""
    return 'copy' + blake2s(email.casefold().encode(), digest_size=8).hexdigest()
