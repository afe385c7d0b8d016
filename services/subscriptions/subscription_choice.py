"""What somebody wants to be told of, and whether he may ask for it."""

from dataclasses import dataclass
from typing import Any

from tortoise.expressions import Q

from models import Component, Region, User
from models.audience import Reader
from models.component import ComponentStatus
from services.language import N_
from services.refusals import Invalid, SignedOut

# From what on somebody is told: all there is, or only what is at least so bad.
SEVERITIES = (
    ComponentStatus.MAINTENANCE,
    ComponentStatus.DEGRADED,
    ComponentStatus.PARTIAL,
    ComponentStatus.MAJOR,
)


@dataclass(frozen=True)
class Choice:
    """What somebody wants to be told of: ids of components and regions, none: all; `severity` is one of SEVERITIES."""

    components: tuple[int, ...] = ()
    regions: tuple[int, ...] = ()
    severity: str = ComponentStatus.MAINTENANCE

    def columns(self) -> dict[str, Any]:
        return {'components': list(self.components), 'regions': list(self.regions), 'severity': self.severity}


async def check(reader: Reader, choice: Choice) -> None:
    """`Invalid` for a choice of what there is not, or what this reader may not see."""
    known = await Component.visible_to(reader).filter(id__in=list(choice.components)).count()
    if known != len(set(choice.components)):
        raise Invalid({'components': N_('Choose one of the options')})
    if await Region.filter(id__in=list(choice.regions)).count() != len(set(choice.regions)):
        raise Invalid({'regions': N_('Choose one of the options')})
    if choice.severity not in SEVERITIES:
        raise Invalid({'severity': N_('Choose one of the options')})


async def person_of(actor: User | None) -> User:
    """The actor as the database knows him now."""
    person = await User.get_or_none(id=actor.id, is_active=True) if actor else None
    if person is None:
        raise SignedOut
    return person


def living() -> Q:
    """The subscriptions that are confirmed and not ended."""
    return Q(ended_at=None) & Q(confirmed_at__isnull=False)
