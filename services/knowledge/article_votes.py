"""Whether a text helped: one vote of each reader, which may be changed, and what was missing."""

from models import Article, ArticleVote, User
from models.audience import Reader
from models.db.transaction import transaction
from services import audiences, brakes
from services.announce import announce
from services.clock import now
from services.knowledge.articles import VOTES, find, votes_topic
from services.plain_text import text_problem
from services.refusals import Invalid

LONGEST = 1000
MOST = 50


async def vote(
    actor: User | None, voter: str, article: Article, *, is_helpful: bool, missing: str = '', ip: str = ''
) -> None:
    """Say whether it helped, and what was missing if not. `voter` is whose vote it is where nobody is signed in.

    A guest is whom his browser says that he is, so guests are braked by their address and all together too.
    """
    if problem := text_problem(missing, longest=LONGEST):
        raise Invalid({'missing': problem})
    voter = f'user:{actor.id}' if actor else voter
    as_guest = ((brakes.VOTE_ADDRESS, brakes.network(ip)), (brakes.VOTE_GUESTS, 'everybody'))
    await brakes.attempt((brakes.VOTE, voter), *(() if actor else as_guest))
    async with transaction():
        await find(Reader.of(actor), article.slug)
        row = await Article.filter(id=article.id).select_for_update().get()
        cast = ArticleVote(
            article_id=row.id,
            voter=voter,
            is_helpful=is_helpful,
            missing='' if is_helpful else missing.strip(),
            at=now(),
        )
        await ArticleVote.bulk_create(
            [cast], on_conflict=['article_id', 'voter'], update_fields=['is_helpful', 'missing', 'at']
        )
        row.helpful = await ArticleVote.filter(article_id=row.id, is_helpful=True).count()
        row.unhelpful = await ArticleVote.filter(article_id=row.id, is_helpful=False).count()
        await row.save(update_fields=['helpful', 'unhelpful'])
        await announce({VOTES, votes_topic(row.id)})


async def own(actor: User | None, voter: str, article: Article) -> bool | None:
    """What this reader has said; None before he has said anything."""
    cast = await ArticleVote.get_or_none(article_id=article.id, voter=f'user:{actor.id}' if actor else voter)
    return cast.is_helpful if cast else None


async def missed(actor: User, article: Article) -> list[ArticleVote]:
    """What its readers missed in it, the newest first, for the desk."""
    await audiences.check_desk(actor)
    return await ArticleVote.filter(article_id=article.id).exclude(missing='').order_by('-at').limit(MOST)
