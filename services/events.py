"""Events of all processes that share a PostgreSQL database; one process alone needs none of this."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.db.connect import dialect
from models.db.listen import Listener
from services import bus
from services.announce import CHANNEL, process


@asynccontextmanager
async def following() -> AsyncIterator[None]:
    """While this is open, what any process announces reaches the bus of this one."""
    if dialect() != 'postgres':
        yield
        return
    listener = Listener(CHANNEL, _hear, bus.publish_everything)
    listener.start()
    try:
        yield
    finally:
        await listener.stop()


def _hear(payload: str) -> None:
    announcer, *topics = payload.split()
    if announcer != process():
        bus.publish(topics)
