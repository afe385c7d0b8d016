"""One box for everything that somebody may see (S3-8): words in any writing, and a ticket's number (S2-9, S4-7)."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from models import Ticket, User
from models.ticket_number import parse_number
from services.search import search_document, search_hits, search_index, search_published, search_reading
from services.search.search_document import document_id, thing_of
from services.search.search_hits import Hit
from services.search.search_words import Question

PAGE = 20
ROUNDS = 5  # of asking for more, where rights have changed since things were written


@dataclass(frozen=True)
class Kind:
    """One kind of things: its number in the index, and what shows those with these ids and parts to somebody."""

    code: int
    show: Callable[[User | None, Mapping[int, int], Question], Awaitable[Mapping[int, Hit]]]


@dataclass(frozen=True)
class Group:
    """What was found of one kind, the newest first; `next` is where more of it begins."""

    kind: str
    hits: Sequence[Hit]
    next: int | None = None


KINDS: Mapping[str, Kind] = {
    'ticket': Kind(search_index.TICKET, search_hits.tickets),
    'person': Kind(search_index.PERSON, search_hits.people),
    'article': Kind(search_published.ARTICLE, search_reading.articles),
    'announcement': Kind(search_published.ANNOUNCEMENT, search_reading.told),
}


async def search(
    actor: User | None,
    text: str,
    kinds: Collection[str] = tuple(KINDS),
    after: int | None = None,
    *,
    limit: int = PAGE,
    owner: int | None = None,
) -> list[Group]:
    """What holds all words of `text`, per kind that has some, at most `limit` each, behind `after`.

    A ticket whose number `text` is comes first. The last word may be the beginning of one. With `owner` only what is
    that person's. Fewer than two letters find nothing.
    """
    question = Question.of(text)
    if not question.words and owner is None:
        return []
    readers: list[Collection[str]] = []
    is_desk = actor is not None and actor.is_staff
    if not is_desk:
        readers.append(await search_index.reader_tokens(actor))
    if owner is not None:
        readers.append([search_index.owner_token(owner)])
    groups = []
    for name in kinds:
        named = await _named(actor, text, question) if name == 'ticket' and after is None else {}
        hits, rest = await _find(actor, KINDS[name], question, readers, after, limit, is_desk)
        shown = [*named.values(), *(hit for hit in hits if hit.id not in named)]
        if shown:
            groups.append(Group(name, shown, rest))
    return groups


async def ticket_number(actor: User, text: str) -> str | None:
    """The stored number of the ticket that `text` names in any writing, if it exists for this person."""
    number = parse_number(text)
    if number is None or not await Ticket.visible_to(actor).filter(number=number).exists():
        return None
    return number


async def _named(actor: User | None, text: str, question: Question) -> Mapping[int, Hit]:
    number = parse_number(text)
    ticket = await Ticket.get_or_none(number=number) if number else None
    return await search_hits.tickets(actor, {ticket.id: 0}, question) if ticket else {}


async def _find(
    actor: User | None,
    kind: Kind,
    question: Question,
    readers: Sequence[Collection[str]],
    after: int | None,
    limit: int,
    is_desk: bool,
) -> tuple[list[Hit], int | None]:
    """Up to `limit` things that this person may see now, and behind which thing there are more."""
    first, end = document_id(kind.code, 0), document_id(kind.code + 1, 0)
    if after is not None:
        end = document_id(kind.code, after)
    hits: list[Hit] = []
    last: int | None = None
    for _round in range(ROUNDS):
        wanted = 2 * (limit + 1)
        found = await search_document.find(question, first, end, wanted, readers, internal=is_desk)
        parts: dict[int, int] = {}
        for document in found:
            parts.setdefault(*thing_of(document))
        shown = await kind.show(actor, parts, question) if parts else {}
        hits += [shown[thing] for thing in parts if thing in shown]
        if len(hits) > limit:
            return hits[:limit], hits[limit - 1].id
        if len(found) < wanted:
            return hits, None
        last = next(reversed(parts))
        end = document_id(kind.code, last)
    return hits, last
