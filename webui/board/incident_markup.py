"""An incident's updates and what it does to components, as both sides read them."""

from markupsafe import Markup

from models.incident import IncidentKind, Phase
from services.board.board_lines import ImpactLine, IncidentLine, UpdateLine
from services.clock import now
from webui.board.board_look import COMPONENT, PHASE
from webui.formats import ago_markup, moment
from webui.i18n import _
from webui.markup import drawn_once, icon_markup, linkify
from webui.tickets.status_chip import chip_markup

_UPDATE = Markup(
    '<li data-row="{id}" data-tone="{tone}"><p class="board-told-head">{chip} {when}{corrected}{change}</p>'
    '<div class="told-words" dir="auto">{body}</div></li>'
)
_CORRECTED = Markup(' · <span>{}</span>')
_CHANGE = Markup(
    '<button type="button" class="button icon-button" data-correct="{}" aria-label="{}" title="{}">{}</button>'
)
_IMPACT = Markup('<span class="chip" data-tone="{}">{}<span>{}</span></span>')


@drawn_once
def update_markup(update: UpdateLine, correctable: bool = False) -> Markup:
    """One update in a list of them."""
    change = _('Say it in other words')
    return _UPDATE.format(
        id=update.id,
        tone=PHASE[update.phase].tone,
        chip=chip_markup(PHASE[update.phase]),
        when=ago_markup(update.at),
        corrected=_CORRECTED.format(_('corrected')) if update.is_corrected else '',
        change=_CHANGE.format(update.id, change, change, icon_markup('pencil')) if correctable else '',
        body=linkify(_(update.body)),
    )


def impacts_markup(incident: IncidentLine) -> Markup:
    """The components with their states."""
    return Markup(' ').join(_impact(one) for one in incident.impacts)


def facts(incident: IncidentLine) -> str:
    """«desde hoy, 10:42 · próxima actualización hoy, 11:15»"""
    if incident.kind == IncidentKind.MAINTENANCE:
        until = f' – {moment(incident.ends_at)}' if incident.ends_at else ''
        told = [moment(incident.starts_at) + until]
    elif incident.phase == Phase.RESOLVED and incident.ends_at:
        told = [f'{moment(incident.starts_at)} – {moment(incident.ends_at)}']
    else:
        told = [_('since %(when)s', when=moment(incident.starts_at))]
    if incident.next_update_at and incident.next_update_at > now():
        told.append(_('next update %(when)s', when=moment(incident.next_update_at)))
    return ' · '.join(told)


def _impact(impact: ImpactLine) -> Markup:
    look = COMPONENT[impact.status]
    name = f'{_(impact.component)} ({_(impact.region)})' if impact.region else _(impact.component)
    return _IMPACT.format(look.tone, icon_markup(look.icon), f'{name}: {_(look.word).lower()}')


def is_late(incident: IncidentLine) -> bool:
    """Whether the promised update is overdue."""
    return incident.next_update_at is not None and incident.next_update_at <= now()
