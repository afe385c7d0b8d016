"""What somebody who is signed in has to do before anything else."""

from enum import StrEnum

from models import User
from services.accounts import second_factor, terms


class Owed(StrEnum):
    SECOND_FACTOR = 'second-factor'
    TERMS = 'terms'


async def owed(user: User) -> Owed | None:
    """The first thing owed; None when there is nothing. It changes with the topics below."""
    if await second_factor.is_owed(user):
        return Owed.SECOND_FACTOR
    return Owed.TERMS if await terms.owes(user) else None


def topics(user: User) -> list[str]:
    return ['settings', terms.TOPIC, f'user:{user.id}']
