"""What stands on `/status`, place by place (assets/css/board.css); the same for all who read the same language."""

from collections.abc import Mapping

from markupsafe import Markup

from models.audience import Reader
from models.incident import IncidentKind
from models.uptime import uptime
from services.board.board_lines import Board, ComponentLine, GroupLine, ImpactLine, IncidentLine, RegionLine
from services.clock import now
from webui.board.board_look import COMPONENT, PHASE
from webui.board.board_markup import going_on, headline, percent, planned, titled_bars
from webui.formats import ago_markup, day, moment, span
from webui.i18n import _
from webui.markup import icon_markup, linkify
from webui.tickets.status_chip import chip_markup

UPDATES = 3
BODY = Markup(
    '<div class="status-stale banner" data-tone="bad" role="alert">{lost}<b data-at="stale"></b></div>'
    '<div id="status-head">{head}</div><div class="status-part" id="status-going">{going}</div>'
    '<div class="status-part" id="status-services">{services}</div>'
    '<div class="status-part" id="status-planned">{planned}</div><div class="status-part" id="status-past">{past}</div>'
)
HEAD = Markup(
    '<div class="banner status-head" data-row="head" data-tone="{tone}">{icon}<h2>{title}</h2>'
    '<span class="status-age" data-at="age">{told}</span></div>'
)
TITLE = Markup('<h2 class="board-title" data-row="title">{}</h2>')
INCIDENT = Markup(
    '<article class="card" data-row="{id}"><div class="card-head"><h3><a href="/status/incidents/{id}">{title}</a></h3>'
    '{chip}</div><div class="card-body stack-tight"><p class="muted small">{facts}</p>'
    '<ol class="board-told">{updates}</ol>{next}{join}</div></article>'
)
UPDATE = Markup('<li><div class="board-told-head"><b>{}</b> {}</div><div dir="auto">{}</div></li>')
NEXT = Markup('<p class="board-told-next">{} <b>{}</b></p>')
JOIN = Markup('<p><button type="button" class="button button-secondary" data-join="{}">{}<span>{}</span></button></p>')
GROUP = Markup(
    '<details class="card board-group" data-row="{key}" data-opens="{opens}"{open}><summary class="card-head">'
    '<h3>{name}</h3>{chip}</summary><div class="services">{services}</div></details>'
)
UNGROUPED = Markup(
    '<section class="card board-group" data-row="{key}"><div class="services">{services}</div></section>'
)
BELOW = Markup('<h4 class="board-below">{}</h4>{}')
SERVICE = Markup(
    '<div class="service"><div class="service-head"><div><b>{name}</b> <span class="muted small">{description}</span>'
    '</div><span class="service-state" data-tone="{tone}">{icon}{word}</span></div>'
    '<div class="bars" role="img" aria-label="{told}">{bars}</div>'
    '<div class="service-foot"><span class="of-90">{first}</span><span class="of-45">{half}</span><span>{uptime}</span>'
    '<span>{last}</span></div>{regions}</div>'
)
REGIONS = Markup('<p class="service-regions small">{}</p>')
REGION = Markup('<span data-tone="{}">{}{}</span>')
PLANNED = Markup(
    '<article class="card planned" data-row="{id}"><div class="card-head"><h3>'
    '<a href="/status/incidents/{id}">{title}</a></h3>{chip}</div><p class="card-body">{when}{places}</p></article>'
)
PAST = Markup(
    '<a class="board-past" data-row="{id}" href="/status/incidents/{id}"><span class="number muted small">{day}</span>'
    '<b>{title}</b><span class="muted small">{lasted}</span></a>'
)

Rows = dict[str, Markup]


def status_lists(board: Board, reader: Reader, *, plain: bool = False) -> dict[str, Rows]:
    """The rows of every place of the page; a `plain` one, without a socket, says of when its data are."""
    joins = reader.is_signed_in and not reader.is_staff
    going = {str(one.id): _incident(one, joins=joins) for one in going_on(board)}
    services = {f'group-{group.id or 0}': _group(group) for group in board.groups}
    coming = {str(one.id): _planned(one) for one in planned(board)}
    past = {str(one.id): _past(one) for one in board.past}
    return {
        'status-head': {'head': _head(board, _('Data of %(when)s', when=moment(board.at)) if plain else '')},
        'status-going': going,
        'status-services': services,
        'status-planned': _titled(_('Planned maintenance'), coming),
        'status-past': _titled(_('The last 14 days'), past),
    }


