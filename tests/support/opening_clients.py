"""Eight clients that open tickets for as long as they live; a line on standard output is an acknowledgement.

`python -m tests.support.opening_clients URL FIRST`: forms are named `client-number`, from FIRST on.
"""

import asyncio
import sys

from models import User
from models.db.connect import connect
from models.priority import Impact, Urgency
from services.tickets import NewTicket, open_ticket

CLIENTS = 8


async def _client(client: int, first: int, lucia: User) -> None:
    for number in range(first, first + 10_000):
        key = f'{client}-{number}'
        form = NewTicket('printer', f'Fallo {key}', 'No imprime.', Urgency.DEGRADED, Impact.PERSON, key)
        ticket = await open_ticket(lucia, form)
        print(key, ticket.number, flush=True)


async def _main(url: str, first: int) -> None:
    await connect(url)
    lucia = await User.get(email='lucia@mirador.example')
    await asyncio.gather(*(_client(client, first, lucia) for client in range(CLIENTS)))


if __name__ == '__main__':
    asyncio.run(_main(sys.argv[1], int(sys.argv[2])))
