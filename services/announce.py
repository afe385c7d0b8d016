"""Telling the world, after the commit: the only place that publishes."""

from collections.abc import Iterable

from models.db.connect import dialect
from models.db.listen import notify
from models.db.transaction import on_commit
from services import bus

CHANNEL = 'mesa'


async def announce(topics: Iterable[str]) -> None:
    """Publish `topics` once the transaction around is committed: here, or in every process that shares the database."""
    told = sorted(set(topics))
    if dialect() == 'postgres':
        await notify(CHANNEL, ' '.join(told))
    else:
        on_commit(lambda: bus.publish(told))
