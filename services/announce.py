"""Telling the world, after the commit: the only place that publishes."""

import secrets
from collections.abc import Iterable
from functools import cache

from models.db.connect import dialect
from models.db.listen import notify
from models.db.transaction import on_commit
from services import bus

CHANNEL = 'mesa'
MOST = 300  # topics in a notification, which must not be longer than 8,000 bytes


async def announce(topics: Iterable[str]) -> None:
    """Publish `topics` once the transaction around is committed: here, or in every process that shares the database."""
    told = sorted(set(topics))
    on_commit(lambda: bus.publish(told))
    if dialect() == 'postgres':
        for first in range(0, len(told), MOST):
            await notify(CHANNEL, ' '.join([process(), *told[first : first + MOST]]))


@cache
def process() -> str:
    """Who announces: a process has told itself already. Not chosen before somebody asks, as a process may be forked."""
    return secrets.token_hex(4)
