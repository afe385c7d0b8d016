"""The board as JSON: states as words of models/component.py, instants in ISO 8601 and UTC, uptime from 0 to 1. Pure."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from models.uptime import uptime
from services.board.board_lines import Board, ComponentLine, GroupLine, IncidentLine
from services.board.board_words import STATE
from services.board.feed_entries import Desk


def document(board: Board, desk: Desk) -> bytes:
    """All of it but the bars."""
    told = {
        'page': {'name': desk.name, 'url': f'{desk.url}/status', 'language': desk.language},
        'updated_at': _iso(board.at),
        'status': {'state': board.status, 'text': desk.say(STATE[board.status])},
        'components': [_component(line, group, desk) for group in _groups(board.groups) for line in group.components],
        'incidents': [_incident(line, desk) for line in board.incidents],
        'maintenance': [_incident(line, desk) for line in board.maintenance],
        'past': [_incident(line, desk) for line in board.past],
        'announcements': [
            {
                'id': one.id,
                'kind': one.kind,
                'title': one.title.into(desk.language),
                'url': f'{desk.url}/announcements/{one.id}',
                'starts_at': _iso(one.starts_at),
                'ends_at': _iso(one.ends_at),
            }
            for one in board.announcements
        ],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _groups(groups: tuple[GroupLine, ...]) -> Iterator[GroupLine]:
    for group in groups:
        yield group
        yield from _groups(group.groups)


def _component(line: ComponentLine, group: GroupLine, desk: Desk) -> dict[str, Any]:
    return {
        'slug': line.slug,
        'name': line.name.into(desk.language),
        'group': group.name.into(desk.language) or None,
        'status': line.status,
        'text': desk.say(STATE[line.status]),
        'since': _iso(line.since),
        'uptime': {'45_days': _rounded(uptime(line.days[-45:])), '90_days': _rounded(uptime(line.days))},
        'regions': [
            {'name': region.name.into(desk.language), 'status': region.status, 'since': _iso(region.since)}
            for region in line.regions
        ],
    }


def _incident(line: IncidentLine, desk: Desk) -> dict[str, Any]:
    return {
        'id': line.id,
        'url': desk.incident_url(line),
        'title': line.title.into(desk.language),
        'phase': line.phase,
        'status': line.status,
        'starts_at': _iso(line.starts_at),
        'ends_at': _iso(line.ends_at),
        'next_update_at': _iso(line.next_update_at),
        'components': [
            {
                'name': impact.component.into(desk.language),
                'region': impact.region.into(desk.language) if impact.region else None,
                'status': impact.status,
            }
            for impact in line.impacts
        ],
        'updates': [
            {'at': _iso(update.at), 'phase': update.phase, 'body': update.body.into(desk.language)}
            for update in line.updates
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat().replace('+00:00', 'Z') if at else None


def _rounded(part: float | None) -> float | None:
    return None if part is None else round(part, 6)
