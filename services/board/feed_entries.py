"""What the feeds tell, one entry for each update of an incident or maintenance and for each announcement. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from services.board.board_lines import AnnouncementLine, Board, ImpactLine, IncidentLine
from services.board.board_words import PHASE, STATE
from services.language import Text

MOST = 50


@dataclass(frozen=True)
class Desk:
    """Whose feed it is: its name, its address without a slash at the end, and the language to tell it in."""

    name: str
    url: str
    language: str

    def say(self, text: Text) -> str:
        return text.into(self.language)

    def incident_url(self, incident: IncidentLine) -> str:
        return f'{self.url}/status/incidents/{incident.id}'


@dataclass(frozen=True)
class Entry:
    """`id` stays the same when its words are corrected."""

    id: str
    url: str
    title: str
    text: str
    category: str
    at: datetime


def updates(board: Board, desk: Desk) -> list[Entry]:
    """The latest updates, newest first."""
    told = (
        Entry(
            id=f'{desk.incident_url(incident)}#{int(update.at.timestamp() * 1_000_000)}',
            url=desk.incident_url(incident),
            title=f'{desk.say(PHASE[update.phase])}: {incident.title.into(desk.language)}',
            text='\n\n'.join(filter(None, (update.body.into(desk.language), impact_lines(incident.impacts, desk)))),
            category=desk.say(PHASE[update.phase]),
            at=update.at,
        )
        for incident in (*board.incidents, *board.maintenance, *board.past)
        for update in incident.updates
    )
    return _latest(told)


def announcements(board: Board, desk: Desk) -> list[Entry]:
    """What is announced now, newest first."""
    return _latest(_announced(one, desk) for one in board.announcements)


def impact_lines(impacts: Iterable[ImpactLine], desk: Desk) -> str:
    """One line for each."""
    return '\n'.join(_impact_lines(impacts, desk))


def _impact_lines(impacts: Iterable[ImpactLine], desk: Desk) -> Iterator[str]:
    for impact in impacts:
        place = f' ({impact.region.into(desk.language)})' if impact.region else ''
        yield f'{impact.component.into(desk.language)}{place}: {desk.say(STATE[impact.status])}'


def _announced(one: AnnouncementLine, desk: Desk) -> Entry:
    url = f'{desk.url}/announcements/{one.id}'
    title, text = one.title.into(desk.language), one.body.into(desk.language)
    return Entry(url, url, title, text, one.kind, one.starts_at)


def _latest(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]
