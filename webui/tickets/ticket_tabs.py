"""The four views of a ticket's timeline, as its customer reads them (S0-24, S0-25)."""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup

from models.entry import EntryKind
from models.lifecycle import Status
from services.board.board_lines import IncidentLine
from services.language import N_
from services.tickets.ticket_view import Line, TicketView
from webui.appearance import RESOLUTION
from webui.elements import empty_state, initials, link, tag, tone_of
from webui.formats import moment
from webui.i18n import _
from webui.live_rows import LiveRows
from webui.markup import fill, icon_markup, rich
from webui.routing import follow_path
from webui.tickets.incident_thread import Told, with_updates
from webui.tickets.thread import thread_list

TABS = {
    'conversation': N_('Conversation'),
    'investigation': N_('Investigation'),
    'resolution': N_('Resolution'),
    'history': N_('History'),
}
SHOWN: Mapping[str, set[EntryKind]] = {
    'conversation': {
        EntryKind.MESSAGE,
        EntryKind.QUESTION,
        EntryKind.SOLUTION,
        EntryKind.REJECTION,
        EntryKind.ASSIGN,
        EntryKind.ESCALATION,
        EntryKind.SYSTEM,
    },
    'investigation': {EntryKind.INVESTIGATION, EntryKind.REMOTE},
    'resolution': {EntryKind.SOLUTION, EntryKind.REJECTION},
    'history': set(EntryKind),
}
WITH_UPDATES = ('conversation', 'history')
NOTHING = {
    'investigation': ('flask-conical', N_('Nothing noted yet'), N_('What the technician finds out is told here.')),
    'resolution': ('circle-check', N_('Not solved yet'), N_('The solution is told here, with who found it and when.')),
}
_TECHNICIAN = Markup(
    '<p class="tab-lead"><span class="avatar" data-tone="{tone}" aria-hidden="true">{initials}</span>'
    '<span><b dir="auto">{name}</b><span class="muted">{role}</span></span></p>'
)
_OUTCOME = Markup(
    '<p class="tab-lead"><span class="chip" data-tone="ok">{icon}<span>{code}</span></span>'
    '<span class="muted">{when}</span></p>'
)


class TicketTabs:
    """Draws tabs and panel. The address says which tab is shown.

    `reader` is the id of who reads, `since` the last line that he had read; `more` is called to show earlier lines.
    """

    def __init__(self, number: str, reader: int, since: int | None, more: Callable[[], None]) -> None:
        self.tab = ''
        self.view: TicketView | None = None
        self.incidents: Sequence[IncidentLine] = ()
        with tag('div', '', 'tabs', role='tablist', aria_label=_('Views of the ticket')):
            self.tabs = {
                name: link(_(word), f'/tickets/{number}?tab={name}', role='tab', id=f'tab-{name}')
                for name, word in TABS.items()
            }
        self.panel = tag('div', '', '', role='tabpanel')
        with self.panel:
            self.lead = rich('div')
            self.earlier = tag('button', _('Show earlier messages'), 'button button-quiet', type='button')
            self.earlier.on('click', more, args=[])
            self.thread: LiveRows[Line | Told] = thread_list(tag('div', '', 'thread'), reader, since)
            self.nothing = tag('div')
        follow_path(self._follow)

    def show(self, view: TicketView, incidents: Sequence[IncidentLine]) -> None:
        """Show the ticket; what was told of its `incidents` stands between what was said."""
        self.view, self.incidents = view, incidents
        lines = [line for line in view.lines if line.entry.kind in SHOWN[self.tab]]
        told = incidents if self.tab in WITH_UPDATES else ()
        self.thread.show(with_updates(lines, told, has_earlier=view.has_earlier))
        self.earlier.set_visibility(view.has_earlier)
        fill(self.lead, self._lead(view))
        self.nothing.clear()
        if not lines and not view.has_earlier and self.tab in NOTHING:
            icon_name, name, text = NOTHING[self.tab]
            with self.nothing:
                empty_state(icon_name, _(name), _(text))

    def _lead(self, view: TicketView) -> Markup:
        """Who investigates, or how it was solved."""
        ticket = view.ticket
        if self.tab == 'investigation' and ticket.assignee:
            name = ticket.assignee.full_name
            role = _('Technician of this ticket')
            return _TECHNICIAN.format(tone=tone_of(name), initials=initials(name), name=name, role=role)
        if self.tab == 'resolution' and ticket.resolved_at and ticket.status in (Status.RESOLVED, Status.CLOSED):
            code = RESOLUTION[ticket.resolution_code] if ticket.resolution_code else N_('Solved')
            return _OUTCOME.format(icon=icon_markup('circle-check'), code=_(code), when=moment(ticket.resolved_at))
        return Markup()

    def _follow(self, path: str) -> None:
        """Show the tab that the address names."""
        asked = parse_qs(urlsplit(path).query).get('tab', [''])[0]
        self.tab = asked if asked in TABS else 'conversation'
        self.panel.props['aria-labelledby'] = self.tabs[self.tab].props['id']
        for name, item in self.tabs.items():
            item.props['aria-selected'] = 'true' if name == self.tab else 'false'
            item.props['tabindex'] = '0' if name == self.tab else '-1'
        if self.view:
            self.show(self.view, self.incidents)
