"""Mailed links that work once: 256 bits, of which only the SHA-256 is stored; a newer one ends the older (S0-18)."""

import secrets
from datetime import timedelta

from models import Token, User
from models.token import TokenPurpose
from services import audit, brakes
from services.accounts.sessions import fingerprint
from services.brakes import Pace
from services.clock import now
from services.env import env
from services.refusals import NotFound

TRIED_FROM = Pace('token-address', burst=30, seconds=10)
TRIED_BY_ALL = Pace('token', burst=200, seconds=0.2)
KEPT = timedelta(hours=1)  # after its end

# Whoever holds one of them comes in, or chooses the password.
WAYS_IN = (TokenPurpose.RESET, TokenPurpose.VERIFY, TokenPurpose.INVITE, TokenPurpose.WAITING)
DOORS = {
    TokenPurpose.VERIFY: '/verify/',
    TokenPurpose.RESET: '/reset/',
    TokenPurpose.INVITE: '/invite/',
    TokenPurpose.MAIL_OLD: '/profile/mail/old/',
    TokenPurpose.MAIL_NEW: '/profile/mail/new/',
}


async def new(user: User, purpose: TokenPurpose, lifetime: timedelta, email: str = '') -> str:
    """The address of a new link for `user`; older ones of this purpose end. Call it in a transaction."""
    await User.filter(id=user.id).select_for_update().get()  # or links asked for at the same moment were all good
    await end(user, purpose)
    return env().base_url + DOORS[purpose] + await new_key(user, purpose, lifetime, email)


async def new_key(user: User, purpose: TokenPurpose, lifetime: timedelta, email: str = '') -> str:
    """A token that a browser keeps, beside those that others have."""
    token, at = secrets.token_urlsafe(32), now()
    await Token.create(
        purpose=purpose,
        token_hash=fingerprint(token),
        user=user,
        email=email,
        created_at=at,
        expires_at=at + lifetime,
    )
    return token


async def good(token: str, purpose: TokenPurpose, ip: str = '') -> Token | None:
    """The row of a link that still works, with its active user. Uses nothing up.

    Guessing is braked per address and slowed in all, where `TooMany` is raised; a right link costs nothing.
    Without `ip` it is not somebody at a door who asks.
    """
    attempt = await brakes.attempt(*([(TRIED_FROM, brakes.network(ip))] if ip else []))
    found = await peek(token, purpose)
    if found is None:
        await brakes.slow_down(TRIED_BY_ALL, 'everybody', patience=5)  # a page waits for it
        await audit.record('token_refused', subject=purpose.value, ip=ip)
    else:
        await attempt.give_back()
    return found


async def peek(token: str, purpose: TokenPurpose) -> Token | None:
    """The same for what has been braked already."""
    alive = Token.filter(purpose=purpose, used_at=None, expires_at__gt=now(), user__is_active=True)
    return await alive.filter(token_hash=fingerprint(token)).select_related('user').get_or_none()


async def spend(link: Token) -> User:
    """Use a link up; gives its user. `NotFound` when somebody was faster. Call it in a transaction."""
    user = await User.filter(id=link.user_id).select_for_update().get_or_none()  # before its links, as `new` does
    if user is None or not await Token.filter(id=link.id, used_at=None).update(used_at=now()):
        raise NotFound
    return user


async def end(user: User, *purposes: TokenPurpose) -> None:
    """Let the links that nobody used be good no more."""
    await Token.filter(user=user, purpose__in=list(purposes), used_at=None).delete()


async def sweep() -> None:
    """Delete links that are long over."""
    purposes = [*DOORS, TokenPurpose.WAITING]
    await Token.filter(purpose__in=purposes, expires_at__lt=now() - KEPT).delete()
