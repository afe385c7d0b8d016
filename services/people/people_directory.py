"""Everybody who has an account, for an admin: looked for by words, narrowed by role, state and company."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models import Organization, User
from models.user import UserRole
from services.plain_text import is_id
from services.refusals import NotFound
from services.search import search_document
from services.search.search_index import PERSON
from services.search.search_words import Question
from services.settings import check_admin

TOPIC = 'people'
PAGE = 50
LONGEST = 80
NO_COMPANY = 'none'

# Whether and how somebody can come in: each account has the first that holds.
STATES: Mapping[str, Q] = {
    'merged': Q(merged_into_id__isnull=False),
    'waiting': Q(verified_at__isnull=False) & ~Q(wanted_company='') & Q(is_active=False),
    'disabled': Q(is_active=False),
    'unconfirmed': Q(verified_at__isnull=True, password_hash__isnull=False),
    'new': Q(password_hash__isnull=True),
    'active': Q(),
}


@dataclass(frozen=True)
class Wanted:
    """All as it stands in an address; '' does not narrow, and leaves out only who was merged into somebody else."""

    text: str = ''
    role: str = ''
    state: str = ''
    company: str = ''

    @classmethod
    def of(cls, values: Mapping[str, str]) -> 'Wanted':
        """Read it; what has no meaning does not narrow."""
        asked = {field.name: values.get(field.name, '').strip()[:LONGEST] for field in fields(cls)}
        return cls(**{name: value for name, value in asked.items() if _MEANS.get(name, bool)(value)})

    def chosen(self) -> dict[str, str]:
        """What narrows, by name."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Page:
    """People by name, with their companies; `next` is where the next page begins, None on the last."""

    people: Sequence[User]
    next: tuple[str, int] | None


def state_of(person: User) -> str:
    """Whether somebody can come in, as a key of `STATES`."""
    if person.merged_into_id:
        return 'merged'
    if not person.is_active:
        return 'waiting' if person.verified_at and person.wanted_company else 'disabled'
    if person.password_hash is None:
        return 'new'
    return 'active' if person.verified_at else 'unconfirmed'


async def page(actor: User, wanted: Wanted, after: tuple[str, int] | None = None) -> Page:
    """Up to `PAGE` people behind the name and id of `after`. `NotAllowed` for anybody but an admin."""
    await check_admin(actor)
    found = _found(wanted)
    if after:
        name, id_ = after
        found = found.filter(Q(full_name__gt=name) | Q(full_name=name, id__gt=id_))
    rows = await found.order_by('full_name', 'id').limit(PAGE + 1).select_related('organization')
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], (last.full_name, last.id) if last else None)


async def count(actor: User, wanted: Wanted) -> int:
    """How many there are."""
    await check_admin(actor)
    return await _found(wanted).count()


async def find(actor: User, person_id: int) -> User:
    """One of them, with the company, and whom he was merged into; for an admin. `NotFound`."""
    await check_admin(actor)
    found = await User.get_or_none(id=person_id).select_related('organization', 'merged_into')
    if found is None:
        raise NotFound
    return found


async def companies(actor: User) -> list[tuple[str, str]]:
    """Id and name of those that can be chosen as a filter."""
    await check_admin(actor)
    rows = await Organization.all().order_by('name').values_list('id', 'name')
    return [(str(id_), str(name)) for id_, name in rows]


def _found(wanted: Wanted) -> QuerySet[User]:
    found = User.filter(_in_state(wanted.state) if wanted.state else ~STATES['merged'])
    if wanted.role:
        found = found.filter(role=UserRole(wanted.role))
    if wanted.company:
        found = found.filter(organization_id=None if wanted.company == NO_COMPANY else int(wanted.company))
    question = Question.of(wanted.text)
    return found.filter(id__in=search_document.things(question, PERSON)) if question.words else found


def _in_state(state: str) -> Q:
    """It holds, and none of those before it."""
    earlier = list(STATES)[: list(STATES).index(state)]
    condition = STATES[state]
    for other in earlier:
        condition &= ~STATES[other]
    return condition


_MEANS: Mapping[str, Callable[[str], bool]] = {
    'role': list(UserRole).__contains__,
    'state': STATES.__contains__,
    'company': lambda value: value == NO_COMPANY or is_id(value),
}
