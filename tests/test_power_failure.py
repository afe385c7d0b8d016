"""Killed in the middle of its work: what was acknowledged is there, once, and whole."""

import json
from collections import Counter

from tests.support.command import output, run
from tests.support.program import begun

CLIENTS = 'tests.support.opening_clients'
KILLS = 4
ACKNOWLEDGED = 25  # at least so many before each kill


def _open_until_killed(url: str, first: int) -> dict[str, str]:
    """Acknowledged tickets: form key to number."""
    acknowledged: dict[str, str] = {}
    with begun(CLIENTS, url, 'open', first) as clients:
        while len(acknowledged) < ACKNOWLEDGED:
            key, number = clients.stdout.readline().split()
            acknowledged[key] = number
        clients.process.kill()
        for line in clients.stdout.read().splitlines():
            if len(words := line.split()) == 2:
                acknowledged[words[0]] = words[1]
    return acknowledged


async def test_no_acknowledged_ticket_is_lost_none_is_double_and_each_is_whole(migrated_url: str) -> None:
    output(run(CLIENTS, migrated_url, 'prepare'))
    acknowledged: dict[str, str] = {}
    for kill in range(KILLS):
        acknowledged |= _open_until_killed(migrated_url, kill * 10_000)
    kept = json.loads(output(run(CLIENTS, migrated_url, 'report')))
    numbers = dict(kept['tickets'])
    assert acknowledged.items() <= numbers.items()
    assert len(set(numbers.values())) == len(kept['tickets'])
    assert Counter(kept['first_entries']) == Counter(kept['mails']) == Counter(set(kept['ids']))