def status_body(lists: Mapping[str, Mapping[str, Markup]]) -> Markup:
    """The page, filled with its rows."""
    rows = {place.removeprefix('status-'): Markup('').join(rows.values()) for place, rows in lists.items()}
    return BODY.format(**rows, lost=icon_markup('wifi-off'))


def _titled(title: str, rows: Rows) -> Rows:
    return {'title': TITLE.format(title)} | rows if rows else {}


def _head(board: Board, told: str) -> Markup:
    look = COMPONENT[board.status]
    return HEAD.format(tone=look.tone, icon=icon_markup(look.icon), title=headline(board), told=told)


def _incident(incident: IncidentLine, *, joins: bool) -> Markup:
    since = _('since %(when)s', when=moment(incident.starts_at))
    if incident.kind == IncidentKind.MAINTENANCE and incident.ends_at:
        since = _('until %(when)s', when=moment(incident.ends_at))
    shown = incident.updates[:UPDATES]
    next_ = ''
    if incident.next_update_at and incident.next_update_at > now():
        next_ = NEXT.format(_('Next update:'), moment(incident.next_update_at))
    may_join = joins and incident.kind == IncidentKind.INCIDENT
    return INCIDENT.format(
        id=incident.id,
        title=_(incident.title),
        chip=chip_markup(PHASE[incident.phase]),
        facts=' · '.join([since, *map(_impact, incident.impacts)]),
        updates=Markup('').join(
            UPDATE.format(_(PHASE[one.phase].word), ago_markup(one.at), linkify(_(one.body))) for one in shown
        ),
        next=next_,
        join=JOIN.format(incident.id, icon_markup('users'), _('It happens to me too')) if may_join else '',
    )


def _impact(impact: ImpactLine) -> str:
    place = f'{_(impact.component)} ({_(impact.region)})' if impact.region else _(impact.component)
    return f'{place}: {_(COMPONENT[impact.status].word).lower()}'


def _group(group: GroupLine) -> Markup:
    services = Markup('').join(map(_service, group.components))
    for below in group.groups:
        services += BELOW.format(_(below.name), Markup('').join(map(_service, below.components)))
    if group.id is None:
        return UNGROUPED.format(key='group-0', services=services)
    return GROUP.format(
        key=f'group-{group.id}',
        opens='yes' if group.is_open else 'no',
        open=Markup(' open') if group.is_open else '',
        name=_(group.name),
        chip=chip_markup(COMPONENT[group.status]),
        services=services,
    )


def _service(line: ComponentLine) -> Markup:
    look, share = COMPONENT[line.status], percent(uptime(line.days))
    return SERVICE.format(
        name=_(line.name),
        description=_(line.description),
        tone=look.tone,
        icon=icon_markup(look.icon),
        word=_(look.word),
        told=_('Available %(share)s of the last %(n)d days', share=share, n=len(line.days)),
        bars=titled_bars(line.days),
        first=_('%(n)d days ago', n=90),
        half=_('%(n)d days ago', n=45),
        uptime=share,
        last=_('today'),
        regions=REGIONS.format(Markup('').join(map(_region, line.regions))) if line.regions else '',
    )


def _region(region: RegionLine) -> Markup:
    look = COMPONENT[region.status]
    words = _('%(region)s: %(state)s', region=_(region.name), state=_(look.word).lower())
    return REGION.format(look.tone, icon_markup(look.icon), words)


def _planned(one: IncidentLine) -> Markup:
    until = f' – {moment(one.ends_at)}' if one.ends_at else ''
    return PLANNED.format(
        id=one.id,
        title=_(one.title),
        chip=chip_markup(PHASE[one.phase]),
        when=moment(one.starts_at) + until,
        places=''.join(f' · {_(impact.component)}' for impact in one.impacts),
    )


def _past(one: IncidentLine) -> Markup:
    lasted = span(one.ends_at - one.starts_at) if one.ends_at else ''
    return PAST.format(id=one.id, day=day(one.ends_at or one.starts_at), title=_(one.title), lasted=lasted)
