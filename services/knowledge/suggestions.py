"""What may help somebody who is writing a ticket, while he types: incidents first, then what is told, written, open."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from models import Announcement, Article, CatalogItem, Component, Ticket, User
from models.audience import Reader
from models.clock import DONE
from models.incident import Phase
from services.board.board import board
from services.board.board_lines import IncidentLine
from services.knowledge import announcements
from services.markdown import plain
from services.search import search_document, search_index, search_published
from services.search.search_document import document_id, thing_of
from services.search.search_words import FEWEST, SMALL, Question, stem, words
from services.shared import shared

SHOWN = 3  # of each kind
NEAR = 20  # documents that are looked at more closely
ASKED = 12  # words, the last ones
FULL = 3  # letters of the last word, which may be the beginning of one
IN_TITLE = 8  # times as much as in the text
# What is said in any ticket tells nothing about one.
VAGUE = frozenset(
    'ayuda buenas buenos cuando desde dia dias error esta estoy fallo falla favor funciona funcionar gracias hola mas '
    'mi muy necesito nuevo poder problema puedo quiero sale ser si sigue sin sobre tengo todo ya'.split()
)


@dataclass(frozen=True)
class Suggestions:
    """What fits, the best of each kind first."""

    incidents: Sequence[IncidentLine] = ()
    announcements: Sequence[Announcement] = ()
    articles: Sequence[Article] = ()
    tickets: Sequence[Ticket] = ()


Thing = TypeVar('Thing')


async def suggest(actor: User, item: CatalogItem, text: str) -> Suggestions:
    """What fits the type of ticket and the last words of `text`; of less than three letters, the type alone."""
    question, reader = asked(text), Reader.of(actor)
    incidents = await _incidents(reader, item, question)
    if not question.words:
        return Suggestions(incidents)
    tokens = await search_index.reader_tokens(actor)
    return Suggestions(
        incidents,
        _best(question, await announcements.shown(reader), lambda one: _told(one, one.title, one.body)),
        await _articles(reader, question, tokens),
        await _tickets(actor, question, tokens),
    )


def asked(text: str) -> Question:
    """The last words of what somebody types that tell something; the very last counts once it has three letters."""
    said = [word for word in words(text) if len(word) >= FEWEST]
    telling = [word for word in said if word not in SMALL | VAGUE and (word is not said[-1] or len(word) >= FULL)]
    return Question(tuple(dict.fromkeys(telling[-ASKED:])))


async def _incidents(reader: Reader, item: CatalogItem, question: Question) -> list[IncidentLine]:
    """Those that go on and are about the type of ticket or about one of the words."""
    known = await board(reader)
    usual = await shared(('components of', item.id), ['board', 'catalog'], lambda: _components(item))
    going_on = [*known.incidents, *(one for one in known.maintenance if one.phase != Phase.SCHEDULED)]
    of_item = [one for one in going_on if usual & {impact.component_id for impact in one.impacts}]
    named = [one for one in going_on if one not in of_item and _hits(question, _named(one))]
    return [*of_item, *named][:SHOWN]


async def _components(item: CatalogItem) -> frozenset[int]:
    return frozenset([row['id'] for row in await Component.filter(items=item.id).values('id')])


def _named(one: IncidentLine) -> str:
    """What an incident and the components that it is about are called, in all languages."""
    names = [one.title, *(impact.component for impact in one.impacts)]
    return ' '.join(text for name in names for text in (name.text, *name.translations.values()))


async def _articles(reader: Reader, question: Question, tokens: Iterable[str]) -> list[Article]:
    near = await _near(search_published.ARTICLE, question, tokens)
    rows = await Article.visible_to(reader).filter(id__in=near) if near else []
    return _best(question, rows, lambda one: _told(one, one.title, f'{one.summary}\n\n{one.body}'))


async def _tickets(actor: User, question: Question, tokens: Iterable[str]) -> list[Ticket]:
    """His own and his company's that are not solved yet: is it the same?"""
    near = await _near(search_index.TICKET, question, tokens)
    found = Ticket.visible_to(actor).filter(id__in=near, merged_into_id__isnull=True).exclude(status__in=list(DONE))
    return _best(question, await found if near else [], lambda one: ('', f'{one.subject} {one.preview}'))


async def _near(kind: int, question: Question, tokens: Iterable[str]) -> list[int]:
    first, end = document_id(kind, 0), document_id(kind + 1, 0)
    found = await search_document.nearest(question, first, end, NEAR, frozenset(tokens))
    return list(dict.fromkeys(thing_of(document)[0] for document in found))


def _best(question: Question, things: Iterable[Thing], texts: Callable[[Thing], tuple[str, str]]) -> list[Thing]:
    """Those that say one of the words in their title, or two in their text; what says more of them comes first."""
    scores = []
    for thing in things:
        title, body = (_hits(question, text) for text in texts(thing))
        if title or body >= min(2, len(question.words)):
            scores.append((IN_TITLE * title + body, thing))
    return [thing for _score, thing in sorted(scores, key=lambda pair: -pair[0])[:SHOWN]]


def _told(thing: Any, title: str, body: str) -> tuple[str, str]:
    """Title and text of what was written in Markdown, in all languages."""
    others = thing.translations.values()
    titles = [title, *(str(one.get('title', '')) for one in others)]
    return ' '.join(titles), plain('\n\n'.join([body, *(str(one.get('body', '')) for one in others)]))


def _hits(question: Question, text: str) -> int:
    """How many of the words a text says; the last one may be the beginning of one of its words."""
    said = words(text)
    stems, last = {stem(word) for word in said}, question.words[-1:]
    return sum(
        stem(word) in stems or ((word,) == last and any(one.startswith(word) for one in said))
        for word in question.words
    )
