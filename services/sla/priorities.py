"""Which priority follows from whom it touches and what still works (S2-10): the matrix, as an admin sets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.priority import MATRIX, Impact, Priority, Urgency
from services.language import N_, Text
from services.settings import load


def cell_of(impact: Impact, urgency: Urgency) -> str:
    """What a cell of the matrix is called: `company.stopped`."""
    return f'{impact}.{urgency}'


@dataclass(frozen=True)
class Priorities:
    """The priority of each cell."""

    matrix: Mapping[str, str] = field(
        default_factory=lambda: {cell_of(*cell): level.value for cell, level in MATRIX.items()}
    )

    def problems(self) -> dict[str, Text]:
        """The cells that have no priority."""
        return {
            name: N_('Choose one of the options')
            for name in (cell_of(*cell) for cell in MATRIX)
            if self.matrix.get(name) not in list(Priority)
        }

    def level(self, impact: Impact, urgency: Urgency) -> Priority:
        cell = self.matrix.get(cell_of(impact, urgency), '')
        return Priority(cell) if cell in list(Priority) else MATRIX[impact, urgency]


async def priority(impact: Impact, urgency: Urgency) -> Priority:
    """The priority of a ticket with these answers."""
    return (await load(Priorities)).level(impact, urgency)
