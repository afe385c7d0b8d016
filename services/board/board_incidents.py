"""Incidents and maintenance as the board tells them; services/board/board.py leaves out what its reader may not see."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tortoise.expressions import Q
from tortoise.query_utils import Prefetch
from tortoise.queryset import QuerySet

from models import Incident, IncidentComponent, IncidentUpdate
from models.incident import OVER, Phase
from models.uptime import worst
from services.board.board_lines import ImpactLine, IncidentLine, UpdateLine
from services.language import Words

PAST = timedelta(days=14)


async def all_incidents(at: datetime) -> tuple[IncidentLine, ...]:
    """What is not over, or has been for no more than `PAST`; drafts are not told."""
    told = Incident.exclude(phase=Phase.DRAFT).filter(Q(phase__not_in=list(OVER)) | Q(ends_at__gt=at - PAST))
    return await read(told)


async def read(found: QuerySet[Incident]) -> tuple[IncidentLine, ...]:
    """The lines of these incidents, in three statements."""
    impacts = Prefetch('impacts', queryset=IncidentComponent.all().select_related('component', 'region').order_by('id'))
    updates = Prefetch('updates', queryset=IncidentUpdate.all().order_by('-at', '-id'))
    return tuple(_line(row) for row in await found.prefetch_related(impacts, updates))


def _line(row: Incident) -> IncidentLine:
    impacts = tuple(_impact(impact) for impact in row.impacts)
    return IncidentLine(
        row.id,
        row.kind,
        row.phase,
        Words.of(row, 'title'),
        worst(impact.status for impact in impacts),
        impacts,
        row.starts_at,
        row.ends_at,
        row.next_update_at,
        tuple(_updates(row.updates)),
        bool(row.post_mortem),
    )


def _impact(row: IncidentComponent) -> ImpactLine:
    region = Words.of(row.region, 'name') if row.region else None
    return ImpactLine(row.component_id, Words.of(row.component, 'name'), row.region_id, region, row.status)


def _updates(rows: Iterable[IncidentUpdate]) -> Iterable[UpdateLine]:
    """Each in its last wording, at the time at which it was told first."""
    rows = list(rows)
    replaced = {row.replaces_id for row in rows}
    for row in rows:
        if row.id not in replaced:
            told = row.replaces_id is not None
            yield UpdateLine(row.id, row.phase, Words.of(row, 'body'), row.at, row.next_update_at, told)
