"""`/tickets/{number}`: one ticket as its customer follows it, and the direct URL of every mail (S0-23)."""

from models import User
from models.audience import Reader
from models.lifecycle import Event
from models.ticket_number import parse_number
from services import settings
from services.accounts.own_account import person_topic
from services.incidents.incident_told import told_in
from services.people.company_topics import TOPIC as COMPANIES
from services.refusals import NotFound
from services.sla.severities import Severities
from services.tickets import attachments, drafts, ticket_view
from services.tickets.ticket_view import TicketView
from webui.appearance import CUSTOMER_STATUS
from webui.desk.escalation_panel import EscalationPanel
from webui.elements import heading, icon, link, tag
from webui.i18n import _
from webui.live import live
from webui.markup import fill, rich
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.close_dialog import CloseButton
from webui.tickets.closed_hours import ClosedHours
from webui.tickets.composer import CustomerComposer
from webui.tickets.copies_panel import CopiesPanel
from webui.tickets.incident_thread import IncidentBanner
from webui.tickets.presence import presence_line
from webui.tickets.progress_steps import steps_markup
from webui.tickets.read_mark import ReadMark
from webui.tickets.remote_panel import RemotePanel
from webui.tickets.status_chip import chip_markup
from webui.tickets.ticket_cards import WRITTEN_IN, TicketCards
from webui.tickets.ticket_facts import customer_facts
from webui.tickets.ticket_tabs import TicketTabs
from webui.viewer import viewer


@shell.page('/tickets/{number}', Access.SIGNED_IN)
async def ticket(number: str) -> None:
    person = await viewer()
    found = await ticket_view.view(person, _stored(number))
    title(f'{found.ticket.number} {found.ticket.subject}')
    await TicketPage(person, found).draw(found.seen_seq)


def _stored(number: str) -> str:
    """The number in its stored form; one that cannot be is one that does not exist."""
    stored = parse_number(number)
    if stored is None:
        raise NotFound
    return stored


class TicketPage:
    """The parts of the page, and how they are filled. What somebody is typing in is never among what is redrawn."""

    def __init__(self, person: User, found: TicketView) -> None:
        self.person = person
        self.found = found.ticket
        self.number = found.ticket.number
        self.latest = ticket_view.LATEST

    async def draw(self, since: int | None) -> None:
        """`since` is the last line that was read before."""
        kept = await drafts.recall_events(self.person, self.found, (Event.COMMENT, *WRITTEN_IN))
        waiting = await attachments.unsent_in(self.person, self.found, [Event.COMMENT])
        self.mark = ReadMark(since)
        with tag('div', '', 'page ticket'):
            with tag('nav', '', 'crumbs', aria_label=_('Where you are')):
                link(_('My tickets'), '/tickets')
                icon('chevron-right')
                tag('span', self.number, 'number')
            with tag('div', '', 'ticket-head'):
                self.subject = heading(self.found.subject)
                self.chip = rich('span')
            self.steps = rich('ol', 'steps')
            self.incidents = IncidentBanner('/status/incidents')
            self.hours = ClosedHours()
            self.cards = TicketCards(self.found, kept)
            with tag('div', '', 'ticket-columns'):
                with tag('div', '', 'ticket-main'):
                    self.tabs = TicketTabs(self.number, self.person.id, self.mark.since, self._show_earlier)
                    await presence_line(self.found)
                    self.composer = CustomerComposer(self.found, kept.get(Event.COMMENT, {}), waiting[Event.COMMENT])
                self.aside = customer_facts(tag('aside', '', 'stack', aria_label=_('Details')))
                with self.aside.parent:
                    self.copies = CopiesPanel(self.found)
                    self.remote = RemotePanel(self.found, lambda: self.live.refresh())
                    self.escalation = EscalationPanel(lambda: self.live.refresh())
            with tag('div', '', 'ticket-foot'):
                self.closing = CloseButton(self.found)
        self.live = await live(
            [f'ticket:{self.found.id}', person_topic(self.person.id), COMPANIES, 'settings', 'catalog'],
            self.show,
            every=60,
        )

    async def show(self) -> None:
        self.person = await viewer()
        view = await ticket_view.view(self.person, self.number, self.latest)
        self.subject.text = view.ticket.subject
        fill(self.chip, chip_markup(CUSTOMER_STATUS[view.ticket.status]))
        fill(self.steps, steps_markup(view.ticket))
        await self.cards.show(view)
        self.composer.show(view, self.person)
        self.closing.button.set_visibility(Event.CLOSE_BY_REQUESTER in view.allowed)
        await settings.load(Severities)  # what the facts call the priority
        self.aside.show([view])
        told = await told_in(Reader.of(self.person), view.ticket) if view.has_incidents else ()
        self.incidents.show(told)
        await self.hours.show(view.ticket)
        self.tabs.show(view, told)
        self.copies.show(view)
        await self.remote.show(view)
        await self.escalation.show(view)
        await self.mark.show(self.person, view.ticket, told)

    def _show_earlier(self) -> None:
        self.latest += ticket_view.LATEST
        self.live.refresh()
