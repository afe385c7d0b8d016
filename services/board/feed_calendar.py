"""The maintenance that is planned, going on or lately over, as a calendar to subscribe to (RFC 5545). Pure."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from models.incident import IncidentKind, Phase
from services.board.board_lines import Board, IncidentLine
from services.board.feed_entries import Desk, impact_lines
from services.language import N_

OCTETS = 75  # of a line; the rest goes on in the next one, after a space
_CONTROL = re.compile(r'[\x00-\x08\x0b-\x1f\x7f]')


def calendar(board: Board, desk: Desk) -> bytes:
    """One event for each, with an id that stays the same when it is moved or cancelled."""
    name = _text(desk.say(N_('Maintenance of %(desk)s', desk=desk.name)))
    past = (line for line in board.past if line.kind == IncidentKind.MAINTENANCE)
    lines = [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Mesa Viva//Status//ES',
        'METHOD:PUBLISH',
        f'NAME:{name}',
        f'X-WR-CALNAME:{name}',
        'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
        'X-PUBLISHED-TTL:PT1H',
    ]
    for line in (*board.maintenance, *past):
        lines += _event(line, desk)
    return ''.join(_folded(line) for line in [*lines, 'END:VCALENDAR']).encode()


def _event(line: IncidentLine, desk: Desk) -> Iterator[str]:
    told = line.updates[0] if line.updates else None
    words = [told.body.into(desk.language) if told else '', impact_lines(line.impacts, desk)]
    description = '\n\n'.join(filter(None, words))
    changed = _instant(told.at if told else line.starts_at)
    yield 'BEGIN:VEVENT'
    yield f'UID:maintenance-{line.id}@{urlsplit(desk.url).hostname}'
    yield f'DTSTAMP:{changed}'
    yield f'LAST-MODIFIED:{changed}'
    yield f'SEQUENCE:{max(0, len(line.updates) - 1)}'
    yield f'DTSTART:{_instant(line.starts_at)}'
    if line.ends_at and line.ends_at > line.starts_at:
        yield f'DTEND:{_instant(line.ends_at)}'
    yield f'SUMMARY:{_text(line.title.into(desk.language))}'
    yield f'DESCRIPTION:{_text(description)}'
    yield f'URL:{desk.incident_url(line)}'
    yield f'STATUS:{"CANCELLED" if line.phase == Phase.CANCELLED else "CONFIRMED"}'
    yield 'TRANSP:TRANSPARENT'
    yield 'END:VEVENT'


def _instant(at: datetime) -> str:
    return f'{at.astimezone(UTC):%Y%m%dT%H%M%SZ}'


def _text(value: str) -> str:
    """A TEXT value: whatever somebody wrote adds no line and no property."""
    plain = _CONTROL.sub('', value.replace('\r\n', '\n').replace('\r', '\n'))
    return re.sub(r'([\\;,])', r'\\\1', plain).replace('\n', '\\n')


def _folded(line: str) -> str:
    """The line with its end, folded between characters."""
    folded, octets = '', 0
    for character in line:
        width = len(character.encode())
        if octets + width > OCTETS:
            folded, octets = f'{folded}\r\n ', 1
        folded, octets = folded + character, octets + width
    return folded + '\r\n'
