"""What the board says: components, incidents, announcements, as services/board/board.py reads them for a reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.announcement import AnnouncementKind
from models.component import ComponentStatus
from models.incident import IncidentKind, Phase
from models.uptime import Day
from services.language import Words


@dataclass(frozen=True)
class RegionLine:
    """A component in one region."""

    id: int
    name: Words
    status: ComponentStatus
    since: datetime | None
    days: tuple[Day, ...]


@dataclass(frozen=True)
class ComponentLine:
    """A component as a whole: the worst of its regions. `since` its state began, None when it was ever so.

    `days` are 90, oldest first, today last; `models.uptime.uptime(days[-45:])` is the uptime of the last 45, 0 to 1.
    """

    id: int
    slug: str
    name: Words
    description: Words
    group_id: int | None
    status: ComponentStatus
    since: datetime | None
    days: tuple[Day, ...]
    regions: tuple[RegionLine, ...]


@dataclass(frozen=True)
class GroupLine:
    """Components shown together; the `groups` of a group have none below them. `id` None: those without a group.

    `is_open`: shown unfolded, as some of it is in trouble, or it is to be always.
    """

    id: int | None
    name: Words
    status: ComponentStatus
    is_open: bool
    components: tuple[ComponentLine, ...]
    groups: tuple['GroupLine', ...] = ()


@dataclass(frozen=True)
class UpdateLine:
    """What was told at `at`; the last wording, if it was corrected."""

    id: int
    phase: Phase
    body: Words
    at: datetime
    next_update_at: datetime | None
    is_corrected: bool


@dataclass(frozen=True)
class ImpactLine:
    """What an incident does to a component: in one region, or everywhere (None)."""

    component_id: int
    component: Words
    region_id: int | None
    region: Words | None
    status: ComponentStatus


@dataclass(frozen=True)
class IncidentLine:
    """An incident or a maintenance with its updates, newest first. `status` is the worst of its impacts."""

    id: int
    kind: IncidentKind
    phase: Phase
    title: Words
    status: ComponentStatus
    impacts: tuple[ImpactLine, ...]
    starts_at: datetime
    ends_at: datetime | None
    next_update_at: datetime | None
    updates: tuple[UpdateLine, ...]
    has_post_mortem: bool


@dataclass(frozen=True)
class AnnouncementLine:
    """An announcement that is shown now."""

    id: int
    kind: AnnouncementKind
    title: Words
    body: Words
    link: str
    starts_at: datetime
    ends_at: datetime | None
    is_pinned: bool
    on_kiosk: bool


@dataclass(frozen=True)
class Board:
    """What one kind of reader sees, as of `at`; `today` is the day of the board's own zone.

    `counts` says how many components are in each state that any is in, `status` is the worst. `incidents` are the open
    ones, the last begun first; `maintenance` what is going on or planned, the next first; `past` what has been over for
    no more than 14 days, the last first.
    """

    at: datetime
    today: date
    status: ComponentStatus
    counts: Mapping[ComponentStatus, int]
    groups: tuple[GroupLine, ...]
    incidents: tuple[IncidentLine, ...]
    maintenance: tuple[IncidentLine, ...]
    past: tuple[IncidentLine, ...]
    announcements: tuple[AnnouncementLine, ...]

    @property
    def components(self) -> tuple[ComponentLine, ...]:
        """All of them in the order of the board, whatever their groups."""
        return tuple(line for group in self.groups for part in (group, *group.groups) for line in part.components)
