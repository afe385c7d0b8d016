"""Whom to turn to, level by level: each customer reads the table of his own company or region (S1-14, S1-15)."""

from collections.abc import Sequence
from dataclasses import dataclass

from models import EscalationPath, EscalationStep, Organization, User
from services.placeholders import is_placeholder
from services.settings import check_admin
from services.shared import shared

TOPIC = 'settings'


@dataclass(frozen=True)
class Table:
    """A path with its levels, the lowest first."""

    path: EscalationPath
    steps: Sequence[EscalationStep]

    @property
    def is_published(self) -> bool:
        """Whether all of its numbers can be called."""
        return not any(is_placeholder(step.phone) for step in self.steps)


async def tables(actor: User | None) -> list[Table]:
    """The one table of a customer, all of them for the desk, none for a visitor.

    One whose contacts are placeholders still is the desk's alone (spec 1.6-i).
    """
    if actor is None:
        return []
    known = await shared('escalation', [TOPIC], _read)
    if actor.is_staff:
        return known
    company = await Organization.get_or_none(id=actor.organization_id) if actor.organization_id else None
    found = _of(company, known)
    return [found] if found and found.is_published else []


async def uncovered(actor: User) -> dict[str, list[str]]:
    """By country the active companies that read the table for everybody, as no other covers it (S1-14); for an admin.

    Those without a country are under ''.
    """
    await check_admin(actor)
    known, found = await _read(), dict[str, list[str]]()
    for company in await Organization.filter(is_active=True).order_by('country', 'name'):
        table = _of(company, known)
        if table is None or not (_is_named(company, table) or company.country in table.path.countries):
            found.setdefault(company.country, []).append(company.name)
    return found


def _of(company: Organization | None, known: Sequence[Table]) -> Table | None:
    """What its contract names, else the company's own, else its country's, else the one without countries or company.

    The region of a country, such as Cono Sur, is the table that lists it.
    """
    own = (one for one in known if company and _is_named(company, one))
    general = [one for one in known if one.path.organization_id is None]
    there = (one for one in general if company and company.country in one.path.countries)
    default = (one for one in general if not one.path.countries)
    return next(own, None) or next(there, None) or next(default, None)


def _is_named(company: Organization, table: Table) -> bool:
    if company.escalation_path_id:
        return table.path.id == company.escalation_path_id
    return table.path.organization_id == company.id


async def _read() -> list[Table]:
    steps: dict[int, list[EscalationStep]] = {}
    for step in await EscalationStep.all().order_by('path_id', 'level'):
        steps.setdefault(step.path_id, []).append(step)
    return [Table(path, steps.get(path.id, ())) for path in await EscalationPath.all().order_by('position', 'id')]
