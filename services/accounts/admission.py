"""Whether and with which company somebody who registered comes in, once the address is confirmed (S3-11)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from models import Organization, User
from models.user import UserRole
from services import audit, settings
from services.accounts import approval_asked
from services.announce import announce
from services.language import N_, Text
from services.people import copies_of_people
from services.search import search_index

# Anybody gets an address there, so none of them tells a company.
FREE_MAIL = frozenset(
    (
        'aol.com fastmail.com gmail.com gmx.com gmx.de gmx.net googlemail.com hotmail.com hotmail.es hotmail.com.br '
        'icloud.com live.com live.com.mx mac.com mail.com me.com msn.com outlook.com outlook.es outlook.com.br '
        'proton.me protonmail.com bol.com.br terra.com.br uol.com.br yahoo.com yahoo.com.ar yahoo.com.br yahoo.com.mx '
        'yahoo.es yandex.com ymail.com zoho.com tutanota.com'
    ).split()
)


@dataclass(frozen=True)
class Registration:
    """Who may register: everybody, those with an address of a company that the desk knows, or nobody.

    With `needs_approval` an administrator lets them in; they wait until then.
    """

    open_to: Literal['everybody', 'known_domains', 'nobody'] = 'everybody'
    needs_approval: bool = False

    def problems(self) -> dict[str, Text]:
        is_known = self.open_to in ('everybody', 'known_domains', 'nobody')
        return {} if is_known else {'open_to': N_('Choose one of the options')}


def domain_of(email: str) -> str:
    return email.rpartition('@')[2].casefold()


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there: such a domain belongs to no company."""
    return domain.casefold() in FREE_MAIL


async def company_of(email: str) -> Organization | None:
    """The active company that has the domain of an address."""
    domain = domain_of(email)
    if is_free_mail(domain):
        return None
    companies: Collection[Organization] = await Organization.filter(is_active=True).order_by('id')
    return next((one for one in companies if domain in [name.casefold() for name in one.domains]), None)


def has_registered(user: User) -> bool:
    """Whether somebody chose a password but has not confirmed the address: what others make has no password."""
    return user.verified_at is None and user.password_hash is not None


def awaits_approval(user: User) -> bool:
    """Whether somebody's address is confirmed, and an admin has not decided."""
    return not user.is_active and user.verified_at is not None and bool(user.wanted_company)


def waits(user: User) -> bool:
    """Whether somebody who has registered is not let in yet."""
    return awaits_approval(user) or (user.is_active and has_registered(user))


async def admit(user: User, ip: str) -> None:
    """Let in who registered, now that the address is confirmed, or let him wait for an admin, whom a mail tells.

    Saves the user. Call it in a transaction.
    """
    company = await company_of(user.email)
    chosen = await settings.load(Registration)
    if chosen.needs_approval and user.role == UserRole.CUSTOMER:
        user.is_active = False
        user.wanted_company = user.wanted_company or (company.name if company else domain_of(user.email))
    elif company:
        user.organization, user.wanted_company = company, ''
    await user.save(update_fields=['is_active', 'wanted_company', 'organization_id', 'verified_at'])
    await search_index.write_person(user)
    if user.is_active:
        await copies_of_people.claim(user)
    else:
        await approval_asked.tell_admins(user)
    after = {'company': company.name if company and user.is_active else '', 'waits': not user.is_active}
    await audit.record('address_confirmed', actor=user, subject=user.email, after=after, ip=ip)
    await announce({'people', f'user:{user.id}'})
