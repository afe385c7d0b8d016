"""Recovery and first access: a mailed link that sets a password once (S0-18)."""

import asyncio
from datetime import timedelta

from models import User
from models.db.transaction import transaction
from models.token import TokenPurpose
from services import audit, brakes
from services.accounts import account_mail, admission, links, passwords, unproven
from services.accounts.sessions import end_all
from services.accounts.sign_in import login_of
from services.announce import announce
from services.clock import now
from services.mail.addresses import is_address
from services.people import copies_of_people
from services.refusals import Invalid, NotFound, TooMany

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


async def look(token: str, ip: str = '') -> bool:
    """Whether the link is still good. Uses nothing up."""
    return await links.good(token, TokenPurpose.RESET, ip) is not None


async def use(token: str, password: str, ip: str = '') -> User:
    """Set the password with a link, once: older links and all open sessions end, and the mail address is verified.

    `Invalid` for a bad password, `NotFound` for a link that is unknown, used, replaced or over, `TooMany`.
    """
    if problem := passwords.problems(password):
        raise Invalid({'password': problem})
    if await links.good(token, TokenPurpose.RESET, ip) is None:
        raise NotFound
    password_hash = await passwords.hash_password(password)
    async with transaction():
        link = await links.peek(token, TokenPurpose.RESET)
        if link is None:
            raise NotFound
        user = await links.spend(link)
        registered = admission.has_registered(user)
        is_first = user.verified_at is None
        if registered:
            await unproven.forget(user)
        user.password_hash = password_hash
        user.verified_at = user.verified_at or now()
        await user.save(update_fields=['password_hash', 'verified_at'])
        if registered:
            await admission.admit(user, ip)
        elif is_first:
            await copies_of_people.claim(user)
        await links.end(user, *links.WAYS_IN)  # others have them than the owner, for all we know
        await end_all(user)
        await audit.record('password_set', actor=user, subject=user.email, ip=ip)
        await announce({'people', f'user:{user.id}'})
    return user


async def new_link(user: User, lifetime: timedelta) -> str:
    """A link that sets the user's password once; older ones end. Call it in a transaction."""
    return await links.new(user, TokenPurpose.RESET, lifetime)


async def _mail_link(login: str, ip: str) -> None:
    user = await User.get_or_none(email=login, is_active=True)
    if user is None:
        await audit.record('link_refused', subject=login if is_address(login) else '', ip=ip)
        return
    try:
        await brakes.attempt((brakes.LINK_ACCOUNT, login))
    except TooMany:
        return
    async with transaction():
        user = await User.filter(id=user.id, email=login, is_active=True).select_for_update().get_or_none()
        if user is None:
            return  # the address has become another in the meantime
        await account_mail.choose_password(user, await new_link(user, LIFETIME))
        await audit.record('link_mailed', actor=user, subject=user.email, ip=ip)
