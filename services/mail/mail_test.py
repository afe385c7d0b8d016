"""A test mail to oneself, and what became of it: whether the mail server takes what the desk sends."""

from models import MailOut, User
from models.db.transaction import transaction
from services import audit
from services.accounts import account_mail
from services.env import env
from services.language import N_
from services.refusals import NotFound
from services.settings import Desk, check_admin, load


async def send(actor: User) -> int:
    """Mail the admin who asks; gives the id of the mail. `NotAllowed` for anybody else."""
    await check_admin(actor)
    person = await User.get(id=actor.id)
    async with transaction():
        name = (await load(Desk)).name
        mail = await account_mail.send(
            person,
            N_('Test mail of %(desk)s', desk=name),
            N_('If you read this, %(desk)s can send mail.', desk=name),
            env().base_url,
        )
        await audit.record('test_mail_sent', actor=actor, subject=person.email)
    return mail.id


async def result(actor: User, mail_id: int) -> MailOut:
    """The mail as it is now. `NotAllowed`; `NotFound` when it is not the actor's."""
    await check_admin(actor)
    mail = await MailOut.get_or_none(id=mail_id, to_address=(await User.get(id=actor.id)).email)
    if mail is None:
        raise NotFound
    return mail
