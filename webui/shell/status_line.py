"""One line about the network: what is wrong, or quietly that nothing is."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from models.component import ComponentStatus
from models.uptime import worst
from services.board.board_lines import Board, IncidentLine
from webui.board.board_look import COMPONENT
from webui.elements import Tag
from webui.formats import ago_markup, clock_time, moment
from webui.i18n import _, locale, ngettext
from webui.live_rows import LiveRows
from webui.markup import icon_markup

_LINE = Markup(
    '<a class="banner status-line" data-row="{key}" data-tone="{tone}" href="{href}">'
    '<span class="icon-box">{icon}</span><span class="status-words"><b>{title}</b> {text}</span>'
    '{when}<span class="icon-box">{chevron}</span></a>'
)
_WHEN = Markup('<span class="status-when">{}</span>')


@dataclass(frozen=True)
class Line:
    """What it says: the worst of what is wrong, `more` how many incidents there are besides."""

    status: ComponentStatus
    title: str = ''
    href: str = '/status'
    told_at: datetime | None = None
    next_at: datetime | None = None
    more: int = 0


def status_line(parent: Tag) -> LiveRows[Line]:
    """The place of the line; show it what `line_of` gives."""
    return LiveRows(parent, key=lambda line: line.href, stamp=lambda line: line, draw=_draw)


def line_of(board: Board) -> list[Line]:
    """The line for a reader; none where he sees no component at all."""
    if board.incidents:
        status = worst(incident.status for incident in board.incidents)
        first = next(incident for incident in board.incidents if incident.status == status)
        return [_of_incident(first, len(board.incidents) - 1)]
    if not board.counts:
        return []
    troubled = [line for line in board.components if line.status == board.status]
    if board.status == ComponentStatus.OPERATIONAL:
        return [Line(board.status)]
    return [Line(board.status, troubled[0].name.into(locale().language), more=len(troubled) - 1)]


def _of_incident(incident: IncidentLine, more: int) -> Line:
    told_at = incident.updates[0].at if incident.updates else incident.starts_at
    title = incident.title.into(locale().language)
    return Line(incident.status, title, f'/status/incidents/{incident.id}', told_at, incident.next_update_at, more)


def _draw(line: Line) -> Markup:
    look = COMPONENT[line.status]
    return _LINE.format(
        key=line.href,
        tone=look.tone,
        href=line.href,
        icon=icon_markup(look.icon),
        title=_title(line),
        text=_text(line),
        when=_WHEN.format(ago_markup(line.told_at)) if line.told_at else '',
        chevron=icon_markup('chevron-right'),
    )


def _title(line: Line) -> str:
    if line.status == ComponentStatus.OPERATIONAL and not line.title:
        return _('All services work.')
    if line.told_at is None:
        return _('%(service)s: %(state)s.', service=line.title, state=_(COMPONENT[line.status].word).lower())
    return f'{line.title}.'


def _text(line: Line) -> str:
    said = []
    if line.next_at:
        said.append(_('Next update at %(time)s.', time=_at(line.next_at)))
    if line.more:
        said.append(ngettext('And %(n)d more.', 'And %(n)d more.', line.more))
    return ' '.join(said)


def _at(at: datetime) -> str:
    """«11:30», with its day when that is another."""
    said = moment(at)
    return clock_time(at) if said == _('today, %(time)s', time=clock_time(at)) else said
