"""Another mail address for an account: asked for with the password, confirmed at the old and at the new one."""

from dataclasses import dataclass
from datetime import timedelta

from tortoise.exceptions import IntegrityError

from models import Subscription, Token, User
from models.db.transaction import transaction
from models.token import TokenPurpose
from services import audit, brakes
from services.accounts import account_mail, links, password_again
from services.accounts.own_account import person_topic
from services.accounts.sign_in import login_of
from services.announce import announce
from services.brakes import Pace
from services.clock import now
from services.env import env
from services.language import N_
from services.mail.addresses import is_address
from services.people import copies_of_people
from services.refusals import Invalid, NotFound
from services.search import search_index

LIFETIME = timedelta(hours=24)
ASKED = Pace('mail-change', burst=3, seconds=600)
BOTH = (TokenPurpose.MAIL_OLD, TokenPurpose.MAIL_NEW)


@dataclass(frozen=True)
class Pending:
    """A change that waits: to which address, and which of the two have confirmed it."""

    email: str
    old_confirmed: bool
    new_confirmed: bool


async def ask(actor: User, email: str, password: str, ip: str) -> None:
    """Mail a link to both addresses. `Invalid` by `email` and `password`, `TooMany`.

    That the new one belongs to another account shows to its owner alone; the change never happens then.
    """
    login = login_of(email)
    if not is_address(login):
        raise Invalid({'email': N_('“%(address)s” is not a mail address.', address=email[:80])})
    if login == actor.email:
        raise Invalid({'email': N_('That is your address already.')})
    await password_again.check(actor, password)
    await brakes.attempt((ASKED, str(actor.id)))
    async with transaction():
        person = await User.filter(id=actor.id, is_active=True).select_for_update().get_or_none()
        if person is None:
            raise NotFound
        await Token.filter(user=person, purpose__in=list(BOTH)).delete()
        old = await links.new(person, TokenPurpose.MAIL_OLD, LIFETIME, login)
        new = await links.new(person, TokenPurpose.MAIL_NEW, LIFETIME, login)
        await account_mail.confirm_change(person, login, old, person.email)
        owner = await User.get_or_none(email=login)
        if owner is None:
            await account_mail.confirm_change(person, login, new, login)
        elif owner.is_active:
            await account_mail.already_known(owner, f'{env().base_url}/login', '')
        await audit.record('mail_change_asked', actor=person, subject=person.email, after={'email': login}, ip=ip)
        await announce({f'user:{person.id}'})


async def pending(actor: User) -> Pending | None:
    """The change that `actor` has asked for and that is not done."""
    rows = {row.purpose: row for row in await Token.filter(user=actor, purpose__in=list(BOTH), expires_at__gt=now())}
    if len(rows) < len(BOTH):
        return None
    old, new = (rows[purpose] for purpose in BOTH)
    return Pending(new.email, old.used_at is not None, new.used_at is not None)


async def cancel(actor: User) -> None:
    """Leave the address as it is."""
    async with transaction():
        await Token.filter(user=actor, purpose__in=list(BOTH)).delete()
        await announce({f'user:{actor.id}'})


async def look(purpose: TokenPurpose, token: str, ip: str) -> Token | None:
    """The link of one of the two mails, with its user; None when it no longer works. Uses nothing up."""
    return await links.good(token, purpose, ip)


async def confirm(purpose: TokenPurpose, token: str, ip: str) -> bool:
    """Confirm at one address; the second of the two changes it, and gives True.

    `NotFound`, `TooMany`, and `Invalid` where the new one has become that of another account.
    """
    if await links.good(token, purpose, ip) is None:
        raise NotFound
    async with transaction():
        link = await links.peek(token, purpose)
        if link is None:
            raise NotFound
        person = await links.spend(link)
        other = next(one for one in BOTH if one != purpose)
        confirmed = Token.filter(user=person, purpose=other, email=link.email, expires_at__gt=now())
        is_whole = await confirmed.exclude(used_at=None).exists()
        if is_whole:
            await _change(person, link.email, ip)
        await announce({f'user:{person.id}'})
    return is_whole


async def _change(person: User, email: str, ip: str) -> None:
    before, person.email = person.email, email
    try:
        await person.save(update_fields=['email'])
    except IntegrityError:  # somebody has registered with it meanwhile, or changed to it at the same moment
        raise Invalid({'form': N_('%(address)s has an account already.', address=email)}) from None
    await Token.filter(user=person, purpose__in=[*BOTH, TokenPurpose.RESET, TokenPurpose.WAITING]).delete()
    await Subscription.filter(user_id=person.id, address=before).update(address=email)
    copied = await copies_of_people.gather(person, {person.id}, {before, email})
    await search_index.rewrite_tickets(copied)
    await search_index.write_person(person)
    changed = N_('From now on you sign in with %(email)s.', email=email)
    await account_mail.changed(person, changed, before)
    await audit.record(
        'mail_changed', actor=person, subject=email, before={'email': before}, after={'email': email}, ip=ip
    )
    await announce({'people', 'queue', person_topic(person.id), *(f'ticket:{ticket_id}' for ticket_id in copied)})
