"""Texts of the desk, written and published through its own verbs."""

from typing import Any

from models import Article
from services.knowledge import article_shelf
from tests.support.world import Person


def filled(title: str, body: str = 'Se apaga y se enciende.', **more: str) -> dict[str, str]:
    """What an author fills in."""
    return {'title': title, 'body': body, 'kind': 'knowledge', 'reach': 'everybody'} | more


async def writes(author: Person, title: str, body: str = 'Se apaga y se enciende.', **more: Any) -> Article:
    return await article_shelf.save(author.user, filled(title, body, **more))


async def publishes(author: Person, title: str, body: str = 'Se apaga y se enciende.', **more: Any) -> Article:
    """Somebody who leads writes it and lets everybody read it."""
    article = await writes(author, title, body, **more)
    await article_shelf.publish(author.user, article.id, 1)
    return await Article.get(id=article.id)
