"""Events of all processes that share a PostgreSQL database; one process alone needs none of this."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from models.db.connect import dialect
from models.db.listen import Listener
from services import bus
from services.announce import CHANNEL


@asynccontextmanager
async def following() -> AsyncIterator[None]:
    """While this is open, what any process announces reaches the bus of this one."""
    if dialect() != 'postgres':
        yield
        return
    listener = Listener(CHANNEL, lambda payload: bus.publish(payload.split()), bus.publish_everything)
    listener.start()
    try:
        yield
    finally:
        await listener.stop()
