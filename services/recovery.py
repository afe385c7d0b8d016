"""Recovery and first access: a mailed link that sets a password once (S0-18)."""

import asyncio
import secrets
from datetime import timedelta

from models import Token, User
from models.db.transaction import transaction
from models.token import TokenPurpose
from services import audit, brakes, notices, passwords
from services.clock import now
from services.env import env
from services.refusals import Invalid, NotFound, TooMany
from services.sessions import end_all, fingerprint
from services.sign_in import login_of

LIFETIME = timedelta(minutes=60)
ANSWER_AFTER = 0.4  # seconds; whatever is done for a known address is done before


async def ask_link(email: str, ip: str) -> None:
    """Mail a link to `email` if that is an active person: nobody can tell by answer or time.

    `TooMany` when the address `ip` or everybody asks too often; one person asking too often is just not mailed again.
    """
    loop = asyncio.get_running_loop()
    answer_at = loop.time() + ANSWER_AFTER
    await brakes.attempt((brakes.LINK_ADDRESS, brakes.network(ip)), (brakes.LINK_EVERYBODY, 'everybody'))
    await _mail_link(login_of(email), ip)
    await asyncio.sleep(max(0.0, answer_at - loop.time()))


async def look(token: str) -> bool:
    """Whether the link is still good. Uses nothing up."""
    return await _good(token) is not None


async def use(token: str, password: str, ip: str = '') -> User:
    """Set the password with a link, once: older links and all open sessions end, and the mail address is verified.

    `Invalid` for a bad password, `NotFound` for a link that is unknown, used, replaced or over.
    """
    if problem := passwords.problems(password):
        raise Invalid({'password': problem})
    if await _good(token) is None:
        raise NotFound
    password_hash = await passwords.hash_password(password)
    async with transaction():
        link = await _good(token)
        used = link and await Token.filter(id=link.id, used_at=None).update(used_at=now())
        if link is None or not used:
            raise NotFound
        user = link.user
        assert user is not None
        user.password_hash = password_hash
        user.verified_at = user.verified_at or now()
        await user.save(update_fields=['password_hash', 'verified_at'])
        await Token.filter(user=user, purpose=TokenPurpose.RESET, used_at=None).delete()
        await end_all(user)
        await audit.record('password_set', actor=user, subject=user.email, ip=ip)
    return user


async def new_link(user: User, lifetime: timedelta) -> str:
    """A link that sets the user's password once; older ones end. Call it in a transaction."""
    token = secrets.token_urlsafe(32)
    await Token.filter(user=user, purpose=TokenPurpose.RESET, used_at=None).delete()
    await Token.create(
        purpose=TokenPurpose.RESET,
        token_hash=fingerprint(token),
        user=user,
        created_at=now(),
        expires_at=now() + lifetime,
    )
    return f'{env().base_url}/reset/{token}'


async def sweep() -> None:
    """Delete links that are long over."""
    await Token.filter(purpose=TokenPurpose.RESET, expires_at__lt=now() - LIFETIME).delete()


async def _mail_link(login: str, ip: str) -> None:
    user = await User.get_or_none(email=login, is_active=True)
    if user is None:
        await audit.record('link_refused', subject=login if '@' in login else '', ip=ip)
        return
    try:
        await brakes.attempt((brakes.LINK_ACCOUNT, login))
    except TooMany:
        return
    async with transaction():
        await notices.recovery_mail(user, await new_link(user, LIFETIME))
        await audit.record('link_mailed', actor=user, subject=user.email, ip=ip)


async def _good(token: str) -> Token | None:
    return (
        await Token.filter(
            token_hash=fingerprint(token),
            purpose=TokenPurpose.RESET,
            used_at=None,
            expires_at__gt=now(),
            user__is_active=True,
        )
        .select_related('user')
        .get_or_none()
    )
