"""The mail that tells admins of somebody who has registered and waits to be let in (S3-11)."""

from models import User
from models.user import UserRole
from services import brakes
from services.accounts import account_mail
from services.brakes import Pace
from services.env import env
from services.refusals import TooMany

# Whoever confirms many addresses does not fill the mailboxes of the admins: their pages show all who wait.
MAILED = Pace('approval-asked', burst=5, seconds=600)


async def tell_admins(newcomer: User) -> None:
    """Mail all admins, in the language of each. Part of the transaction from which `newcomer` waits."""
    try:
        await brakes.attempt((MAILED, 'everybody'))
    except TooMany:
        return
    for admin in await User.filter(role=UserRole.ADMIN, is_active=True).exclude(verified_at=None).order_by('id'):
        await account_mail.approval_asked(admin, newcomer, f'{env().base_url}/settings/people')
