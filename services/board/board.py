"""The board: what its readers see of the network, all of it derived from intervals, incidents and announcements.

The truth is read once per event for everybody, and what of it may be seen once per `Reader`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tortoise.queryset import QuerySet

from models import Announcement, Component, ComponentGroup, Incident
from models.audience import Reader
from models.component import ComponentStatus
from models.incident import OVER, IncidentKind
from models.uptime import worst
from services.board import board_incidents
from services.board.board_components import Components, all_components
from services.board.board_lines import AnnouncementLine, Board, ComponentLine, GroupLine, IncidentLine
from services.clock import now
from services.knowledge import announcements
from services.language import Words
from services.refusals import NotFound
from services.shared import shared

TOPICS = ('board', 'announcements')
SECONDS = 60  # today's bar and uptime grow by themselves


async def board(reader: Reader) -> Board:
    """What this reader may see: asked once per `Reader` between two events on `TOPICS`, and no older than `SECONDS`."""
    at = now()
    return await shared(('board', reader, _minute(at)), TOPICS, lambda: _board(reader, at), seconds=SECONDS)


async def incident(reader: Reader, incident_id: int) -> IncidentLine:
    """One incident or maintenance, however long it is over. `NotFound` when this reader may not see it."""
    told = await board_incidents.read(Incident.visible_to(reader).filter(id=incident_id))
    if not told:
        raise NotFound
    return _seen(told[0], await _ids(Component.visible_to(reader)))


async def _board(reader: Reader, at: datetime) -> Board:
    known = await shared(('board components', _minute(at)), TOPICS[:1], lambda: all_components(at), seconds=SECONDS)
    told = await shared(
        ('board incidents', _minute(at)), TOPICS[:1], lambda: board_incidents.all_incidents(at), seconds=SECONDS
    )
    ids = await _ids(Component.visible_to(reader))
    components = [line for line in known.lines if line.id in ids]
    incidents = await _visible(reader, told, ids)
    running = [one for one in incidents if one.phase not in OVER]
    return Board(
        at,
        known.today,
        worst(line.status for line in components),
        Counter(line.status for line in components),
        tuple(_groups(known, components)),
        tuple(_ordered((one for one in running if one.kind == IncidentKind.INCIDENT), newest_first=True)),
        tuple(_ordered(one for one in running if one.kind == IncidentKind.MAINTENANCE)),
        tuple(sorted((one for one in incidents if one.phase in OVER), key=lambda one: one.ends_at or at, reverse=True)),
        tuple(_announcement(row) for row in await announcements.shown(reader)),
    )


async def _visible(reader: Reader, told: Iterable[IncidentLine], components: set[int]) -> list[IncidentLine]:
    """The incidents that this reader may see, without the components that he may not."""
    lines = list(told)
    seen = await _ids(Incident.visible_to(reader).filter(id__in=[line.id for line in lines]))
    return [_seen(line, components) for line in lines if line.id in seen]


def _seen(line: IncidentLine, components: set[int]) -> IncidentLine:
    impacts = tuple(one for one in line.impacts if one.component_id in components)
    return replace(line, impacts=impacts, status=worst(one.status for one in impacts))


async def _ids(found: QuerySet[Any]) -> set[int]:
    return {row['id'] for row in await found.values('id')}


def _announcement(row: Announcement) -> AnnouncementLine:
    title, body = Words.of(row, 'title'), Words.of(row, 'body')
    return AnnouncementLine(
        row.id, row.kind, title, body, row.link, row.starts_at, row.ends_at, row.is_pinned, row.on_kiosk
    )


def _groups(known: Components, components: list[ComponentLine]) -> Iterable[GroupLine]:
    """The groups that hold something, in their order, and last what has none."""
    for group in known.groups:
        if group.parent_id is None:
            below = [_group(one, components) for one in known.groups if one.parent_id == group.id]
            line = _group(group, components, tuple(one for one in below if one.components))
            if line.components or line.groups:
                yield line
    if loose := tuple(line for line in components if line.group_id is None):
        yield GroupLine(None, Words(''), worst(line.status for line in loose), True, loose)


def _group(group: ComponentGroup, components: list[ComponentLine], below: tuple[GroupLine, ...] = ()) -> GroupLine:
    own = tuple(line for line in components if line.group_id == group.id)
    status = worst([*(line.status for line in own), *(line.status for line in below)])
    is_open = status != ComponentStatus.OPERATIONAL or not group.opens_when_troubled
    return GroupLine(group.id, Words.of(group, 'name'), status, is_open, own, below)


def _ordered(lines: Iterable[IncidentLine], *, newest_first: bool = False) -> list[IncidentLine]:
    return sorted(lines, key=lambda line: (line.starts_at, line.id), reverse=newest_first)


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)
