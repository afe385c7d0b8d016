"""What must not grow for ever: ended sessions, used links, eased brakes, files nobody sent, dead registrations."""

import asyncio
import logging

from services import brakes
from services.accounts import links, sessions, unconfirmed
from services.knowledge import missed_searches
from services.subscriptions import subscribing
from services.tickets import attachments, remote_support

EVERY = 600  # seconds
SWEEPS = (
    sessions.sweep,
    links.sweep,
    brakes.sweep,
    attachments.sweep,
    remote_support.sweep,
    subscribing.sweep,
    missed_searches.sweep,
    unconfirmed.sweep,
)

log = logging.getLogger(__name__)


async def run(stop: asyncio.Event) -> None:
    """Tidy up every ten minutes until `stop`. Any number of processes may do so at once."""
    while not stop.is_set():
        for sweep in SWEEPS:
            try:
                await sweep()
            except Exception:
                log.exception('Tidying up failed')  # the database may be away for a moment
        try:
            async with asyncio.timeout(EVERY):
                await stop.wait()
        except TimeoutError:
            continue
