"""The mails about an account: confirm an address, come in, and what was changed. In the language of who gets them."""

from models import MailOut, User
from services.announce import announce
from services.clock import now
from services.language import N_, Text
from services.mail.mail_auth import new_message_id
from services.mail.mail_text import Recipient, Template, greeting, laid_out

ONCE = N_('It works once and for a short time. If you did not ask for it, you need not do anything.')
NO_REPLY = N_('Do not reply to this e-mail.')


async def send(
    user: User, subject: Text, *paragraphs: Text | str | None, address: str = '', template: Template = Template.ACCOUNT
) -> MailOut:
    """Mail `user`, or another `address` of his. Call it in the transaction of what the mail tells.

    A link into the account needs `Template.LINK`, which forgets it once the mail is sent.
    """
    to = Recipient(address or user.email, user)
    message_id = new_message_id()
    mail = await MailOut.create(
        to_address=to.address,
        to_name=user.full_name,
        template=template,
        language=to.language,
        subject=subject.into(to.language)[:300],
        body=laid_out(to.language, greeting(to), *paragraphs),
        message_id=message_id,
        is_automated=True,
        dedupe_key=message_id,
        next_try_at=now(),
        created_at=now(),
    )
    await announce({'outbox'})
    return mail


async def choose_password(user: User, link: str) -> None:
    """The link by which somebody chooses a password: the first one, or a new one (S0-18)."""
    await send(
        user,
        N_('Choose your password') if user.password_hash is None else N_('Choose a new password'),
        N_('Choose the password of your account %(email)s with the link below.', email=user.email),
        ONCE,
        NO_REPLY,
        link,
        template=Template.RECOVERY,
    )


async def confirm_address(user: User, link: str) -> None:
    """The link by which somebody who registered shows that the address is his (S3-11)."""
    await send(
        user,
        N_('Confirm your mail address'),
        N_('%(name)s has registered with the address %(email)s.', name=user.full_name, email=user.email),
        N_('If that was you, confirm it with this link:'),
        link,
        N_('If it was not you, do not open it: without it, nobody can use the account.'),
        NO_REPLY,
        template=Template.LINK,
    )


async def already_known(user: User, sign_in: str, link: str) -> None:
    """Somebody registered with the address of an account; only its owner may learn that it is one."""
    await send(
        user,
        N_('You have an account already'),
        N_('Somebody, you we hope, wanted to register with %(email)s. This address has an account.', email=user.email),
        N_('Sign in here: %(address)s', address=sign_in),
        N_('To choose a password, use this link. It works once, for an hour:') if link else None,
        link,
        N_('If it was not you, you need not do anything.'),
        NO_REPLY,
        template=Template.LINK,
    )


async def invited(user: User, inviter: User, desk: str, link: str) -> None:
    """The link by which an invited person chooses a password."""
    await send(
        user,
        N_('Your invitation to %(desk)s', desk=desk),
        N_('%(inviter)s invites you to %(desk)s, our service desk.', inviter=inviter.full_name, desk=desk),
        N_('Choose your password with this link; from then on you sign in with %(email)s:', email=user.email),
        link,
        N_('It works once, for 24 hours. When it is over, ask for “First access” at the sign-in page.'),
        NO_REPLY,
        template=Template.LINK,
    )


async def approval_asked(admin: User, newcomer: User, address: str) -> None:
    """Somebody waits until an admin lets him in."""
    await send(
        admin,
        N_('A registration waits for your approval'),
        N_(
            '%(name)s has registered with %(email)s and asks for the company “%(company)s”.',
            name=newcomer.full_name,
            email=newcomer.email,
            company=newcomer.wanted_company,
        ),
        N_('You decide whether they come in, and with which company:'),
        address,
        NO_REPLY,
    )


async def approved(user: User, address: str) -> None:
    """The desk has let somebody in who registered."""
    await send(
        user,
        N_('Your account is ready'),
        N_('We have approved your account %(email)s. You can sign in and open tickets:', email=user.email),
        address,
        NO_REPLY,
    )


async def declined(user: User) -> None:
    """The desk does not let somebody in who registered."""
    await send(
        user,
        N_('We have not approved your account'),
        N_('You have registered with %(email)s. We cannot open an account for you with it.', email=user.email),
        N_('If you think that this is a mistake, write to us.'),
        NO_REPLY,
    )


async def not_open(user: User, *, waits: bool) -> None:
    """Somebody registered with the address of an account with which nobody comes in, not yet or not any more."""
    await send(
        user,
        N_('Your account is not open'),
        N_('Somebody, you we hope, wanted to register with %(email)s. This address has an account.', email=user.email),
        N_('It waits for our approval. We write to you as soon as you can come in.')
        if waits
        else N_('Nobody can sign in with it. If you need it, write to us.'),
        NO_REPLY,
    )


async def changed(user: User, what: Text, address: str = '') -> None:
    """Something about the way into an account was changed; also for who did not do it."""
    await send(
        user,
        N_('Your account was changed'),
        what,
        N_('If that was not you, write to us at once.'),
        NO_REPLY,
        address=address,
    )


async def confirm_change(user: User, email: str, link: str, address: str) -> None:
    """One of the two links that confirm another mail address."""
    await send(
        user,
        N_('Confirm the change of your mail address'),
        N_(
            'You want to sign in with %(new)s instead of %(old)s. Confirm it with this link:', new=email, old=user.email
        ),
        link,
        N_('The change happens once both addresses have confirmed it, within 24 hours.'),
        N_('If that was not you, do not open it, and write to us at once.'),
        NO_REPLY,
        address=address,
        template=Template.LINK,
    )
