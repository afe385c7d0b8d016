"""Priority of a ticket from two plain questions, and the times promised for each (S2-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal


class Impact(StrEnum):
    """Whom it touches."""

    COMPANY = 'company'
    AREA = 'area'
    PERSON = 'person'


class Urgency(StrEnum):
    """What still works."""

    STOPPED = 'stopped'
    DEGRADED = 'degraded'
    CAN_WAIT = 'can_wait'


class Priority(StrEnum):
    CRITICAL = 'critical'
    HIGH = 'high'
    MEDIUM = 'medium'
    LOW = 'low'

    @property
    def rank(self) -> int:
        """1 for critical to 4 for low: S1..S4 of the contracts, and the order of work."""
        return list(Priority).index(self) + 1


@dataclass(frozen=True)
class Target:
    """What is promised, in time of the `clock`: open hours of the desk's calendar, or every hour of the wall."""

    first_response: timedelta
    resolution: timedelta
    update: timedelta
    clock: Literal['business', 'wall']


# Rows: impact; columns: urgency, stopped to can_wait.
_ROWS = {
    Impact.COMPANY: (Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM),
    Impact.AREA: (Priority.HIGH, Priority.MEDIUM, Priority.LOW),
    Impact.PERSON: (Priority.MEDIUM, Priority.LOW, Priority.LOW),
}
MATRIX: Mapping[tuple[Impact, Urgency], Priority] = MappingProxyType(
    {(impact, urgency): cell for impact, row in _ROWS.items() for urgency, cell in zip(Urgency, row, strict=True)}
)

# Both caps of the contract hold: a first response within 3 hours (S4-12), an end within 48 business hours (S4-10).
TARGETS: Mapping[Priority, Target] = MappingProxyType(
    {
        Priority.CRITICAL: Target(timedelta(minutes=30), timedelta(hours=4), timedelta(hours=1), 'wall'),
        Priority.HIGH: Target(timedelta(hours=1), timedelta(hours=8), timedelta(hours=2), 'business'),
        Priority.MEDIUM: Target(timedelta(hours=3), timedelta(hours=24), timedelta(hours=8), 'business'),
        Priority.LOW: Target(timedelta(hours=3), timedelta(hours=48), timedelta(hours=16), 'business'),
    }
)


def priority(impact: Impact, urgency: Urgency) -> Priority:
    """Priority of the default matrix."""
    return MATRIX[impact, urgency]
