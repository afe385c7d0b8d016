"""Killed in the middle of its work: what was acknowledged is there, once, and whole."""

import signal
import subprocess
import sys
from collections import Counter

from models import Entry, MailOut, Ticket
from models.db.connect import connect, disconnect
from models.db.migrate import upgrade
from models.entry import EntryKind
from tests.support.server import ROOT
from tests.support.world import make_world

KILLS = 4
ACKNOWLEDGED = 25  # at least so many before each kill


def _open_until_killed(url: str, first: int) -> dict[str, str]:
    """Acknowledged tickets: form key to number."""
    command = [sys.executable, '-m', 'tests.support.opening_clients', url, str(first)]
    acknowledged: dict[str, str] = {}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while len(acknowledged) < ACKNOWLEDGED:
            key, number = process.stdout.readline().split()
            acknowledged[key] = number
        process.send_signal(signal.SIGKILL)
        for line in process.stdout.read().splitlines():
            if len(words := line.split()) == 2:
                acknowledged[words[0]] = words[1]
    return acknowledged


async def test_no_acknowledged_ticket_is_lost_none_is_double_and_each_is_whole(new_url: str) -> None:
    await connect(new_url)
    await upgrade()
    await make_world()
    await disconnect()
    acknowledged: dict[str, str] = {}
    for kill in range(KILLS):
        acknowledged |= _open_until_killed(new_url, kill * 10_000)
    await connect(new_url)
    try:
        kept = dict(await Ticket.all().values_list('form_key', 'number'))
        assert acknowledged.items() <= kept.items()
        assert len(set(kept.values())) == len(kept)
        entries = Counter(await Entry.filter(kind=EntryKind.MESSAGE, seq=1).values_list('ticket_id', flat=True))
        mails = Counter(await MailOut.all().values_list('ticket_id', flat=True))
        ids = set(await Ticket.all().values_list('id', flat=True))
        assert entries == mails == Counter(ids)
    finally:
        await disconnect()
