"""`/desk/{number}`: one ticket as the desk works on it."""

from dataclasses import replace

from nicegui import ui

from models import User
from models.audience import Reader
from models.lifecycle import Event
from models.ticket_number import parse_number
from services import settings
from services.incidents import incident_links
from services.incidents.incident_told import told_in
from services.people.company_topics import TOPIC as COMPANIES
from services.sla.priorities import Priorities
from services.sla.severities import Severities
from services.tickets import assignment, attachments, conversation, drafts, ticket_view
from services.tickets.silence_rules import Silence
from services.tickets.ticket_view import TicketView
from webui.actions import action
from webui.appearance import STATUS
from webui.desk.desk_actions import ActionMenu
from webui.desk.desk_assign import assign_menu
from webui.desk.desk_composer import MODES, Composer
from webui.desk.desk_facts import Facts
from webui.desk.desk_place import place_of
from webui.desk.desk_split import split_buttons
from webui.desk.escalation_panel import EscalationPanel
from webui.desk.ticket_articles import TicketArticles
from webui.elements import button, heading, icon, icon_button, link, tag
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.tickets.copies_panel import CopiesPanel
from webui.tickets.incident_thread import IncidentBanner, with_updates
from webui.tickets.merged_banner import MergedBanner
from webui.tickets.presence import presence_line
from webui.tickets.read_mark import ReadMark
from webui.tickets.remote_panel import RemotePanel
from webui.tickets.status_chip import chip_markup
from webui.tickets.thread import thread_list
from webui.viewer import viewer


@shell.page('/desk/{number}', Access.STAFF)
async def desk_ticket(number: str) -> None:
    person = await viewer()
    found = await ticket_view.view(person, parse_number(number) or '')
    title(f'{found.ticket.number} {found.ticket.subject}')
    await TicketPane(person, found).draw(found.seen_seq)


class TicketPane:
    """Header, thread, composer and facts of one ticket. What somebody types in is never among what is redrawn."""

    def __init__(self, person: User, found: TicketView) -> None:
        self.person = person
        self.ticket = found.ticket
        self.latest = ticket_view.LATEST
        self.composer: Composer | None = None

    async def draw(self, since: int | None) -> None:
        """`since` is the last line that was read before."""
        self.mark = ReadMark(since)
        self.kept = await drafts.recall_all(self.person, [drafts.ticket_key(self.ticket, event) for event in MODES])
        self.waiting = await attachments.unsent_in(self.person, self.ticket, MODES)
        with tag('article', '', 'ticket-pane', aria_label=self.ticket.number) as pane:
            self.dialogs = tag('div')
            self._head()
            self.merged = MergedBanner('/desk')
            self.incidents = IncidentBanner('/desk/incidents', self._unlink)
            self.subject = heading('', classes='ticket-subject')
            self.subject.props['dir'] = 'auto'
            with tag('div', '', 'ticket-scroll', role='region', tabindex='0', aria_label=_('Timeline')), tag('div'):
                self.earlier = button(_('Show earlier messages'), self._show_earlier, kind='quiet')
                thread = tag('div', '', 'thread', role='log')
                self.thread = thread_list(thread, self.person.id, self.mark.since, splits=True)
                split_buttons(thread, self.actions.open)
            others = tag('div')
            self.writing = tag('div')
        self.facts = Facts()
        with self.facts.element:
            self.copies = CopiesPanel(self.ticket, '')
            self.remote = RemotePanel(self.ticket, self._again, '')
            self.escalation = EscalationPanel(self._again, '')
            self.articles = TicketArticles()
        with others:
            await presence_line(self.ticket)
        with pane:
            topics = [f'ticket:{self.ticket.id}', 'settings', 'catalog', COMPANIES]
            self.view = await live(topics, self.show, every=60)

    def _head(self) -> None:
        queue = replace(place_of(ui.context.client.sub_pages_router.current_path), number='')
        with tag('div', '', 'pane-head'):
            with link('', queue.address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                icon('arrow-left')
            tag('span', self.ticket.number, 'number')
            self.chip = rich('span')
            with tag('div', '', 'ticket-actions'):
                self.buttons = {
                    Event.TAKE: button(_('Take'), self._take, icon_name='user-check', title=_('Take')),
                    Event.ACKNOWLEDGE: button(
                        _('Being analysed'), self._acknowledge, icon_name='search', title=_('Being analysed')
                    ),
                    Event.ASSIGN: assign_menu(self.ticket),
                    Event.RESOLVE: button(_('Resolve'), icon_name='check', kind='primary'),
                }
                self.actions = ActionMenu(self.ticket.number, self.dialogs)
                opener = icon_button(_('Details'), 'info').classes('facts-opener')
        self.buttons[Event.RESOLVE].props['data-write'] = Event.RESOLVE
        opener.props['data-toggle'] = 'facts'

    async def show(self) -> None:
        self.person = await viewer()
        view = await ticket_view.view(self.person, self.ticket.number, self.latest)
        self.ticket = view.ticket
        self.subject.text = view.ticket.subject
        fill(self.chip, chip_markup(STATUS[view.ticket.status]))
        for event, element in self.buttons.items():
            element.set_visibility(event in view.allowed and self._is_due(event))
        self.actions.show(view)
        self.merged.show(view)
        self.thread.parent.props['data-splits'] = 'yes' if Event.SPLIT in view.allowed else 'no'
        self.earlier.set_visibility(view.has_earlier)
        told = await told_in(Reader.of(self.person), view.ticket) if view.has_incidents else ()
        self.incidents.show(told)
        self.thread.show(with_updates(view.lines, told, has_earlier=view.has_earlier))
        self._write(view)
        attempts = (await settings.load(Silence)).max_attempts
        await settings.load(Severities)  # what the facts call the priority
        self.facts.show(view, attempts, await settings.load(Priorities))
        self.copies.show(view)
        await self.remote.show(view)
        await self.escalation.show(view)
        await self.articles.show(view)
        await self.mark.show(self.person, view.ticket)

    def _is_due(self, event: Event) -> bool:
        """Whether there is any point in what could be done."""
        if event == Event.TAKE:
            return self.ticket.assignee_id is None
        if event == Event.ACKNOWLEDGE:
            return self.ticket.acknowledged_at is None and self.ticket.first_response_at is None
        return True

    def _write(self, view: TicketView) -> None:
        """The composer opens with the first thing that can be written, and stays."""
        if self.composer is None:
            with self.writing:
                self.composer = Composer(view, self.kept, self.waiting)
        self.composer.show(view)

    def _again(self) -> None:
        self.view.refresh()

    def _show_earlier(self) -> None:
        self.latest += ticket_view.LATEST
        self.view.refresh()

    async def _unlink(self, incident_id: int) -> None:
        await incident_links.unlink(await viewer(), self.ticket, incident_id)

    @action
    async def _take(self) -> None:
        await assignment.take(await viewer(), self.ticket)

    @action
    async def _acknowledge(self) -> None:
        await conversation.acknowledge(await viewer(), self.ticket)
