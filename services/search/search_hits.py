"""What the search shows of what it found: only what this person may see now, with the words he asked for marked."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pypika_tortoise import terms
from tortoise.expressions import Function

from models import Entry, Ticket, User
from services.search.search_index import LINES
from services.search.search_words import Question

EXCERPT = 150  # characters
BEFORE = 50
LOOKED_AT = 6_000  # characters of what was said in one ticket: all of a page are read before anybody else goes on
_WORD = re.compile(r'[^\W_][\w\u0300-\u036f]*')
TICKET = {
    'id': 'id',
    'number': 'number',
    'subject': 'subject',
    'status': 'status',
    'preview': 'preview',
    'updated_at': 'updated_at',
    'requester': 'requester__full_name',
}
PERSON = {'id': 'id', 'full_name': 'full_name', 'email': 'email', 'phone': 'phone', 'company': 'organization__name'}

Pieces = Sequence[tuple[str, bool]]


class _Substr(terms.Function):
    def __init__(self, *arguments: Any, alias: str | None = None) -> None:
        super().__init__('SUBSTR', *arguments, alias=alias)


class _Beginning(Function):
    database_func = _Substr


@dataclass(frozen=True)
class Hit:
    """One thing: its title and an excerpt, each in pieces of text that are hits or not, and what else a row shows."""

    kind: str
    id: int
    title: Pieces
    excerpt: Pieces
    row: Mapping[str, Any] = field(default_factory=dict)


async def tickets(actor: User | None, parts: Mapping[int, int], question: Question) -> dict[int, Hit]:
    """The tickets of `parts` (which part of each was found) that `actor` may see, by id."""
    if actor is None:
        return {}
    rows = await Ticket.visible_to(actor).filter(id__in=list(parts)).values(**TICKET)
    lines = await _lines(actor, {row['id']: parts[row['id']] for row in rows})
    found = {}
    for row in rows:
        telling = next((body for body in lines.get(row['id'], ()) if question.hits(body)), row['preview'])
        found[row['id']] = Hit(
            'ticket', row['id'], marked(row['subject'], question), marked(excerpt(telling, question), question), row
        )
    return found


async def people(actor: User | None, parts: Mapping[int, int], question: Question) -> dict[int, Hit]:
    """The people of `parts`, for the desk alone, by id."""
    if actor is None or not actor.is_staff:
        return {}
    rows = await User.filter(id__in=list(parts), is_active=True).values(**PERSON)
    about = {row['id']: ' · '.join(filter(None, (row['company'], row['email'], row['phone']))) for row in rows}
    return {
        row['id']: Hit('person', row['id'], marked(row['full_name'], question), marked(about[row['id']], question), row)
        for row in rows
    }


def marked(text: str, question: Question) -> list[tuple[str, bool]]:
    """A text in pieces; those that are words of the question are hits."""
    pieces, end = [], 0
    for match in _WORD.finditer(text):
        if question.hits(match[0]):
            pieces += [(text[end : match.start()], False), (match[0], True)]
            end = match.end()
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def excerpt(text: str, question: Question) -> str:
    """The part of a long text around its first hit, in one line, cut between words."""
    text = ' '.join(unicodedata.normalize('NFC', text).split())
    hit = next((match.start() for match in _WORD.finditer(text) if question.hits(match[0])), 0)
    start = text.rfind(' ', 0, hit - BEFORE) + 1 if hit > BEFORE else 0
    shown = text[start : start + EXCERPT]
    if start + EXCERPT < len(text):
        shown = (shown.rpartition(' ')[0] or shown) + '…'
    return ('…' if start else '') + shown


async def _lines(actor: User, parts: Mapping[int, int]) -> dict[int, list[str]]:
    """The texts of the found part of each ticket that exist for `actor`, as far as they are looked at."""
    found: dict[int, list[str]] = {}
    for part in set(parts.values()):
        ids = [ticket for ticket, its_part in parts.items() if its_part == part]
        lines = Entry.visible_to(actor).filter(ticket_id__in=ids, seq__gt=part * LINES, seq__lte=(part + 1) * LINES)
        begun = lines.exclude(body='').annotate(beginning=_Beginning('body', 1, LOOKED_AT)).order_by('seq')
        for ticket, body in await begun.values_list('ticket_id', 'beginning'):
            there = found.setdefault(ticket, [])
            if left := LOOKED_AT - sum(map(len, there)):
                there.append(body[:left])
    return found
