"""What stands on a board on a wall, place by place (assets/css/kiosk.css)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup

from models.component import ComponentStatus
from models.incident import IncidentKind
from models.uptime import RANK, uptime
from services.board.board_figures import Figures
from services.board.board_lines import AnnouncementLine, Board, ComponentLine, IncidentLine, UpdateLine
from services.clock import now
from webui.board.board_look import COMPONENT, PHASE
from webui.board.board_markup import bars, going_on, headline, percent, planned, share_up, troubled_places
from webui.formats import capped, clock_time, day, local, span
from webui.i18n import _, locale, ngettext
from webui.markup import icon_markup
from webui.tickets.status_chip import chip_markup

DAYS = 45
UPDATES = 3
HEAD = Markup(
    '<div class="k-title" data-row="title" data-rank="{rank}" data-tone="{tone}">{icon}<div><h1>{title}</h1>'
    '<p>{where}</p></div></div>'
)
TILE = Markup(
    '<section class="k-tile" data-row="{slug}" data-tone="{tone}"><div class="k-tile-head"><h2>{name}</h2>'
    '<span class="k-state">{icon}{word}</span></div><div class="k-bars" aria-hidden="true">{bars}</div>'
    '<div class="k-tile-foot"><span>{span}</span><span class="line">{places}</span><span>{uptime}</span></div>'
    '</section>'
)
INCIDENT = Markup(
    '<article class="k-incident" data-row="{id}" data-tone="{tone}"><div class="k-incident-head">{chip}'
    '<span>{since}</span></div><h2>{title}</h2><ol>{updates}</ol></article>'
)
UPDATE = Markup('<li class="k-update"><time>{}</time><p dir="auto">{}</p></li>')
NEXT = Markup('{} <b>{}</b>')
CALM = Markup('<article class="k-calm" data-row="calm">{icon}<h2>{title}</h2><p>{text}</p></article>')
FIGURE = Markup('<div class="k-figure" data-row="{}"><b>{}</b><span>{}</span></div>')
NOTE = Markup('<p class="k-note" data-row="{key}">{icon}<b>{when}</b> <span>{text}</span></p>')

Rows = dict[str, Markup]


def kiosk_lists(board: Board, figures: Figures | None, where: str) -> dict[str, Rows]:
    """The rows of every place of the board."""
    return {
        'kiosk-head': {'title': _head(board, where)},
        'kiosk-tiles': {line.slug: _tile(line) for line in board.components},
        'kiosk-incidents': {str(one.id): _incident(one) for one in going_on(board)} or {'calm': _calm(board)},
        'kiosk-figures': _desk_figures(figures) if figures else _network_figures(board),
        'kiosk-notes': _notes(board),
    }


def _head(board: Board, where: str) -> Markup:
    look = COMPONENT[board.status]
    rank = 100 * RANK[board.status] + sum(
        n for status, n in board.counts.items() if look.tone == COMPONENT[status].tone
    )
    return HEAD.format(rank=rank, tone=look.tone, icon=icon_markup(look.icon), title=headline(board), where=where)


def _tile(line: ComponentLine) -> Markup:
    look, days = COMPONENT[line.status], line.days[-DAYS:]
    return TILE.format(
        slug=line.slug,
        tone=look.tone,
        name=_(line.name),
        icon=icon_markup(look.icon),
        word=_(look.word),
        bars=bars(days),
        span=ngettext('%(n)d day', '%(n)d days', len(days)),
        places=', '.join(troubled_places(line)),
        uptime=percent(uptime(days)),
    )


def _incident(incident: IncidentLine) -> Markup:
    since = _('since %(when)s', when=_when(incident.starts_at))
    if incident.kind == IncidentKind.MAINTENANCE and incident.ends_at:
        since = _('until %(when)s', when=_when(incident.ends_at))
    elif incident.starts_at <= now():
        since += f' · {span(now() - incident.starts_at)}'
    updates = incident.updates[:UPDATES]
    texts = [
        UPDATE.format(_when(update.at), _words(incident, update, first=not index))
        for index, update in enumerate(updates)
    ]
    return INCIDENT.format(
        id=incident.id,
        tone=COMPONENT[incident.status].tone if incident.status != ComponentStatus.OPERATIONAL else 'quiet',
        chip=chip_markup(PHASE[incident.phase]),
        since=since,
        title=_(incident.title),
        updates=Markup('').join(texts),
    )


def _words(incident: IncidentLine, update: UpdateLine, *, first: bool) -> str | Markup:
    text = _(update.body)
    if first and incident.next_update_at and incident.next_update_at > now():
        return NEXT.format(text, _('Next update: %(time)s.', time=_when(incident.next_update_at)))
    return text


def _calm(board: Board) -> Markup:
    text = _('None in the last 14 days.')
    if board.past and (ended := board.past[0].ends_at):
        text = _('The last one ended %(day)s.', day=_day(ended))
    return CALM.format(icon=icon_markup('circle-check'), title=_('No open incidents'), text=text)


def _desk_figures(figures: Figures) -> Rows:
    first = '–' if figures.first_response is None else span(figures.first_response)
    in_time = '–' if figures.in_time is None else f'{round(100 * figures.in_time)}\u00a0%'
    return {
        'open': FIGURE.format('open', capped(figures.open), _('open tickets')),
        'first': FIGURE.format('first', first, _('to the first answer, today')),
        'in-time': FIGURE.format('in-time', in_time, _('solved in time, 30 days')),
    }


def _network_figures(board: Board) -> Rows:
    well, all_ = board.counts.get(ComponentStatus.OPERATIONAL, 0), len(board.components)
    lately = len([one for one in (*board.incidents, *board.past) if one.kind == IncidentKind.INCIDENT])
    return {
        'well': FIGURE.format('well', _('%(n)d of %(all)d', n=well, all=all_), _('services operational')),
        'up': FIGURE.format('up', percent(share_up(board.components, DAYS)), _('uptime, %(n)d days', n=DAYS)),
        'lately': FIGURE.format('lately', lately, _('incidents, 14 days')),
    }


def _notes(board: Board) -> Rows:
    """What comes and what is announced, one line each; they take turns."""
    notes = {f'maintenance-{one.id}': _maintenance(one) for one in planned(board)}
    notes |= {f'announcement-{one.id}': _announcement(one) for one in board.announcements if one.on_kiosk}
    quiet = NOTE.format(key='none', icon=icon_markup('calendar'), when='', text=_('No maintenance is planned.'))
    return notes or {'none': quiet}


def _maintenance(one: IncidentLine) -> Markup:
    return NOTE.format(
        key=f'maintenance-{one.id}',
        icon=icon_markup('calendar-clock'),
        when=_period(one.starts_at, one.ends_at),
        text=_(one.title),
    )


def _announcement(one: AnnouncementLine) -> Markup:
    text = ' '.join(_(one.body).split())
    return NOTE.format(key=f'announcement-{one.id}', icon=icon_markup('megaphone'), when=_(one.title), text=text[:300])


def _period(start: datetime, end: datetime | None) -> str:
    """Sábado 22:00 – 23:30, with the date from the seventh day on."""
    pattern = 'EEEE' if (local(start).date() - local(now()).date()).days < 7 else 'EEE d MMM'
    name = format_date(local(start), pattern, locale=locale().language).replace('.', '')
    until = f' – {clock_time(end)}' if end and local(end).date() == local(start).date() else ''
    return f'{name[:1].upper()}{name[1:]} {clock_time(start)}{until}'


def _when(at: datetime) -> str:
    """10:34, with the day when it is another."""
    return clock_time(at) if local(at).date() == local(now()).date() else f'{day(at)}, {clock_time(at)}'


def _day(at: datetime) -> str:
    return format_date(at.astimezone(ZoneInfo(locale().zone)), 'EEEE d MMM', locale=locale().language).replace('.', '')
