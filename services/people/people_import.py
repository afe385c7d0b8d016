"""People from a file: first what would happen, line by line, then exactly that, in one transaction.

Nobody gets a password this way: each chooses one by the first access (S0-18). Only customers come in from a file.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models import Organization, User
from models.db.folding import fold
from models.db.transaction import transaction
from services import audit
from services.accounts.admission import domain_of
from services.accounts.own_account import NAME, PHONE
from services.accounts.sign_in import login_of
from services.announce import announce
from services.clock import now
from services.language import LANGUAGES, N_, Text
from services.mail.addresses import is_address
from services.people import people_table, person_topics
from services.people.people_directory import TOPIC
from services.people.people_table import Line, Table
from services.phone_number import phone_problem
from services.plain_text import text_problem
from services.refusals import NotAllowed
from services.search import search_index
from services.settings import check_admin

AT_ONCE = 200  # lines between two chances for everybody else


class Kind(StrEnum):
    """What becomes of a line."""

    NEW = 'new'
    CHANGED = 'changed'
    UNCHANGED = 'unchanged'
    REFUSED = 'refused'


@dataclass(frozen=True)
class Outcome:
    """What would happen with a line, or has: `changes` has the old and the new text by field, `reason` why not."""

    line: int
    email: str
    kind: Kind
    changes: Mapping[str, tuple[str, str]]
    reason: Text | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Plan:
    """All outcomes in the order of the file; `ignored` are heads of columns that mean nothing to us."""

    outcomes: Sequence[Outcome]
    ignored: Sequence[str]
    sha256: str

    @property
    def counts(self) -> Mapping[Kind, int]:
        return Counter(one.kind for one in self.outcomes)


@dataclass(frozen=True)
class _Known:
    """The active companies by folded name and by domain, and who has the addresses of the file."""

    companies: Mapping[str, Organization]
    domains: Mapping[str, Organization]
    people: Mapping[str, User]

    def state(self) -> object:
        """All that a plan follows from, to compare."""
        companies = {name: (one.id, one.name, one.domains) for name, one in self.companies.items()}
        people = {
            email: (one.id, one.is_staff, one.is_active, one.organization_id, _old(one))
            for email, one in self.people.items()
        }
        return companies, people


async def plan(actor: User, raw: bytes) -> Plan:
    """What the file would do; writes nothing. `Invalid` by `file`, `NotAllowed` for anybody but an admin."""
    await check_admin(actor)
    table = await asyncio.to_thread(people_table.read, raw)
    return await _plan(table, await _known(table.lines), raw)


async def _plan(table: Table, known: _Known, raw: bytes) -> Plan:
    outcomes: list[Outcome] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(table.lines):
        outcomes.append(_outcome(line, known, seen))
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    return Plan(outcomes, table.ignored, hashlib.sha256(raw).hexdigest())


async def run(actor: User, raw: bytes, shown: Plan, name: str) -> Plan:
    """Do what `shown` said, all of it or nothing; `name` is that of the file, for the audit log.

    `NotAllowed` where the file or what it finds is not what it was.
    """
    await check_admin(actor)
    table = await asyncio.to_thread(people_table.read, raw)
    known = await _known(table.lines)
    there = await _plan(table, known, raw)
    async with transaction():  # all others wait: what takes long was before, and holds where the same is found again
        found = await _known(table.lines, lock=True)
        if there != shown or found.state() != known.state():
            raise NotAllowed(N_('Something has changed since you looked. Look again at what would happen.'))
        for some in _portions(there.outcomes, Kind.NEW):
            await User.bulk_create(_user(one, found.companies) for one in some)
            await asyncio.sleep(0)
        for some in _portions(there.outcomes, Kind.CHANGED):
            await _change(some, found)
            await asyncio.sleep(0)
        counts = {kind.value: there.counts[kind] for kind in Kind}
        await audit.record('people_imported', actor=actor, subject=name, after=counts | {'sha256': there.sha256})
        await announce({TOPIC, 'queue'})
    await search_index.catch_up()
    return there


async def _known(lines: Sequence[Line], *, lock: bool = False) -> _Known:
    companies = await _companies()
    domains = {domain.casefold(): one for one in companies.values() for domain in one.domains}
    people: dict[str, User] = {}
    logins = [login_of(line.cells.get('email', '')) for line in lines]
    for first in range(0, len(logins), AT_ONCE):
        found = User.filter(email__in=logins[first : first + AT_ONCE]).prefetch_related('organization')
        people |= {person.email: person for person in await (found.select_for_update() if lock else found)}
    return _Known(companies, domains, people)


async def _companies() -> Mapping[str, Organization]:
    return {fold(one.name): one for one in await Organization.filter(is_active=True).order_by('id')}


def _outcome(line: Line, known: _Known, seen: dict[str, int]) -> Outcome:
    email = login_of(line.cells.get('email', ''))
    person = known.people.get(email)
    if reason := _reason(line, email, person, known, seen):
        return Outcome(line.number, email, Kind.REFUSED, {}, reason)
    seen[email] = line.number
    old, new = _old(person), _new(line, email, person, known)
    changes = {field: (old[field], text) for field, text in new.items() if text and text != old[field]}
    if person is None:
        return Outcome(line.number, email, Kind.NEW, changes)
    return Outcome(line.number, email, Kind.CHANGED if changes else Kind.UNCHANGED, changes, None, person.id)


def _reason(line: Line, email: str, person: User | None, known: _Known, seen: Mapping[str, int]) -> Text | None:
    """Why nothing becomes of a line."""
    cells = line.cells
    if not is_address(email):
        return N_('“%(address)s” is not a mail address.', address=cells.get('email', '')[:80])
    if email in seen:
        return N_('The same address stands in line %(number)d already.', number=seen[email])
    if person and person.is_staff:
        return N_('This person is of the desk: change it by hand.')
    if person and not person.is_active:
        return N_('This account is disabled.')
    company, language = cells.get('company', ''), cells.get('language', '')
    if company and fold(company) not in known.companies:
        return N_('There is no company “%(name)s”: create it first.', name=company[:80])
    if language and _language(language) is None:
        return N_('“%(language)s” is none of our languages.', language=language[:80])
    required = None if person else N_('The name is missing.')
    return (
        text_problem(cells.get('full_name', ''), longest=NAME, one_line=True, required=required)
        or text_problem(cells.get('phone', ''), longest=PHONE, one_line=True)
        or phone_problem(cells.get('phone', ''))
    )


def _old(person: User | None) -> dict[str, str]:
    if person is None:
        return dict.fromkeys(('full_name', 'phone', 'company', 'language'), '')
    company = person.organization.name if person.organization else ''
    return {'full_name': person.full_name, 'phone': person.phone, 'company': company, 'language': person.language}


def _new(line: Line, email: str, person: User | None, known: _Known) -> dict[str, str]:
    """What the line says; an empty cell says nothing. Whoever is new and in no company has that of the address."""
    cells = line.cells
    company = known.companies.get(fold(cells.get('company', '')))
    if company is None and person is None:
        company = known.domains.get(domain_of(email))
    return {
        'full_name': cells.get('full_name', ''),
        'phone': cells.get('phone', ''),
        'company': company.name if company else '',
        'language': _language(cells.get('language', '')) or '',
    }


def _language(text: str) -> str | None:
    """The code of a language that is named by its code or its own name."""
    names = {fold(name): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
    return names.get(fold(text), names.get(fold(text)[:2])) if text else ''


def _user(one: Outcome, companies: Mapping[str, Organization]) -> User:
    said = {field: text for field, (_old, text) in one.changes.items()}
    company = companies[fold(said['company'])] if 'company' in said else None
    return User(
        email=one.email,
        full_name=said['full_name'],
        phone=said.get('phone', ''),
        language=said.get('language', ''),
        organization_id=company.id if company else None,
        created_at=now(),
    )


def _portions(outcomes: Sequence[Outcome], kind: Kind) -> Iterator[Sequence[Outcome]]:
    those = [one for one in outcomes if one.kind == kind]
    return (those[first : first + AT_ONCE] for first in range(0, len(those), AT_ONCE))


async def _change(outcomes: Sequence[Outcome], known: _Known) -> None:
    people, topics = [], set[str]()
    for one in outcomes:
        person = known.people[one.email]
        old_company = person.organization_id
        for field, (_old, text) in one.changes.items():
            if field == 'company':
                person.organization_id = known.companies[fold(text)].id
            else:
                setattr(person, field, text)
        people.append(person)
        topics |= person_topics.topics(person, old_company)
    await User.bulk_update(people, fields=['full_name', 'phone', 'language', 'organization_id'])
    await search_index.write_people([person.id for person in people])
    await announce(topics)
