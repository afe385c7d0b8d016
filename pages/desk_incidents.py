"""`/desk/incidents`: what goes on, what is planned and what was, and the way to tell of something new."""

from collections.abc import Sequence

from markupsafe import Markup
from nicegui.element import Element

from models.incident import IncidentKind
from services.board.board_lines import IncidentLine
from services.clock import now
from services.incidents import incident_desk
from webui.board.board_look import PHASE
from webui.board.incident_markup import facts, is_late
from webui.desk.desk_place import Place
from webui.elements import empty_state, heading, icon, link, tag
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import icon_markup
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

_ROW = Markup(
    '<a class="incident-row" href="/desk/incidents/{id}" data-row="{id}"><span class="status-words">'
    '<b dir="auto">{title}</b><span class="muted small">{facts}</span>{late}</span>{chip}</a>'
)
_LATE = Markup('<span class="incident-late small">{}{}</span>')


@shell.page('/desk/incidents', Access.STAFF)
async def desk_incidents() -> None:
    title(_('Incidents'))
    await IncidentsPage().draw()


class IncidentsPage:
    """The lists, live; each is seen while there is something in it."""

    async def draw(self) -> None:
        with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow stack'):
            with tag('div', '', 'page-head'):
                with link('', Place().address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                    icon('arrow-left')
                heading(_('Incidents'))
                name = _('Templates')
                with link('', '/desk/incidents/templates', 'button icon-button', aria_label=name, title=name):
                    icon('file-text')
                link(_('Plan maintenance'), '/desk/incidents/new?kind=maintenance', 'button button-secondary', 'wrench')
                link(_('Report an incident'), '/desk/incidents/new', 'button button-primary', 'megaphone')
            self._lists = [_list(name) for name in (_('Drafts for you'), _('Going on'), _('Planned'), _('It was'))]
            self._nothing = empty_state(
                'activity', _('Nothing is wrong'), _('What you tell here is on the board at once, and is mailed.')
            )
            await live(['board'], self._show, every=60)

    async def _show(self) -> None:
        found = await incident_desk.lists(await viewer())
        shown = (found.drafts, found.open, found.planned, found.over)
        for (box, rows), lines in zip(self._lists, shown, strict=True):
            rows.show(lines)
            box.set_visibility(bool(lines))
        self._nothing.set_visibility(not any(shown))


def _list(name: str) -> tuple[Element, LiveRows[IncidentLine]]:
    with tag('section', '', 'stack-tight', aria_label=name) as box:
        heading(name, 2, 'card-title')
        rows = LiveRows[IncidentLine](tag('div', '', 'status-rows'), key=lambda line: line.id, stamp=_stamp, draw=_draw)
    return box, rows


def _stamp(line: IncidentLine) -> Sequence[object]:
    return line, is_late(line), now().replace(hour=0, minute=0, second=0, microsecond=0)


def _draw(line: IncidentLine) -> Markup:
    kind = _('Network incident') if line.kind == IncidentKind.INCIDENT else _('Maintenance')
    late = _LATE.format(icon_markup('clock'), _('The promised update is overdue')) if is_late(line) else ''
    return _ROW.format(
        id=line.id, title=_(line.title), facts=f'{kind} · {facts(line)}', late=late, chip=chip_markup(PHASE[line.phase])
    )
