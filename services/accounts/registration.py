"""Registration: a name, an address that is confirmed by a mailed link, a password (S3-11); approval where it is asked.

Whether an address is known shows neither by the answer nor by its time: its owner alone hears of it, by mail.
"""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from models import Organization, User
from models.db.transaction import transaction
from models.token import TokenPurpose
from models.user import UserRole
from services import audit, brakes, settings
from services.accounts import account_mail, admission, links, passwords, recovery, terms, waiting
from services.accounts.admission import Registration
from services.accounts.sign_in import login_of
from services.announce import announce
from services.brakes import Pace
from services.clock import now
from services.env import env
from services.language import N_, Text
from services.mail.addresses import is_address
from services.people import copies_of_people
from services.plain_text import text_problem
from services.refusals import Invalid, NotAllowed, NotFound, TooMany
from services.search import search_index

LIFETIME = timedelta(hours=24)
NAME = 200
ANSWER_AFTER = 0.3  # seconds; whatever is done for a new address is done before

FROM = Pace('register-address', burst=20, seconds=30)
BY_ALL = Pace('register', burst=60, seconds=2)
MAILED = Pace('register-account', burst=3, seconds=600)


@dataclass(frozen=True)
class NewAccount:
    """A filled form; `terms` is the id of the version that was accepted, empty for none."""

    name: str
    email: str
    password: str = field(repr=False)
    company: str = ''
    terms: str = ''

    def problems(self) -> dict[str, Text]:
        login = login_of(self.email)
        found = {
            'name': text_problem(self.name, longest=NAME, one_line=True, required=N_('Write your name.')),
            'email': None if is_address(login) else N_('“%(address)s” is not a mail address.', address=self.email[:80]),
            'password': passwords.problems(self.password),
            'company': text_problem(self.company, longest=NAME, one_line=True),
        }
        return {name: problem for name, problem in found.items() if problem}


async def register(form: NewAccount, language: str, ip: str) -> str:
    """Ask the reader of an address to confirm it; gives the key with which this browser waits for that.

    `Invalid` for what is wrong with the form, for an address of a company that is not known where only such may
    register, and when nobody may; `TooMany` when `ip` or everybody registers too often.
    """
    await _check_open(form)
    if problems := form.problems():
        raise Invalid(problems)
    agreed = await terms.check(form.terms)
    await brakes.attempt((FROM, brakes.network(ip)), (BY_ALL, 'everybody'))
    login, password_hash = login_of(form.email), await passwords.hash_password(form.password)
    loop = asyncio.get_running_loop()
    answer_at = loop.time() + ANSWER_AFTER
    key = await _register(login, form, password_hash, language)
    if key is None:
        await _tell_owner(login, ip)
    else:
        person = await User.get(email=login)
        if agreed:
            await terms.accept(person, agreed, ip)
        await audit.record('registered', actor=person, subject=login, after={'company': form.company.strip()}, ip=ip)
        await _mail_link(person)
    await asyncio.sleep(max(0.0, answer_at - loop.time()))
    return key or secrets.token_urlsafe(32)


async def send_again(key: str, email: str, ip: str) -> None:
    """Mail the link again, to who waits for it: the same answer for everybody. `TooMany` as for `register`."""
    loop = asyncio.get_running_loop()
    answer_at = loop.time() + ANSWER_AFTER
    await brakes.attempt((FROM, brakes.network(ip)), (BY_ALL, 'everybody'))
    row = await links.peek(key, TokenPurpose.WAITING)
    if row and row.user and admission.has_registered(row.user):
        await _mail_link(row.user)
    elif row is None:
        await _tell_owner(login_of(email), ip)
    await asyncio.sleep(max(0.0, answer_at - loop.time()))


async def look(token: str, ip: str) -> User | None:
    """Whose address a link confirms; None when it no longer works. Uses nothing up."""
    link = await links.good(token, TokenPurpose.VERIFY, ip)
    return link.user if link else None


async def confirm(token: str, ip: str) -> User:
    """Confirm an address, once, and let its owner in, or let him wait for an admin (S3-12).

    `NotFound` for a link that no longer works, `TooMany`.
    """
    if await links.good(token, TokenPurpose.VERIFY, ip) is None:
        raise NotFound
    async with transaction():
        link = await links.peek(token, TokenPurpose.VERIFY)
        if link is None:
            raise NotFound
        person = await links.spend(link)
        person.verified_at = now()
        await admission.admit(person, ip)
        await waiting.tell(person)
    return person


