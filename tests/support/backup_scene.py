"""The named world, in which Lucía has opened a ticket with a file, and Marta offers a download."""

import asyncio
from collections.abc import AsyncIterator

from models.db.connect import connect, disconnect
from models.db.migrate import upgrade
from services.env import env
from services.knowledge import downloads
from services.tickets import attachments
from tests.support.world import make_world


async def chunks() -> AsyncIterator[bytes]:
    yield b'38 kB of log'


async def scene() -> None:
    await connect(env().database_url)
    await upgrade()
    world = await make_world()
    await attachments.store(world.lucia.user, 'form', 'log-sync.txt', chunks())
    await world.lucia.opens('No imprime', form_key='form')
    program = await downloads.save(world.marta.user, {'title': 'Visor', 'reach': 'everybody'})
    await attachments.store(world.marta.user, 'new', 'visor.exe', chunks())
    await downloads.add_version(world.marta.user, program.id, '2.4', 'new')
    await disconnect()


if __name__ == '__main__':
    asyncio.run(scene())
