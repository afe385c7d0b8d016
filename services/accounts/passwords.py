"""Passwords: argon2id, hashed beside the event loop and never more than two at once (OWASP ASVS 5.0, 6.2 and 11.4)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from passlib.context import CryptContext

from models import User
from services.assets import ASSETS
from services.language import N_, Text

SHORTEST, LONGEST = 8, 256
COMMON = ASSETS / 'common-passwords.txt'

Result = TypeVar('Result')

_argon2 = CryptContext(
    schemes=['argon2'],
    argon2__type='ID',
    argon2__memory_cost=19_456,  # KiB
    argon2__time_cost=2,
    argon2__parallelism=1,
)
_hashers = ThreadPoolExecutor(max_workers=2, thread_name_prefix='argon2')

# Of a password that nobody has: who is unknown takes as long as who mistypes.
_NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$ZUyJca41ZkxpzRnj/H8PgQ$LSmMZM5w2078ylXmeC+asOhqH7k+ZJMGJyyhGxgpWjU'


def problems(password: str) -> Text | None:
    """Why `password` may not be chosen, or None. Any composition is fine; it is never trimmed or changed."""
    if len(password) < SHORTEST:
        return N_('Use at least %(count)d characters.', count=SHORTEST)
    if len(password) > LONGEST:
        return N_('Use at most %(count)d characters.', count=LONGEST)
    if '\0' in password:
        return N_('A password cannot contain the NUL character.')
    if password.lower() in _common():
        return N_('That password is one of the first that anybody would try. Choose another one.')
    return None


async def hash_password(password: str) -> str:
    """The hash to store. Never call it inside a transaction: it takes long."""
    return await _beside_the_loop(lambda: _argon2.hash(password))


async def verify(user: User | None, password: str) -> bool:
    """Whether `password` is exactly the user's. Takes the same time for anybody, also for nobody."""
    possible = len(password) <= LONGEST and '\0' not in password
    stored = user.password_hash if user and possible else None
    tried = password if possible else ''
    matches = await _beside_the_loop(lambda: _argon2.verify(tried, stored or _NOBODYS))
    return bool(stored) and matches


async def _beside_the_loop(work: Callable[[], Result]) -> Result:
    return await asyncio.get_running_loop().run_in_executor(_hashers, work)


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding='utf-8').splitlines()
    return frozenset(line for line in lines if not line.startswith('#'))
