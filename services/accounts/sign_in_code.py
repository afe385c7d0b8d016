"""The second step of signing in: a code, within minutes after the password."""

import hashlib
import hmac
from datetime import timedelta

from models import User
from services import audit, brakes
from services.accounts import second_factor, sessions
from services.brakes import Pace
from services.clock import now
from services.env import secret
from services.language import N_
from services.refusals import Invalid, NotFound

LIFETIME = timedelta(minutes=10)

# Slower than passwords, as a code is one of a million; who knows the password only can keep nobody out for long.
DEVICE = Pace('code-device', burst=5, seconds=60)
ACCOUNT = Pace('code-account', burst=5, seconds=180)
ADDRESS = Pace('code-address', burst=20, seconds=30)
EVERYBODY = Pace('code', burst=100, seconds=1)


def proof_for(user: User) -> str:
    """What a browser keeps to show that `user` gave the password just now."""
    until = int((now() + LIFETIME).timestamp())
    return f'{user.id}.{until}.{_signature(user, until)}'


async def who(proof: str) -> User:
    """Who gave the password, with the same one still. `NotFound` when it is too long ago."""
    number, _, rest = proof.partition('.')
    until, _, signature = rest.partition('.')
    if not (number + until).isascii() or not (number.isdecimal() and until.isdecimal()) or len(number + until) > 20:
        raise NotFound
    user = await User.get_or_none(id=int(number), is_active=True)
    if user is None or not hmac.compare_digest(_signature(user, int(until)).encode(), signature.encode()):
        raise NotFound
    if now().timestamp() > int(until) or user.totp_confirmed_at is None:
        raise NotFound
    return user


async def sign_in(proof: str, code: str, ip: str, user_agent: str, device: str = '') -> tuple[User, str]:
    """Open a session; gives who it is and its token.

    `NotFound` as `who`, `Invalid` by `code` for a wrong, old or used one, `TooMany`.
    """
    user = await who(proof)
    if brakes.knows_device(user.email, device):
        attempt = await brakes.attempt((DEVICE, device))
    else:
        attempt = await brakes.attempt((ADDRESS, brakes.network(ip)), (ACCOUNT, user.email), (EVERYBODY, 'everybody'))
    if not await second_factor.take(user, code):
        await audit.record('code_refused', actor=user, subject=user.email, ip=ip)
        raise Invalid({'code': N_('That code is not right. Look at the app and write the newest.')})
    await attempt.give_back()
    token = await sessions.open_session(user, ip, user_agent)
    await audit.record('sign_in', actor=user, subject=user.email, ip=ip)
    return user, token


def _signature(user: User, until: int) -> str:
    text = f'code:{user.id}:{until}:{user.password_hash}'
    return hmac.new(secret(), text.encode(), hashlib.sha256).hexdigest()
