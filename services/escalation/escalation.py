"""Whom to turn to, level by level: each customer reads the table of his own company or region (S1-11, S1-14, S1-15)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from models import EscalationPath, EscalationStep, Organization, User
from services.escalation.first_call import FirstCall
from services.language import Text, Words
from services.settings import Desk, load
from services.setup.placeholders import is_placeholder
from services.shared import shared

TOPIC = 'settings'
FIRST = 0  # the level of the regional number


@dataclass(frozen=True)
class Table:
    """A path with its levels, the lowest first; one of level 0 is the region's own first number."""

    path: EscalationPath
    steps: Sequence[EscalationStep]

    @property
    def is_published(self) -> bool:
        """Whether all of its numbers can be called."""
        return not any(is_placeholder(step.phone) for step in self.steps)


@dataclass(frozen=True)
class Level:
    """One level as people read it: what it is called, who it is, and how he is reached."""

    number: int
    role: Words | Text
    name: str
    phones: tuple[str, ...]
    mail: str
    wait: timedelta


async def tables(actor: User | None) -> list[Table]:
    """The one table of a customer, all of them for the desk, none for a visitor.

    One whose contacts are placeholders still is the desk's alone (spec 1.6-i).
    """
    if actor is None:
        return []
    known = await everything()
    if actor.is_staff:
        return known
    company = await Organization.get_or_none(id=actor.organization_id) if actor.organization_id else None
    found = table_of(company, known)
    return [found] if found and found.is_published else []


async def everything() -> list[Table]:
    """All tables in their order, for what tells nobody more than he may read."""
    return await shared('escalation', [TOPIC], _read)


async def levels(table: Table | None) -> list[Level]:
    """The levels of a table, the first number before all others (S1-11); that alone where there is no table."""
    first, desk = await load(FirstCall), await load(Desk)
    steps = list(table.steps) if table else []
    own = next((step for step in steps if step.level == FIRST), None)
    phones = (own.phone,) if own and own.phone else (first.phone,) if first.phone else (desk.phone, desk.mobile)
    mail = (own.email if own else '') or first.mail or desk.mail
    wait = timedelta(minutes=first.wait_minutes)
    zero = Level(FIRST, first.words, own.name if own else '', tuple(filter(None, phones)), mail, wait)
    return [zero, *(_level(table.path, step) for step in steps if table and step.level != FIRST)]


def table_of(company: Organization | None, known: Iterable[Table]) -> Table | None:
    """What its contract names, else the company's own, else its country's, else the one for all others (S1-14)."""
    known = list(known)
    named = (one for one in known if company and one.path.id == company.escalation_path_id)
    own = (one for one in known if company and one.path.organization_id == company.id)
    general = [one for one in known if one.path.organization_id is None]
    there = (one for one in general if company and company.country in one.path.countries)
    default = (one for one in general if not one.path.countries)
    return next(named, None) or next(own, None) or next(there, None) or next(default, None)


def role_of(path: EscalationPath, step: EscalationStep) -> Words:
    """What a level is called; its path has the translations."""
    others = {code: texts[key] for code, texts in path.translations.items() if (key := f'role.{step.level}') in texts}
    return Words(step.role, others)


def _level(path: EscalationPath, step: EscalationStep) -> Level:
    phones = (step.phone,) if step.phone else ()
    wait = timedelta(minutes=step.wait_minutes)
    return Level(step.level, role_of(path, step), step.name, phones, step.email, wait)


async def _read() -> list[Table]:
    steps: dict[int, list[EscalationStep]] = {}
    for step in await EscalationStep.all().order_by('path_id', 'level'):
        steps.setdefault(step.path_id, []).append(step)
    return [Table(path, steps.get(path.id, ())) for path in await EscalationPath.all().order_by('position', 'id')]
