"""Reading the texts of the desk: knowledge, guides, policies and pages (S0-15, S2-16, S3-28, S4-21, S4-22)."""

from collections.abc import Collection, Iterable

from models import Article
from models.article import ArticleKind, ArticleState
from models.audience import Reader
from services.refusals import NotFound
from services.shared import shared

TOPIC = 'articles'
VOTES = 'article_votes'  # of all texts
THING = 'article'  # as `Audience` calls it
MOST = 200  # in one list; what is behind them is found by its words
KNOWLEDGE = (ArticleKind.KNOWLEDGE, ArticleKind.GUIDE)
POLICIES = (ArticleKind.POLICY, ArticleKind.PAGE)


def votes_topic(article_id: int) -> str:
    """What is published when somebody votes on this text."""
    return f'{VOTES}:{article_id}'


async def listed(reader: Reader, kinds: Collection[ArticleKind]) -> list[Article]:
    """What this reader may read of these kinds, in the order that the desk gave them; votes count within minutes."""
    return await shared(('articles', reader, tuple(kinds)), [TOPIC], lambda: _listed(reader, kinds), seconds=120)


async def find(reader: Reader, slug: str) -> Article:
    """One text, with its owner and the ticket that it was written from. The desk reads drafts too. `NotFound` else."""
    found = await shared(('article', reader, slug), [TOPIC], lambda: _find(reader, slug))
    if found is None:
        raise NotFound
    return found


async def of_tickets(reader: Reader, ticket_ids: Iterable[int]) -> list[Article]:
    """What was written from these tickets (S2-16)."""
    found = Article.visible_to(reader).filter(source_id__in=list(ticket_ids)).exclude(state=ArticleState.RETIRED)
    return await found.order_by('id').limit(MOST)


async def _listed(reader: Reader, kinds: Collection[ArticleKind]) -> list[Article]:
    found = Article.visible_to(reader).filter(kind__in=list(kinds), state=ArticleState.PUBLISHED)
    return await found.order_by('position', 'title', 'id').limit(MOST)


async def _find(reader: Reader, slug: str) -> Article | None:
    return await Article.visible_to(reader).select_related('owner', 'source').get_or_none(slug=slug)
