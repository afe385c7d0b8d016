"""`/tickets/{number}`: one ticket as its customer follows it, and the direct URL of every mail (S0-23)."""

from urllib.parse import parse_qs, urlsplit

from models import Ticket, User
from models.entry import EntryKind
from models.lifecycle import Event
from models.ticket_number import parse_number
from services import drafts, ticket_view
from services.language import N_
from services.refusals import NotFound
from services.ticket_view import Line, TicketView
from webui.appearance import CUSTOMER_STATUS
from webui.composer import CustomerComposer
from webui.elements import empty_state, heading, icon, link, tag
from webui.i18n import _
from webui.live import LiveList, live
from webui.markup import fill, rich
from webui.portal_shell import shell
from webui.presence import presence_line
from webui.progress_steps import steps_markup
from webui.read_mark import ReadMark
from webui.routing import Access, follow_path
from webui.solution_question import question_list
from webui.status_chip import chip_markup
from webui.thread import thread_list
from webui.ticket_facts import customer_facts
from webui.title import title
from webui.viewer import viewer

TABS = {
    'conversation': N_('Conversation'),
    'investigation': N_('Investigation'),
    'resolution': N_('Resolution'),
    'history': N_('History'),
}
SHOWN = {
    'conversation': {EntryKind.MESSAGE, EntryKind.QUESTION, EntryKind.SOLUTION, EntryKind.REJECTION, EntryKind.ASSIGN},
    'investigation': {EntryKind.INVESTIGATION},
    'resolution': {EntryKind.SOLUTION},
    'history': set(EntryKind),
}
NOTHING = {
    'investigation': ('flask-conical', N_('Nothing noted yet'), N_('What the technician finds out is told here.')),
    'resolution': ('circle-check', N_('Not solved yet'), N_('The solution is told here, with who found it and when.')),
}


@shell.page('/tickets/{number}', Access.SIGNED_IN)
async def ticket(number: str) -> None:
    person = await viewer()
    found = (await ticket_view.view(person, _stored(number))).ticket
    title(f'{found.number} {found.subject}')
    await TicketPage(person, found.number).draw(found)


def _stored(number: str) -> str:
    """The number in its stored form; one that cannot be is one that does not exist."""
    stored = parse_number(number)
    if stored is None:
        raise NotFound
    return stored


class TicketPage:
    """The parts of the page, and how they are filled. What somebody is typing in is never among what is redrawn."""

    def __init__(self, person: User, number: str) -> None:
        self.person = person
        self.number = number
        self.latest = ticket_view.LATEST
        self.tab = ''
        self.view: TicketView | None = None

    async def draw(self, found: Ticket) -> None:
        self.mark = ReadMark(await ticket_view.seen_seq(self.person, found))
        with tag('div', '', 'page ticket'):
            with tag('nav', '', 'crumbs', aria_label=_('Where you are')):
                link(_('My tickets'), '/tickets')
                icon('chevron-right')
                tag('span', self.number, 'number')
            with tag('div', '', 'ticket-head'):
                self.subject = heading(found.subject)
                self.chip = rich('span')
            self.steps = rich('ol', 'steps')
            self.question = question_list(tag('div'))
            with tag('div', '', 'ticket-columns'):
                with tag('div', '', 'ticket-main'):
                    self._tabs()
                    await self._panel(found)
                self.aside = customer_facts(tag('aside', '', 'stack', aria_label=_('Details')))
        self.live = await live([f'ticket:{found.id}'], self.show)

    def _tabs(self) -> None:
        with tag('div', '', 'tabs', role='tablist', aria_label=_('Views of the ticket')):
            self.tabs = {
                name: link(_(word), f'/tickets/{self.number}?tab={name}', role='tab', id=f'tab-{name}')
                for name, word in TABS.items()
            }
        follow_path(self._follow)

    async def _panel(self, found: Ticket) -> None:
        self.panel = tag('div', '', '', role='tabpanel')
        with self.panel:
            self.earlier = tag('button', _('Show earlier messages'), 'button button-quiet', type='button')
            self.earlier.on('click', self._show_earlier, args=[])
            thread = tag('div', '', 'thread')
            self.thread: LiveList[Line] = thread_list(thread, self.person.id, self.mark.since)
            self.nothing = tag('div')
        await presence_line(found)
        kept = await drafts.recall(self.person, drafts.ticket_key(found, Event.COMMENT))
        self.composer = CustomerComposer(found, kept)

    async def show(self) -> None:
        self.person = await viewer()
        view = await ticket_view.view(self.person, self.number, self.latest)
        self.subject.text = view.ticket.subject
        fill(self.chip, chip_markup(CUSTOMER_STATUS[view.ticket.status]))
        fill(self.steps, steps_markup(view.ticket))
        self.question.show([view] if self._asks(view) else [])
        self.composer.show(view)
        self.aside.show([view])
        self.view = view
        self._show_lines(view)
        await self.mark.show(self.person, view.ticket)

    @staticmethod
    def _asks(view: TicketView) -> bool:
        return Event.CONFIRM in view.allowed or view.asked is not None

    def _show_lines(self, view: TicketView) -> None:
        lines = [line for line in view.lines if line.entry.kind in SHOWN[self.tab]]
        self.thread.show(lines)
        self.earlier.set_visibility(view.has_earlier)
        self.nothing.clear()
        if not lines and self.tab in NOTHING:
            icon_name, name, text = NOTHING[self.tab]
            with self.nothing:
                empty_state(icon_name, _(name), _(text))

    def _show_earlier(self) -> None:
        self.latest += ticket_view.LATEST
        self.live.refresh()

    def _follow(self, path: str) -> None:
        """Show the tab that the address names."""
        asked = parse_qs(urlsplit(path).query).get('tab', [''])[0]
        self.tab = asked if asked in TABS else 'conversation'
        for name, item in self.tabs.items():
            item.props['aria-selected'] = 'true' if name == self.tab else 'false'
            item.props['tabindex'] = '0' if name == self.tab else '-1'
        if self.view:
            self._show_lines(self.view)
