"""`/desk/status`: how the network is, the incidents that are open, and the state of a component in two clicks."""

from functools import partial

from markupsafe import Markup
from nicegui.events import GenericEventArguments

from models.audience import Reader
from models.component import ComponentStatus
from services.board.board import TOPICS, board
from services.board.board_lines import IncidentLine
from services.board.status import Place, set_by_hand
from services.board.status_sources import sources
from webui.actions import action
from webui.board.board_look import PHASE
from webui.board.board_markup import headline
from webui.board.state_sheet import state_sheet
from webui.board.status_rows import CHOSEN, Row, row_markup, rows_of
from webui.desk.desk_place import Place as QueuePlace
from webui.elements import empty_state, heading, icon, link, tag
from webui.formats import moment
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import drawn_once
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

_INCIDENT = Markup(
    '<a class="incident-row" href="/desk/incidents/{id}" data-row="{id}"><span class="status-words">'
    '<b dir="auto">{title}</b><span class="muted small">{when}</span></span>{chip}</a>'
)


@shell.page('/desk/status', Access.STAFF)
async def desk_status() -> None:
    title(_('Network status'))
    await StatusPage().draw()


class StatusPage:
    """Incidents and components, live, and the dialog in which a state is chosen."""

    async def draw(self) -> None:
        with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow stack'):
            self._dialogs = tag('div')
            with tag('div'):
                self._head()
                self._summary = tag('p', '', 'lead', role='status')
            with tag('section', '', 'stack', aria_label=_('Incidents and maintenance')) as self._told:
                self._incidents = LiveRows[IncidentLine](
                    tag('div', '', 'rows'), key=lambda line: line.id, stamp=lambda line: line, draw=_incident
                )
            with tag('section', '', 'stack', aria_label=_('Services')):
                places = tag('div', '', 'status-rows')
                self._places = LiveRows[Row](places, key=lambda row: row.key, stamp=lambda row: row, draw=row_markup)
                places.on('click', self._open, js_handler=CHOSEN)
            self._nothing = empty_state(
                'activity',
                _('No services yet'),
                _('An administrator says in the settings what the network is made of.'),
            )
            await live(TOPICS, self._show, every=60)

    def _head(self) -> None:
        with tag('div', '', 'page-head'):
            with link('', QueuePlace().address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                icon('arrow-left')
            heading(_('Network status'))
            link(_('Plan maintenance'), '/desk/incidents/new?kind=maintenance', 'button button-secondary', 'wrench')
            link(_('Report an incident'), '/desk/incidents/new', 'button button-primary', 'megaphone')

    async def _show(self) -> None:
        actor = await viewer()
        seen, said = await board(Reader.of(actor)), await sources(actor)
        self._summary.text = headline(seen)
        told = [*seen.incidents, *seen.maintenance]
        self._incidents.show(told)
        self._told.set_visibility(bool(told))
        self._rows = {row.key: row for row in rows_of(seen, said)}
        self._places.show(self._rows.values())
        self._places.parent.set_visibility(bool(self._rows))
        self._nothing.set_visibility(not self._rows)

    @action
    async def _open(self, event: GenericEventArguments) -> None:
        row = self._rows.get(str(event.args))
        if row is None or row.place is None:
            return
        self._dialogs.clear()
        with self._dialogs:
            dialog = state_sheet(row, partial(self._set, row.place))
        dialog.run_method('showModal')

    @action
    async def _set(self, place: Place, status: ComponentStatus) -> None:
        await set_by_hand(await viewer(), *place, status)


@drawn_once
def _incident(line: IncidentLine) -> Markup:
    when = [_('since %(when)s', when=moment(line.starts_at))]
    if line.next_update_at:
        when.append(_('next update %(when)s', when=moment(line.next_update_at)))
    return _INCIDENT.format(id=line.id, title=_(line.title), when=' · '.join(when), chip=chip_markup(PHASE[line.phase]))
