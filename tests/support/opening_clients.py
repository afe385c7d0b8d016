"""Eight clients that open tickets for as long as they live, in a process that can be killed.

`python -m tests.support.opening_clients URL prepare` makes the world, `… URL open FIRST` opens tickets by forms that
are named `client-number` from FIRST on and prints a line per acknowledgement, `… URL report` tells what is kept.
"""

import asyncio
import json
import sys

from models import Entry, MailOut, Ticket, User
from models.db.connect import connect, disconnect
from models.entry import EntryKind
from models.priority import Impact, Urgency
from services.tickets.tickets import NewTicket, open_ticket
from tests.support.world import make_world

CLIENTS = 8


async def _open(first: int) -> None:
    lucia = await User.get(email='lucia@mirador.example')
    await asyncio.gather(*(_client(client, first, lucia) for client in range(CLIENTS)))


async def _client(client: int, first: int, lucia: User) -> None:
    for number in range(first, first + 10_000):
        key = f'{client}-{number}'
        form = NewTicket('printer', f'Fallo {key}', 'No imprime.', Urgency.DEGRADED, Impact.PERSON, key)
        ticket = await open_ticket(lucia, form)
        print(key, ticket.number, flush=True)


async def _report() -> None:
    kept = {
        'tickets': await Ticket.all().values_list('form_key', 'number'),
        'ids': await Ticket.all().values_list('id', flat=True),
        'first_entries': await Entry.filter(kind=EntryKind.MESSAGE, seq=1).values_list('ticket_id', flat=True),
        'mails': await MailOut.all().values_list('ticket_id', flat=True),
    }
    print(json.dumps(kept))


async def _main(url: str, what: str, *numbers: str) -> None:
    await connect(url)
    try:
        await {'prepare': make_world, 'open': _open, 'report': _report}[what](*map(int, numbers))
    finally:
        await disconnect()


if __name__ == '__main__':
    asyncio.run(_main(*sys.argv[1:]))
