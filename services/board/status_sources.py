"""Who says how the components are now: for the people of the desk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models import Incident, Probe, StatusInterval, User
from models.component import ComponentStatus, StatusSource
from services.board.status import Place
from services.desk.queue import check_staff
from services.language import Words
from services.shared import shared


@dataclass(frozen=True)
class Source:
    """One open interval. `name` is that of the incident, maintenance or probe, '' for what was said by hand."""

    kind: StatusSource
    id: int | None
    name: Words
    status: ComponentStatus
    since: datetime


async def sources(actor: User) -> Mapping[Place, Sequence[Source]]:
    """What is said now, by place, the oldest first; nothing is said of places that are operational."""
    check_staff(actor)
    return await shared('status sources', ['board'], _sources)


async def _sources() -> Mapping[Place, Sequence[Source]]:
    rows = await StatusInterval.filter(ended_at__isnull=True).order_by('started_at', 'id')
    names = await _names(rows)
    found: defaultdict[Place, list[Source]] = defaultdict(list)
    for row in rows:
        name = names.get((row.source, row.source_id), Words(''))
        found[row.component_id, row.region_id].append(
            Source(row.source, row.source_id, name, row.status, row.started_at)
        )
    return found


async def _names(rows: Sequence[StatusInterval]) -> dict[tuple[StatusSource, int | None], Words]:
    told = [row.source_id for row in rows if row.source in (StatusSource.INCIDENT, StatusSource.MAINTENANCE)]
    probes = [row.source_id for row in rows if row.source == StatusSource.PROBE]
    names: dict[tuple[StatusSource, int | None], Words] = {}
    if told:
        for incident in await Incident.filter(id__in=told):
            names[StatusSource(incident.kind.value), incident.id] = Words.of(incident, 'title')
    if probes:
        for probe in await Probe.filter(id__in=probes):
            names[StatusSource.PROBE, probe.id] = Words(probe.name)
    return names
