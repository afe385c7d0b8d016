"""The announcements and downloads of the demo desk, from assets/demo/told.toml."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from models import Article, DownloadFile, User
from models.audience import Reach
from services.assets import ASSETS
from services.clock import now
from services.knowledge import announcements, downloads
from services.row_words import as_filled_in, translations
from services.tickets.attachments import file_of, mime_of

Rows = list[dict[str, Any]]


async def tell(rows: Rows, author: User) -> None:
    """Announce them, dated relative to now. Call it in a transaction."""
    at = now()
    for row in rows:
        ends_in, ago, words = row.pop('ends_in', None), row.pop('ago'), translations(row)
        draft = announcements.Draft(
            **row,
            starts_at=at - timedelta(days=ago),
            ends_at=at + timedelta(days=ends_in) if ends_in else None,
            translations=words,
        )
        await announcements.save(author, draft)


async def offer(rows: Rows, author: User) -> None:
    """Offer them; each gets a copy of its file among the uploads. Call it in a transaction."""
    for position, row in enumerate(rows):
        words = as_filled_in(translations(row))
        values = {'title': row['title'], 'summary': row['summary'], 'reach': row.get('reach', Reach.EVERYBODY)}
        made = await downloads.save(author, values | words | {'position': str(position)})
        await _copy(made, row)


async def _copy(made: Article, row: dict[str, Any]) -> None:
    source = ASSETS / row['file']
    content = source.read_bytes()
    file = DownloadFile(
        article=made,
        label=row['label'],
        name=source.name,
        mime=mime_of(content),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        path=secrets.token_hex(16),
        created_at=now() - timedelta(days=row['ago']),
    )
    path = file_of(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    await file.save()
