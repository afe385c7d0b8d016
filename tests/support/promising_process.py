"""Another process of the desk, which opens tickets or fires what is due at an instant that it is told.

`python -m tests.support.promising_process URL` with lines of a verb and an instant.
"""

import asyncio
import sys
from datetime import datetime
from uuid import uuid4

from models import Ticket, User
from models.db.connect import connect
from services import clock, timers
from services.events import following
from services.tickets import silence_ends
from services.tickets.tickets import NewTicket, open_ticket


async def main(url: str) -> None:
    await connect(url)
    assert silence_ends  # what it registers is fired
    async with following():
        print('ready', flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            verb, instant = line.split()
            with clock.freeze(datetime.fromisoformat(instant)):
                print(await _promise() if verb == 'open' else await _fire(), flush=True)


async def _promise() -> str:
    lucia = await User.get(email='lucia@mirador.example')
    form = NewTicket('printer', 'Consulta', 'Nada.', 'can_wait', 'person', str(uuid4()))
    ticket = await Ticket.get(id=(await open_ticket(lucia, form)).id)
    assert ticket.first_response_due
    return ticket.first_response_due.isoformat()


async def _fire() -> str:
    await timers.fire_due()
    return 'fired'


if __name__ == '__main__':
    asyncio.run(main(sys.argv[1]))
