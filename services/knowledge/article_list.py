"""The texts of the desk as its people see them in a list: what waits for somebody first."""

from tortoise.expressions import Subquery
from tortoise.functions import Max

from models import Article, ArticleVersion, User
from models.article import ArticleKind, ArticleState
from services import audiences
from services.clock import now
from services.knowledge.articles import POLICIES

MOST = 500
# Of a text and of a version: all but what it says.
TEXT = (
    'id', 'kind', 'state', 'title', 'owner_id', 'review_on', 'helpful', 'unhelpful', 'used', 'updated_at',
)  # fmt: skip
VERSION = ('id', 'article_id', 'version', 'title', 'ready_at', 'published_at')


async def everything(actor: User) -> list[tuple[Article, ArticleVersion]]:
    """The texts that were changed last, each with its newest version, those that wait for somebody first."""
    await audiences.check_desk(actor)
    texts = Article.exclude(kind=ArticleKind.DOWNLOAD).only(*TEXT).prefetch_related('owner')
    articles = await texts.order_by('-updated_at', '-id').limit(MOST)
    versions = ArticleVersion.filter(article_id__in=[one.id for one in articles])
    last = versions.annotate(last=Max('id')).group_by('article_id').values('last')
    newest = {one.article_id: one for one in await versions.filter(id__in=Subquery(last)).only(*VERSION)}
    found = [(one, newest[one.id]) for one in articles if one.id in newest]
    return sorted(found, key=lambda pair: (_turn(*pair), pair[0].kind in POLICIES, pair[0].title.casefold()))


def _turn(article: Article, newest: ArticleVersion) -> int:
    """Whose turn it is, as a rank: the reviewers', the authors', the owner's, nobody's."""
    if article.state == ArticleState.RETIRED:
        return 4
    if newest.published_at is None:
        return 0 if newest.ready_at else 1
    return 2 if article.review_on and article.review_on <= now().date() else 3
