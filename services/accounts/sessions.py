"""Signed-in browsers: 256-bit tokens of our own, of which only the SHA-256 is stored (OWASP ASVS 5.0, 7.2 and 7.3)."""

import asyncio
import hashlib
import secrets
from collections.abc import Collection, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from tortoise.queryset import QuerySet

from models import Session, User
from models.db.transaction import in_transaction
from models.user import UserRole
from services import audit
from services.announce import announce
from services.clock import now
from services.refusals import NotFound

IDLE_END = timedelta(hours=8)
ABSOLUTE_END = timedelta(days=7)
ABSOLUTE_END_STAFF = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
NEW = timedelta(minutes=10)
TOGETHER = 100  # sessions that are read by one statement, so that no answer takes long to unpack

Work = TypeVar('Work')
Rights = tuple[UserRole, int | None]  # role and organization

_working: set[asyncio.Task[Any]] = set()
_asking: tuple[set[str], asyncio.Task[dict[str, Session]]] | None = None  # fingerprints, and who is about to ask


def fingerprint(token: str) -> str:
    """What stands in the database instead of the token."""
    return hashlib.sha256(token.encode('utf-8', 'replace')).hexdigest()


async def open_session(user: User, ip: str, user_agent: str) -> str:
    """Sign a browser in; gives the new token, which nobody will see again."""
    token = secrets.token_urlsafe(32)
    instant = now()
    await Session.create(
        token_hash=fingerprint(token),
        user=user,
        created_at=instant,
        seen_at=instant,
        expires_at=instant + (ABSOLUTE_END_STAFF if user.is_staff else ABSOLUTE_END),
        ip=ip[:45],
        user_agent=user_agent.replace('\0', '')[:300],
    )
    await announce({topic(user.id)})
    return token


def topic(user_id: int) -> str:
    """What is published when a session of somebody begins or ends."""
    return f'sessions:{user_id}'


async def actor_of(token: str) -> User | None:
    """The person behind `token`, with the organization; None when the session has ended or the person is disabled.

    One statement, for all who ask at the same moment: an event wakes every open view at once. The moment of use is
    noted at most once a minute, and not in the reader's way.
    """
    session = await _session(fingerprint(token))
    if session is None:
        return None
    if session.seen_at < now() - SEEN_EVERY:
        _work(_see(session.id))
    return session.user


async def living(token_hashes: Collection[str]) -> dict[str, Rights]:
    """Which of these sessions have not ended, as fingerprints, and the rights of their people. One statement."""
    if not token_hashes:
        return {}
    found = _alive().filter(token_hash__in=list(token_hashes))
    alive: list[Any] = await found.values_list('token_hash', 'user__role', 'user__organization_id')
    return {token_hash: (role, organization_id) for token_hash, role, organization_id in alive}


async def is_new(user: User, token: str) -> bool:
    """Whether `user` has signed in with `token` so short a time ago that nobody else sits there."""
    return await _alive().filter(user=user, token_hash=fingerprint(token), created_at__gt=now() - NEW).exists()


async def end(token: str) -> None:
    """Sign the browser with `token` out."""
    session = await Session.get_or_none(token_hash=fingerprint(token))
    if session:
        await session.delete()
        await announce({topic(session.user_id)})


async def end_all(user: User) -> None:
    """Sign all browsers of `user` out."""
    await end_others(user, '')


async def end_others(user: User, token: str) -> None:
    """Sign all browsers of `user` out but the one with `token`."""
    await Session.filter(user=user).exclude(token_hash=fingerprint(token)).delete()
    await announce({topic(user.id)})


async def list_sessions(user: User) -> list[Session]:
    """Where `user` is signed in, the latest used first."""
    return await _alive().filter(user=user).order_by('-seen_at', '-id')


async def revoke(actor: User, session_id: int) -> None:
    """End a session: one's own, an admin any. `NotFound` for all others."""
    session = await Session.filter(id=session_id).select_related('user').get_or_none()
    admins = User.filter(id=actor.id, is_active=True, role=UserRole.ADMIN)
    if session is None or (session.user_id != actor.id and not await admins.exists()):
        raise NotFound
    await session.delete()
    await audit.record('session_ended', actor=actor, subject=session.user.email)
    await announce({topic(session.user_id)})


async def sweep() -> None:
    """Delete the rows of sessions that have ended."""
    instant = now()
    await Session.filter(expires_at__lte=instant).delete()
    await Session.filter(seen_at__lte=instant - IDLE_END).delete()


async def _session(token_hash: str) -> Session | None:
    """The session, unless it has ended, with its person."""
    global _asking
    if in_transaction():  # which only its own task sees
        return (await _sessions([token_hash])).get(token_hash)
    if _asking is None or _asking[1].done() or len(_asking[0]) == TOGETHER:
        together: set[str] = set()
        _asking = together, _work(_ask(together))
    token_hashes, answer = _asking
    token_hashes.add(token_hash)
    return (await asyncio.shield(answer)).get(token_hash)


async def _ask(token_hashes: Collection[str]) -> dict[str, Session]:
    """What all who are awake in this turn of the loop ask for; who comes later is asked for anew."""
    global _asking
    try:
        await asyncio.sleep(0)
    finally:
        if _asking and _asking[0] is token_hashes:
            _asking = None
    return await _sessions(token_hashes)


async def _sessions(token_hashes: Collection[str]) -> dict[str, Session]:
    asked = list(token_hashes)
    asked += asked[:1] * ((1 << (len(asked) - 1).bit_length()) - len(asked))  # PostgreSQL prepares each length anew
    found = _alive().filter(token_hash__in=asked).select_related('user', 'user__organization')
    return {session.token_hash: session for session in await found}


def _alive() -> QuerySet[Session]:
    instant = now()
    return Session.filter(expires_at__gt=instant, seen_at__gt=instant - IDLE_END, user__is_active=True)


async def _see(session_id: int) -> int:
    return await Session.filter(id=session_id).update(seen_at=now())


def _work(work: Coroutine[Any, Any, Work]) -> asyncio.Task[Work]:
    """Go on with it even when whoever wants it goes away."""
    task = asyncio.create_task(work)
    _working.add(task)
    task.add_done_callback(_working.discard)
    return task
