"""`/settings/companies/{company}`: one company: what it is, its contract, its people and its tickets."""

from functools import partial

from markupsafe import Markup

from models import Ticket, User
from services.people import company_desk, company_parts
from services.people.company_topics import TOPIC
from services.people.people_directory import TOPIC as PEOPLE
from services.people.people_directory import Wanted
from services.plain_text import is_id
from webui.actions import action
from webui.appearance import STATUS
from webui.elements import button, heading, link, tag
from webui.form.sheet import confirm
from webui.formats import ago_markup, or_more
from webui.i18n import _, ngettext
from webui.live import live
from webui.live_rows import LiveRows
from webui.people.company_fields import company_card, contract_card
from webui.people.invite_dialog import invite_dialog
from webui.people.people_filter import address
from webui.people.person_look import chips_of, person_row
from webui.routing import Access
from webui.shell.settings_frame import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

PATH = '/settings/companies'
_TICKET = Markup(
    '<a class="person-row" href="/desk/{number}" data-row="{id}"><span class="number">{number}</span>'
    '<span class="row-words"><b class="line" dir="auto">{subject}</b><span class="line muted small" dir="auto">'
    '{requester} {ago}</span></span>{chip}</a>'
)


@shell.page('/settings/companies/{company}', Access.ADMIN)
async def settings_company(company: str) -> None:
    row = await company_desk.find(await viewer(), int(company) if is_id(company) else 0)
    title(f'{row.name} · {_("Companies")}')
    await CompanyPage(row.id).draw()


class CompanyPage:
    """Head, the two cards, people and tickets."""

    def __init__(self, company_id: int) -> None:
        self._id = company_id

    async def draw(self) -> None:
        row = await company_desk.find(await viewer(), self._id)
        with tag('div', '', 'stack'):
            with tag('div', '', 'settings-head'):
                link(_('All companies'), PATH, 'button button-quiet', 'arrow-left')
                with tag('div', '', 'person-head'):
                    self._name = heading(row.name)
                    self._off = tag('span', _('Deactivated'), 'chip', data_tone='quiet')
            await company_card(row.id)
            await contract_card(row)
            self._dialogs = tag('div')
            self._people()
            self._tickets()
            with tag('p', '', 'form-foot'):
                self._deactivate = button(_('Deactivate this company'), self._ask, icon_name='circle-pause')
                self._activate = button(_('Put it in use again'), partial(self._set, is_active=True))
            await live([TOPIC, PEOPLE, f'company:{self._id}'], self._show)

    def _people(self) -> None:
        with tag('section', '', 'card', aria_label=_('People')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    self._people_title = tag('h2', _('People'), 'card-title')
                    self._people_part = tag('p', _('The first %(n)d by name', n=company_parts.PEOPLE))
                with tag('div', '', 'form-foot'):
                    link(_('All of them'), address(Wanted(company=str(self._id))), 'button button-quiet')
                    button(_('Invite'), self._invite, icon_name='user-plus')
            rows = tag('div', '', 'mini-rows')
        self._members = LiveRows[User](
            rows,
            key=lambda one: one.id,
            stamp=lambda one: (one.full_name, one.email, *chips_of(one)),
            draw=person_row,
        )

    def _tickets(self) -> None:
        with tag('section', '', 'card', aria_label=_('Tickets')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    self._tickets_title = tag('h2', _('Tickets'), 'card-title')
                    self._tickets_part = tag('p', _('The last %(n)d, open ones first', n=company_parts.TICKETS))
                link(_('Open ones in the queue'), f'/desk?view=open&company={self._id}', 'button button-quiet')
            rows = tag('div', '', 'mini-rows')
        self._latest = LiveRows[Ticket](
            rows, key=lambda one: one.id, stamp=lambda one: (one.subject, one.status, one.updated_at), draw=_ticket
        )

    async def _show(self) -> None:
        actor = await viewer()
        row, parts = await company_desk.find(actor, self._id), await company_parts.parts(actor, self._id)
        self._name.text = row.name
        self._off.set_visibility(not row.is_active)
        self._deactivate.set_visibility(row.is_active)
        self._activate.set_visibility(not row.is_active)
        people, tickets = parts.people_count, parts.ticket_count
        self._people_title.text = or_more(ngettext('%(n)d person', '%(n)d people', people), people)
        self._tickets_title.text = or_more(ngettext('%(n)d ticket', '%(n)d tickets', tickets), tickets)
        self._people_part.set_visibility(people > len(parts.people))
        self._tickets_part.set_visibility(tickets > len(parts.tickets))
        self._members.show(parts.people)
        self._latest.show(parts.tickets)

    @action
    async def _invite(self) -> None:
        await invite_dialog(self._dialogs, self._id)

    @action
    async def _ask(self) -> None:
        row = await company_desk.find(await viewer(), self._id)
        follows = _('Nobody new comes into it. Its people and tickets stay as they are.')
        deactivate = partial(self._set, is_active=False)
        confirm(self._dialogs, _('Deactivate “%(title)s”?', title=row.name), follows, _('Deactivate'), deactivate)

    @action
    async def _set(self, *, is_active: bool) -> None:
        await company_desk.set_active(await viewer(), self._id, is_active=is_active)


def _ticket(one: Ticket) -> Markup:
    return _TICKET.format(
        id=one.id,
        number=one.number,
        subject=one.subject,
        requester=one.requester.full_name,
        ago=ago_markup(one.updated_at),
        chip=chip_markup(STATUS[one.status]),
    )
