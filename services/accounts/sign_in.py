"""Signing in and out (S0-17, S3-7)."""

from models import User
from services import audit, brakes
from services.accounts import admission, passwords, sessions, sign_in_code, waiting
from services.language import N_
from services.mail.addresses import is_address
from services.refusals import Invalid, Refused

LONGEST = 254  # characters of a mail address
MISMATCH = N_(
    'That mail address and that password do not go together. If you have just registered, open the link in our mail'
    ' first.'
)


def login_of(email: str) -> str:
    """The login that somebody typed: the mail address, in any letter case. What no database takes becomes nobody's."""
    return email.strip().casefold().replace('\0', '\ufffd')[:LONGEST]


class Waits(Refused):
    """Somebody who has registered waits for an admin; the browser does with `key`."""

    def __init__(self, key: str) -> None:
        super().__init__(N_('Confirm your mail address first.'))
        self.key = key


class NeedsCode(Refused):
    """The password was right and a code is asked too, together with `proof`."""

    def __init__(self, proof: str) -> None:
        super().__init__(N_('Write the code of your app.'))
        self.proof = proof


async def sign_in(email: str, password: str, ip: str, user_agent: str, device: str = '') -> str:
    """Open a session; gives its token. `device` is what `brakes.device_mark` gave this browser at an earlier time.

    `Invalid` with the same words after the same time for an unknown, disabled or passwordless account, one whose
    address is not confirmed, and for a wrong password; `TooMany` when a brake is on, right or wrong. Only who gives the
    right password gets a `Waits` where the account is not approved, and a `NeedsCode` where there is a second factor.
    """
    login = login_of(email)
    attempt = await _brake(login, ip, device)
    user = await User.get_or_none(email=login)
    matches = await passwords.verify(user, password)
    # An address that nobody has confirmed answers as any known one: else registering it would tell which it is.
    if user and matches and user.verified_at and admission.waits(user):
        await attempt.give_back()
        raise Waits(await waiting.new_key(user))
    if user is None or not (matches and user.is_active and user.verified_at):
        await audit.record('sign_in_refused', subject=_told(login), ip=ip)
        raise Invalid({'form': MISMATCH})
    await attempt.give_back()
    if user.totp_confirmed_at:
        raise NeedsCode(sign_in_code.proof_for(user))
    token = await sessions.open_session(user, ip, user_agent)
    await audit.record('sign_in', actor=user, subject=user.email, ip=ip)
    return token


async def sign_out(token: str, ip: str) -> None:
    """End the session of `token`, if there is one."""
    person = await sessions.actor_of(token)
    await sessions.end(token)
    if person:
        await audit.record('sign_out', actor=person, subject=person.email, ip=ip)


async def _brake(login: str, ip: str, device: str) -> brakes.Attempt:
    if brakes.knows_device(login, device):
        return await brakes.attempt((brakes.DEVICE, device))
    return await brakes.attempt(
        (brakes.ADDRESS, brakes.network(ip)), (brakes.ACCOUNT, login), (brakes.EVERYBODY, 'everybody')
    )


def _told(login: str) -> str:
    """What the log may say about a login: a password typed into the wrong field stays out of it."""
    return login if is_address(login) else ''
