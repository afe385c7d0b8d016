"""What the search shows of articles, downloads and announcements: as this person may read them now."""

from collections.abc import Mapping
from typing import Any

from models import Article, User
from models.audience import Reader
from services.knowledge import announcements
from services.language import Words, spoken
from services.markdown import plain
from services.search.search_hits import LOOKED_AT, Hit, excerpt, marked
from services.search.search_words import Question

ROW = ('slug', 'kind', 'state')


async def articles(actor: User | None, parts: Mapping[int, int], question: Question) -> dict[int, Hit]:
    """The articles of `parts` that `actor` may read, by id."""
    rows = await Article.visible_to(Reader.of(actor)).filter(id__in=list(parts))
    return {
        row.id: _hit(
            'article', row, row.summary and 'summary', actor, question, {name: getattr(row, name) for name in ROW}
        )
        for row in rows
    }


async def told(actor: User | None, parts: Mapping[int, int], question: Question) -> dict[int, Hit]:
    """The announcements of `parts` that `actor` is told now, by id."""
    rows = [row for row in await announcements.shown(Reader.of(actor)) if row.id in parts]
    return {row.id: _hit('announcement', row, '', actor, question, {'kind': row.kind}) for row in rows}


def _hit(kind: str, row: Any, summary: str, actor: User | None, question: Question, more: Mapping[str, Any]) -> Hit:
    """The excerpt is of the text where that has one of the words, else of the summary."""
    language = spoken(actor.language if actor else None)
    title, body = (Words.of(row, name).into(language) for name in ('title', 'body'))
    telling = plain(body)[:LOOKED_AT]
    if summary and not question.hits(telling):
        telling = Words.of(row, summary).into(language)
    return Hit(kind, row.id, marked(title, question), marked(excerpt(telling, question), question), more)
