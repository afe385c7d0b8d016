"""Whom to turn to, level by level: each customer reads the table of his own company or region (S1-14, S1-15)."""

from collections.abc import Sequence
from dataclasses import dataclass

from models import EscalationPath, EscalationStep, Organization, User
from services.placeholders import is_placeholder
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


def _of(company: Organization | None, known: Sequence[Table]) -> Table | None:
    """The company's own, else its country's, else the one without countries and company."""
    own = (one for one in known if company and one.path.organization_id == company.id)
    general = [one for one in known if one.path.organization_id is None]
    there = (one for one in general if company and company.country in one.path.countries)
    default = (one for one in general if not one.path.countries)
    return next(own, None) or next(there, None) or next(default, None)


async def _read() -> list[Table]:
    steps: dict[int, list[EscalationStep]] = {}
    for step in await EscalationStep.all().order_by('path_id', 'level'):
        steps.setdefault(step.path_id, []).append(step)
    return [Table(path, steps.get(path.id, ())) for path in await EscalationPath.all().order_by('position', 'id')]
