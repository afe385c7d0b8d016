"""The state, the bars and the regions of all components: the part of the board that is the same for everybody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from tortoise.expressions import Q
from tortoise.query_utils import Prefetch

from models import Component, ComponentGroup, Region, StatusInterval
from models.uptime import Said, in_region, midnight, reading
from services.board.board_lines import ComponentLine, RegionLine
from services.env import env
from services.language import Words

DAYS = 90


@dataclass(frozen=True)
class Components:
    """All groups and active components in their order; `today` is the day of the board's zone."""

    today: date
    groups: tuple[ComponentGroup, ...]
    lines: tuple[ComponentLine, ...]


async def all_components(at: datetime) -> Components:
    """What is known at the instant `at`, in four statements."""
    zone = ZoneInfo(env().time_zone)
    today = at.astimezone(zone).date()
    in_order = Prefetch('regions', queryset=Region.all().order_by('position', 'id'))
    rows = await Component.filter(is_active=True).order_by('position', 'id').prefetch_related(in_order)
    said = await _said(midnight(today - timedelta(days=DAYS - 1), zone), at)
    groups = await ComponentGroup.all().order_by('position', 'id')
    return Components(today, tuple(groups), tuple(_line(row, said[row.id], zone, at) for row in rows))


async def _said(start: datetime, end: datetime) -> defaultdict[int, list[Said]]:
    """What was said of every component between them."""
    reaching = Q(ended_at__isnull=True) | Q(ended_at__gt=start)
    columns = ('component_id', 'status', 'started_at', 'ended_at', 'source', 'region_id')
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for component_id, *said in await StatusInterval.filter(reaching, started_at__lte=end).values_list(*columns):
        found[component_id].append(Said(*said))
    return found


def _line(row: Component, said: Sequence[Said], zone: ZoneInfo, at: datetime) -> ComponentLine:
    read = partial(reading, born=row.created_at, zone=zone, at=at, number=DAYS)
    regions = tuple(RegionLine(one.id, Words.of(one, 'name'), *read(in_region(said, one.id))) for one in row.regions)
    name, description = Words.of(row, 'name'), Words.of(row, 'description')
    return ComponentLine(row.id, row.slug, name, description, row.group_id, *read(said), regions)
