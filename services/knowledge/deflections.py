"""Tickets that were not needed: something helped before the form was sent."""

from tortoise.expressions import F

from models import Article, Deflection, User
from models.audience import Reader
from models.db.transaction import transaction
from services.announce import announce
from services.clock import now
from services.knowledge import announcements
from services.knowledge.articles import TOPIC
from services.plain_text import text_problem
from services.refusals import NotFound

LONGEST = 300


async def solved_by(actor: User, thing: str, thing_id: int, words: str) -> None:
    """An article or an announcement (as `Audience` calls them) helped who wrote `words`, so he needs no ticket."""
    reader = Reader.of(actor)
    async with transaction():
        if thing == 'article':
            if not await Article.visible_to(reader).filter(id=thing_id).update(used=F('used') + 1):
                raise NotFound
        elif thing == 'announcement':
            await announcements.find(reader, thing_id)
        else:
            raise NotFound
        kept = '' if text_problem(words) else words.strip()[:LONGEST]
        await Deflection.create(thing=thing, thing_id=thing_id, user_id=actor.id, words=kept, at=now())
        await announce({TOPIC})
