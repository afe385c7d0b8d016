"""Asking who is signed in for the password once more, before what a stranger at an open desk must not do."""

from models import User
from services import audit, brakes
from services.accounts import passwords
from services.brakes import Pace
from services.language import N_
from services.refusals import Invalid

AGAIN = Pace('password-again', burst=10, seconds=60)


async def check(actor: User, password: str, field: str = 'password') -> None:
    """`Invalid` by `field` unless it is the actor's own password; `TooMany`. Never call it inside a transaction."""
    attempt = await brakes.attempt((AGAIN, str(actor.id)))
    if not await passwords.verify(await User.get_or_none(id=actor.id, is_active=True), password):
        await audit.record('password_refused', actor=actor, subject=actor.email)
        raise Invalid({field: N_('That is not your password.')})
    await attempt.give_back()
