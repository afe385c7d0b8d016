"""Killed in the middle of its work: what was acknowledged is there, once, and whole."""

import json
import signal
import subprocess
import sys
from collections import Counter

from tests.support.server import ROOT

CLIENTS = (sys.executable, '-m', 'tests.support.opening_clients')
KILLS = 4
ACKNOWLEDGED = 25  # at least so many before each kill


def _run(url: str, what: str) -> str:
    return subprocess.run([*CLIENTS, url, what], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _open_until_killed(url: str, first: int) -> dict[str, str]:
    """Acknowledged tickets: form key to number."""
    acknowledged: dict[str, str] = {}
    command = [*CLIENTS, url, 'open', str(first)]
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
    _run(new_url, 'prepare')
    acknowledged: dict[str, str] = {}
    for kill in range(KILLS):
        acknowledged |= _open_until_killed(new_url, kill * 10_000)
    kept = json.loads(_run(new_url, 'report'))
    numbers = dict(kept['tickets'])
    assert acknowledged.items() <= numbers.items()
    assert len(set(numbers.values())) == len(kept['tickets'])
    assert Counter(kept['first_entries']) == Counter(kept['mails']) == Counter(set(kept['ids']))
