"""The second factor: codes of an app (RFC 6238), and ten that stand in for it, each once."""

import hashlib
import secrets
from dataclasses import dataclass, field

from models import RecoveryCode, User
from models.db.transaction import transaction
from models.user import UserRole
from services import audit, brakes, settings
from services.accounts import account_mail, password_again, sessions, totp
from services.announce import announce
from services.brakes import Pace
from services.clock import now
from services.env import secret
from services.language import N_, Text
from services.refusals import Invalid, NotAllowed, NotFound
from services.shared import shared

CODES = 10
LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'  # none that is taken for another
SETTING_UP = Pace('code-setup', burst=10, seconds=30)


@dataclass(frozen=True)
class SecondFactor:
    """Of whom a second factor is demanded; for all others it is their own choice."""

    agents: bool = False
    admins: bool = False


@dataclass(frozen=True)
class SetUp:
    """A second factor that somebody began to set up: each window its own, which ends with it."""

    user_id: int
    secret: str = field(repr=False)


async def is_demanded(user: User) -> bool:
    """Whether the desk demands it of this person. A lead is an agent."""
    chosen = await settings.load(SecondFactor)
    return chosen.admins if user.role == UserRole.ADMIN else chosen.agents and user.is_staff


async def is_owed(user: User) -> bool:
    """Whether it is demanded and this person has none yet."""
    if not await is_demanded(user):
        return False
    known = User.filter(id=user.id).exclude(totp_confirmed_at=None)
    return not await shared(('second factor', user.id), [f'user:{user.id}'], known.exists)


async def read_again(user: User) -> User:
    """As the database has somebody now. `NotFound` for who is gone."""
    person = await User.get_or_none(id=user.id, is_active=True)
    if person is None:
        raise NotFound
    return person


async def asks_password(actor: User, token: str) -> bool:
    """Whether `begin` does: not of whom it is demanded right after signing in with `token`."""
    return not (await is_demanded(actor) and await sessions.is_new(actor, token))


async def begin(actor: User, password: str, token: str) -> SetUp:
    """A secret for the app of `actor`, stored and in force once a code of it is confirmed; the same as long as the
    session of `token` lasts, so that a page may be loaded again while somebody looks for his telephone.

    `Invalid` by `password`, `TooMany`, and `NotAllowed` where one is in force already.
    """
    if await asks_password(actor, token):
        await password_again.check(actor, password)
    if (await read_again(actor)).totp_confirmed_at:
        raise NotAllowed(N_('You have a second factor already.'))
    return SetUp(actor.id, totp.secret_of(secret(), f'totp:{actor.id}:{token}'))


async def confirm(actor: User, begun: SetUp, code: str, token: str) -> list[str]:
    """Put the secret in force with a code of it; gives the recovery codes, which nobody will see again.

    All sessions but that of `token` end. `Invalid` by `code`, `TooMany`.
    """
    attempt = await brakes.attempt((SETTING_UP, str(actor.id)))
    async with transaction():
        person = await _locked(actor)
        step = totp.matching_step(begun.secret, code, now(), 0) if begun.user_id == person.id else None
        if person.totp_confirmed_at or step is None:
            raise Invalid({'code': N_('That code is not right. Look at the app and write the newest.')})
        person.totp_secret, person.totp_confirmed_at, person.totp_last_step = begun.secret, now(), step
        await person.save(update_fields=['totp_secret', 'totp_confirmed_at', 'totp_last_step'])
        codes = await _new_codes(person)
        await sessions.end_others(person, token)
        await _changed(person, actor, 'second_factor_on')
    await attempt.give_back()
    return codes


async def new_codes(actor: User, password: str) -> list[str]:
    """Ten new recovery codes; the older ones end. `Invalid` by `password`."""
    await password_again.check(actor, password)
    async with transaction():
        person = await _locked(actor)
        if person.totp_confirmed_at is None:
            raise NotFound
        codes = await _new_codes(person)
        await audit.record('recovery_codes_made', actor=actor, subject=person.email)
        await announce({f'user:{person.id}'})
    return codes


async def codes_left(user: User) -> int:
    return await RecoveryCode.filter(user=user, used_at=None).count()


async def disable(actor: User, password: str, token: str) -> None:
    """Go back to the password alone; all sessions but that of `token` end. `Invalid` by `password`."""
    await password_again.check(actor, password)
    async with transaction():
        person = await _locked(actor)
        await _clear(person)
        await sessions.end_others(person, token)
        await _changed(person, actor, 'second_factor_off')


async def reset(actor: User, user: User) -> None:
    """Take away the second factor of somebody who has lost it; all his sessions end. For admins, else `NotAllowed`."""
    async with transaction():
        await settings.check_admin(actor)
        person = await _locked(user)
        await _clear(person)
        await sessions.end_all(person)
        await _changed(person, actor, 'second_factor_reset')


async def take(user: User, code: str) -> bool:
    """Whether this is a code of `user`, of the app or for recovery; it is used up."""
    step = totp.matching_step(user.totp_secret, code, now(), user.totp_last_step)
    if step is not None:
        return bool(await User.filter(id=user.id, totp_last_step__lt=step).update(totp_last_step=step))
    unused = RecoveryCode.filter(user=user, code_hash=_hash(user, code), used_at=None)
    if not await unused.update(used_at=now()):
        return False
    await audit.record('recovery_code_used', actor=user, subject=user.email)
    await announce({f'user:{user.id}'})
    return True


async def _locked(user: User) -> User:
    person = await User.filter(id=user.id, is_active=True).select_for_update().get_or_none()
    if person is None:
        raise NotFound
    return person


async def _clear(person: User) -> None:
    person.totp_secret, person.totp_confirmed_at = '', None
    await person.save(update_fields=['totp_secret', 'totp_confirmed_at'])
    await RecoveryCode.filter(user=person).delete()


async def _new_codes(person: User) -> list[str]:
    codes = [''.join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(CODES)]
    await RecoveryCode.filter(user=person).delete()
    await RecoveryCode.bulk_create([RecoveryCode(user=person, code_hash=_hash(person, code)) for code in codes])
    return [f'{code[:5]}-{code[5:]}' for code in codes]


async def _changed(person: User, actor: User, action: str) -> None:
    told = {
        'second_factor_on': N_('From now on a code of your app is asked when you sign in with %(email)s.'),
        'second_factor_off': N_('From now on no code is asked when you sign in with %(email)s.'),
        'second_factor_reset': N_('An administrator has taken away the second factor of %(email)s.'),
    }[action]
    words = Text(told.msgid, {'email': person.email})
    await account_mail.changed(person, words)
    await audit.record(action, actor=actor, subject=person.email)
    await announce({'people', f'user:{person.id}'})


def _hash(user: User, code: str) -> str:
    plain = ''.join(sign for sign in code.casefold() if sign.isalnum())
    return hashlib.sha256(f'{user.id}:{plain}'.encode('utf-8', 'replace')).hexdigest()
