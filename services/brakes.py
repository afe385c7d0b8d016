"""Brakes on what may be tried only so often, held in the database: the same for all processes, and after a restart.

Each is the leaky bucket of the generic cell rate algorithm (ITU-T I.371): one row, one compare-and-set per attempt.

Guessing passwords is braked per browser, account, address and in all. Nobody can lock the right person out for long:
- a browser that once signed in as that person has a bucket of its own, which strangers cannot empty (the device
  cookies of OWASP's "Slow Down Online Guessing Attacks with Device Cookies");
- for all others an empty bucket refills in minutes, by itself, and success gives back what it took;
- a recovery link sets a new password and makes the browser a known one, whatever the brakes say.
"""

import asyncio
import hashlib
import hmac
import ipaddress
import logging
import secrets
from dataclasses import dataclass

from tortoise.connection import get_connection
from tortoise.expressions import F

from models import Brake
from models.db.connect import dialect
from services import audit
from services.clock import now
from services.env import secret
from services.mail.addresses import is_address
from services.refusals import TooMany

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """At most `burst` attempts at once, and one more every `seconds`."""

    name: str
    burst: int
    seconds: float


@dataclass(frozen=True)
class Attempt:
    """One attempt, counted at each of the brakes that it has to pass."""

    keys: tuple[tuple[str, Pace], ...]

    async def give_back(self) -> None:
        """It was no guess after all: count it no longer."""
        for key, pace in self.keys:
            await Brake.filter(key=key).update(paid_until=F('paid_until') - pace.seconds)


DEVICE = Pace('login-device', burst=10, seconds=60)
ACCOUNT = Pace('login-account', burst=10, seconds=60)
ADDRESS = Pace('login-address', burst=60, seconds=5)
EVERYBODY = Pace('login', burst=100, seconds=0.2)
LINK_ACCOUNT = Pace('link-account', burst=3, seconds=600)
LINK_ADDRESS = Pace('link-address', burst=20, seconds=30)
TICKET = Pace('ticket', burst=30, seconds=2)
VOTE = Pace('vote', burst=20, seconds=30)
VOTE_ADDRESS = Pace('vote-address', burst=30, seconds=30)
VOTE_GUESTS = Pace('vote-guests', burst=200, seconds=5)
LINK_EVERYBODY = Pace('link', burst=120, seconds=1)
PATIENCE = 60.0  # seconds that one waits at most for what is slowed down
TOLD = Pace('told', burst=1, seconds=600)
TOLD_IN_ALL = Pace('told-in-all', burst=30, seconds=60)


async def attempt(*brakes: tuple[Pace, str]) -> Attempt:
    """Count one attempt at each `(pace, whose)`. `TooMany` when one is exhausted; none is charged then."""
    passed: list[tuple[str, Pace]] = []
    for pace, whose in brakes:
        key = _key(pace, whose)
        if await _take(key, pace) is None:
            await Attempt(tuple(passed)).give_back()
            await _tell(pace, whose)
            raise TooMany
        passed.append((key, pace))
    return Attempt(tuple(passed))


async def slow_down(pace: Pace, whose: str, patience: float = PATIENCE) -> None:
    """Count one attempt; beyond the pace it waits for its turn: for what must not be lost.

    Those that come at once wait for one another. `TooMany`, and not counted, where that took more than `patience`
    seconds.
    """
    wait = await _take(_key(pace, whose), pace, patience)
    if wait != 0:
        await _tell(pace, whose)
    if wait is None:
        raise TooMany
    await asyncio.sleep(wait)


def network(ip: str) -> str:
    """The address to brake: an IPv6 subscriber has a whole /64."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if isinstance(address, ipaddress.IPv4Address):
        return ip
    return str(address.ipv4_mapped or ipaddress.ip_network((address.packed, 64), strict=False))


def device_mark(login: str) -> str:
    """What a browser keeps to show that it once signed in as `login`; it tells nobody who that is."""
    nonce = secrets.token_urlsafe(12)
    return f'{nonce}.{_signature(login, nonce)}'


def knows_device(login: str, mark: str) -> bool:
    """Whether `mark` was given to a browser that signed in as `login`."""
    nonce, _, signature = mark.partition('.')
    return hmac.compare_digest(signature.encode(), _signature(login, nonce).encode())


async def sweep() -> None:
    """Delete the rows that say nothing any more."""
    await Brake.filter(paid_until__lt=now().timestamp()).delete()


async def _tell(pace: Pace, whose: str) -> None:
    """Leave a line in the audit log, now and then: who attacks shall not fill it."""
    log.warning('%s: too many attempts by %r', pace.name, _named(whose))
    told = await _take(_key(TOLD, f'{pace.name}:{whose}'), TOLD)
    if told is not None and await _take(_key(TOLD_IN_ALL, ''), TOLD_IN_ALL) is not None:
        await audit.record('slowed_down', subject=f'{pace.name} {_named(whose)}'.strip())


def _named(whose: str) -> str:
    """What may be said of it: something else may be a password in the wrong field, or the mark of a browser."""
    return whose if is_address(whose) or _is_network(whose) else ''


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _key(pace: Pace, whose: str) -> str:
    return hashlib.sha256(f'{pace.name}:{whose}'.encode('utf-8', 'replace')).hexdigest()


async def _take(key: str, pace: Pace, patience: float = 0) -> float | None:
    """Charge one attempt: the seconds until its turn; None, and nothing charged, where it is beyond `patience`."""
    instant = now().timestamp()
    first, most = ('$1', '$2'), '$3'
    if dialect() == 'sqlite':
        first, most = ('?', '?'), '?'
    moved = f'brake.paid_until + {pace.seconds}'
    rows = await get_connection('default').execute_query_dict(
        f'INSERT INTO brake (key, paid_until) VALUES ({", ".join(first)}) ON CONFLICT (key) DO UPDATE SET paid_until = '  # noqa: S608
        f'CASE WHEN {moved} > excluded.paid_until THEN {moved} ELSE excluded.paid_until END '
        f'WHERE brake.paid_until <= {most} RETURNING paid_until',
        [key, instant + pace.seconds, instant + (pace.burst - 1) * pace.seconds + patience],
    )
    return max(0.0, rows[0]['paid_until'] - pace.burst * pace.seconds - instant) if rows else None


def _signature(login: str, nonce: str) -> str:
    return hmac.new(secret(), f'device:{nonce}:{login}'.encode('utf-8', 'replace'), hashlib.sha256).hexdigest()