async def pending(actor: User) -> list[User]:
    """Who waits for approval, or named a company that is not approved; the earliest first."""
    await settings.check_admin(actor)
    return await User.exclude(wanted_company='').exclude(verified_at=None).order_by('created_at', 'id')


async def approve(actor: User, user: User, organization: Organization | None) -> None:
    """Let somebody in, with this company or none. `NotAllowed`, and `NotFound` for who waits for nothing."""
    async with transaction():
        person = await _waiting_person(actor, user)
        person.organization, person.wanted_company, wanted = organization, '', person.wanted_company
        waited, person.is_active = not person.is_active, True
        await person.save(update_fields=['organization_id', 'wanted_company', 'is_active'])
        await search_index.write_person(person)
        if waited:
            await copies_of_people.claim(person)
            await account_mail.approved(person, f'{env().base_url}/login')
        after = {'company': organization.name if organization else ''}
        await audit.record('person_approved', actor=actor, subject=person.email, before={'asked': wanted}, after=after)
        await waiting.tell(person)


async def decline(actor: User, user: User) -> None:
    """Do not: who waits for an admin stays out, who is in has no company. Raises as `approve`."""
    async with transaction():
        person = await _waiting_person(actor, user)
        wanted, person.wanted_company = person.wanted_company, ''
        await person.save(update_fields=['wanted_company'])
        if not person.is_active:
            await account_mail.declined(person)
        await audit.record('person_declined', actor=actor, subject=person.email, before={'asked': wanted})
        await waiting.tell(person)


async def _waiting_person(actor: User, user: User) -> User:
    await settings.check_admin(actor)
    person = await User.filter(id=user.id).exclude(wanted_company='').select_for_update().get_or_none()
    if person is None or person.verified_at is None:
        raise NotFound
    return person


async def _check_open(form: NewAccount) -> None:
    """By the domain alone: it tells the same of known and unknown addresses."""
    chosen = await settings.load(Registration)
    if chosen.open_to == 'nobody':
        raise NotAllowed(N_('Accounts are made by invitation here.'))
    login = login_of(form.email)
    if chosen.open_to == 'known_domains' and is_address(login) and await admission.company_of(login) is None:
        raise Invalid({'email': N_('Use the address that your company gave you: only our customers can register.')})


async def _register(login: str, form: NewAccount, password_hash: str, language: str) -> str | None:
    """Write the account, or write it anew while nobody has confirmed it; None where the address has another one."""
    async with transaction():
        newcomer = User(email=login, full_name=form.name.strip(), password_hash=password_hash, created_at=now())
        newcomer.role, newcomer.language, newcomer.wanted_company = UserRole.CUSTOMER, language, form.company.strip()
        await User.bulk_create([newcomer], ignore_conflicts=True)
        person = await User.filter(email=login).select_for_update().get()
        if not admission.has_registered(person) or not person.is_active:
            return None
        person.full_name, person.password_hash = newcomer.full_name, password_hash
        person.language, person.wanted_company = language, newcomer.wanted_company
        await person.save(update_fields=['full_name', 'password_hash', 'language', 'wanted_company'])
        await links.end(person, TokenPurpose.VERIFY, TokenPurpose.WAITING)
        await search_index.write_person(person)
        await announce({'people'})
        return await waiting.new_key(person)


async def _mail_link(person: User) -> None:
    try:
        await brakes.attempt((MAILED, person.email))
    except TooMany:
        return
    async with transaction():
        link = await links.new(person, TokenPurpose.VERIFY, LIFETIME)
        await account_mail.confirm_address(person, link)


async def _tell_owner(login: str, ip: str) -> None:
    """The owner of an account hears that somebody wanted to register with its address."""
    await audit.record('registration_of_known', subject=login, ip=ip)
    person = await User.get_or_none(email=login, merged_into_id=None)
    if person is None or admission.has_registered(person):
        return
    try:
        await brakes.attempt((MAILED, login))
    except TooMany:
        return
    async with transaction():
        if not person.is_active:
            await account_mail.not_open(person, waits=admission.awaits_approval(person))
            return
        link = '' if person.password_hash else await recovery.new_link(person, recovery.LIFETIME)
        await account_mail.already_known(person, f'{env().base_url}/login', link)
