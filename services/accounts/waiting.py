"""A browser in which somebody has registered: it waits for his click in the mail, or for an admin, and goes on by
itself (S3-11). It has no session before.
"""

from datetime import timedelta
from enum import StrEnum

from models import Token, User
from models.db.transaction import transaction
from models.token import TokenPurpose
from services import audit
from services.accounts import admission, links
from services.accounts.sessions import fingerprint, open_session
from services.announce import announce
from services.clock import now
from services.refusals import NotFound

LIFETIME = timedelta(days=7)


class Stage(StrEnum):
    """What it waits for: a click in the mail, an admin, nothing more; or in vain: it is over, or an admin declined."""

    MAIL = 'mail'
    APPROVAL = 'approval'
    IN = 'in'
    OVER = 'over'
    DECLINED = 'declined'


async def new_key(user: User) -> str:
    """The key with which another browser waits."""
    return await links.new_key(user, TokenPurpose.WAITING, LIFETIME)


def topic(key: str) -> str:
    """What is published when a browser with this key waits for something else, or no longer."""
    return f'waiting:{fingerprint(key)[:32]}'


async def stage(key: str) -> Stage:
    """For what a browser waits. A key that the desk does not know waits for a mail, as if it were known."""
    row = await Token.filter(token_hash=fingerprint(key), purpose=TokenPurpose.WAITING).select_related('user').first()
    if row is None or row.user is None:
        return Stage.MAIL
    if row.used_at or row.expires_at <= now():
        return Stage.OVER
    if row.user.verified_at is None:
        return Stage.MAIL
    if row.user.is_active:
        return Stage.IN
    return Stage.APPROVAL if admission.awaits_approval(row.user) else Stage.DECLINED


async def enter(key: str, ip: str, user_agent: str) -> str:
    """Open a session for a browser that need not wait any more, once; gives its token. `NotFound`."""
    async with transaction():
        row = await links.peek(key, TokenPurpose.WAITING)
        if row is None or row.user is None or row.user.verified_at is None or row.user.totp_confirmed_at:
            raise NotFound
        person = await links.spend(row)
        await audit.record('sign_in', actor=person, subject=person.email, ip=ip)
        return await open_session(person, ip, user_agent)


async def tell(person: User) -> None:
    """Let the browsers of `person` look again. Call it in the transaction of what has changed."""
    keys = await Token.filter(user=person, purpose=TokenPurpose.WAITING)
    await announce({'people', f'user:{person.id}', *(f'waiting:{key.token_hash[:32]}' for key in keys)})
