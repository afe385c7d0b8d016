"""Invitations: an admin names a person, who chooses a password with a mailed link and accepts the terms (S3-11)."""

from dataclasses import dataclass
from datetime import timedelta

from models import Organization, Terms, Token, User
from models.db.transaction import transaction
from models.token import TokenPurpose
from models.user import UserRole
from services import audit, settings
from services.accounts import account_mail, admission, links, passwords, terms, unproven
from services.accounts.sign_in import login_of
from services.announce import announce
from services.clock import now
from services.language import N_, Text
from services.mail.addresses import is_address
from services.people import copies_of_people
from services.plain_text import text_problem
from services.refusals import Invalid, NotFound
from services.search import search_index

LIFETIME = timedelta(hours=24)
NAME = 200


@dataclass(frozen=True)
class Invitation:
    """What the page of a link shows: whose it is, and the terms to accept, None when there are none."""

    user: User
    terms: Terms | None


async def invite(actor: User, email: str, name: str, role: UserRole, organization: Organization | None) -> User:
    """Make an account and mail its link. Who was invited before and has not come is invited again.

    A registration with the address that nobody has confirmed gives way.

    `NotAllowed` for anybody but an admin. `Invalid` by `email`, `name` and `organization`.
    """
    login, known_as = login_of(email), name.strip()
    required = N_('Write the name.')
    problems: dict[str, Text | None] = {
        'email': None if is_address(login) else N_('“%(address)s” is not a mail address.', address=email[:80]),
        'name': text_problem(known_as, longest=NAME, one_line=True, required=required),
        'organization': N_('Only a customer belongs to a company.')
        if organization and role != UserRole.CUSTOMER
        else None,
    }
    if found := {field: problem for field, problem in problems.items() if problem}:
        raise Invalid(found)
    async with transaction():
        await settings.check_admin(actor)
        newcomer = User(email=login, full_name=known_as, role=role, created_at=now())
        await User.bulk_create([newcomer], ignore_conflicts=True)
        person = await User.filter(email=login).select_for_update().get()
        if not person.is_active or (person.password_hash and not admission.has_registered(person)):
            raise Invalid({'email': N_('%(address)s has an account already.', address=login)})
        if admission.has_registered(person):
            await unproven.forget(person)
        person.full_name, person.role, person.organization = known_as, role, organization
        person.wanted_company = ''
        await person.save(update_fields=['full_name', 'role', 'organization_id', 'wanted_company'])
        await search_index.write_person(person)
        link = await links.new(person, TokenPurpose.INVITE, LIFETIME)
        await account_mail.invited(person, actor, (await settings.load(settings.Desk)).name, link)
        after = {'name': known_as, 'role': role.value, 'company': organization.name if organization else ''}
        await audit.record('invited', actor=actor, subject=login, after=after)
        await announce({'people', f'user:{person.id}'})
    return person


async def look(token: str, ip: str) -> Invitation | None:
    """Whose invitation a link is; None when it no longer works. Uses nothing up."""
    link = await links.good(token, TokenPurpose.INVITE, ip)
    return Invitation(_user(link), await terms.current()) if link else None


async def accept(token: str, password: str, accepted: str, ip: str) -> User:
    """Set the first password, and store that the terms with the id `accepted` are accepted: by customers (S4-24).

    `Invalid` by `password` and `terms`, `NotFound` for a link that no longer works, `TooMany`.
    """
    known = await links.good(token, TokenPurpose.INVITE, ip)
    if known is None:
        raise NotFound
    if problem := passwords.problems(password):
        raise Invalid({'password': problem})
    agreed = None if _user(known).is_staff else await terms.check(accepted)
    password_hash = await passwords.hash_password(password)
    async with transaction():
        link = await links.peek(token, TokenPurpose.INVITE)
        if link is None:
            raise NotFound
        person = await links.spend(link)
        person.password_hash, person.verified_at = password_hash, now()
        await person.save(update_fields=['password_hash', 'verified_at'])
        await copies_of_people.claim(person)
        await links.end(person, TokenPurpose.RESET, TokenPurpose.VERIFY)
        await audit.record('invitation_accepted', actor=person, subject=person.email, ip=ip)
        if agreed:
            await terms.accept(person, agreed, ip)
        await announce({'people', f'user:{person.id}'})
    return person


def _user(link: Token) -> User:
    assert link.user is not None
    return link.user
