"""The texts and escalation tables of the demo desk, from assets/demo."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from models import EscalationPath, EscalationStep, User
from models.article import ArticleKind
from services import clock
from services.knowledge import article_shelf
from services.knowledge.articles import POLICIES
from services.row_words import translations
from services.setup import blueprint

STEP = ('role', 'name', 'phone', 'email', 'wait_minutes')


async def write(rows: list[dict[str, Any]], people: Mapping[str, User]) -> None:
    """Written and published by those who may, as many days ago as each says. Call it in a transaction."""
    present = clock.now()
    for position, row in enumerate(blueprint.articles(rows)):
        values = {name: text for name, text in row.items() if isinstance(text, str)}
        author = people['admin' if ArticleKind(row['kind']) in POLICIES else 'ana']
        with clock.freeze(present - timedelta(days=row['ago'])):
            more = {'reach': row.get('reach', 'everybody'), 'owner': str(author.id), 'position': str(position)}
            article = await article_shelf.save(author, values | more)
            await article_shelf.publish(author, article.id, 1)


async def write_escalation(rows: list[dict[str, Any]]) -> None:
    for position, row in enumerate(rows):
        path = await EscalationPath.create(
            name=row['name'], countries=row['countries'], position=position, translations=translations(row)
        )
        for level, step in enumerate(row['steps'], 1):
            await EscalationStep.create(path=path, level=level, **dict(zip(STEP, step, strict=True)))
