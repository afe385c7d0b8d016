"""`/settings/people`: who has an account: found, narrowed, invited, imported; who waits for an admin."""

from models import User
from services.language import N_
from services.people import people_directory
from services.people.group_mailboxes import GroupMailbox
from services.people.people_directory import TOPIC, Wanted
from webui.actions import action
from webui.elements import button, empty_state, link, tag
from webui.form.forms import Form
from webui.form.settings_card import group_card
from webui.i18n import _, ngettext
from webui.live import LiveView, live
from webui.live_rows import LiveRows
from webui.people.invite_dialog import invite_dialog
from webui.people.pending_card import PendingCard
from webui.people.people_filter import filter_form, wanted_at
from webui.people.person_look import chips_of, person_row
from webui.routing import Access, follow_path
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer

POLICIES = (
    ('allowed', N_('Allowed'), N_('Forms say nothing about them')),
    ('hint_against', N_('Advised against'), N_('Forms say that the own address is better')),
)


@shell.page('/settings/people', Access.ADMIN)
async def settings_people() -> None:
    with section('people', _('Customers and the people of the desk, one account each.')):
        await PendingCard().draw()
        await PeopleList().draw()
        about = _('Whoever writes from one that is marked as such says who it is, always.')
        await group_card(GroupMailbox, _('Addresses such as info@'), _group_mailbox, about=about)


def _group_mailbox(form: Form, value: GroupMailbox) -> None:
    options = [(key, _(name), _(about)) for key, name, about in POLICIES]
    form.cards('policy', _('Addresses that several people read'), options, value=value.policy)


class PeopleList:
    """The filters, the rows, and the ways to invite and import."""

    def __init__(self) -> None:
        self._wanted, self._pages, self._anew = Wanted(), 1, True
        self._companies: list[tuple[str, str]] = []
        self._view: LiveView | None = None

    async def draw(self) -> None:
        self._companies = await people_directory.companies(await viewer())
        with tag('section', '', 'card', aria_label=_('Accounts')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    tag('h2', _('Accounts'), 'card-title')
                    self._count = tag('p', '', '', role='status')
                with tag('div', '', 'form-foot'):
                    link(_('Import'), '/settings/people/import', 'button button-secondary', 'upload')
                    button(_('Invite'), self._invite, icon_name='user-plus', kind='primary')
            self._filters = tag('div')
        self._dialogs = tag('div')
        self._rows = LiveRows[User](tag('div', '', 'rows'), key=lambda person: person.id, stamp=_stamp, draw=person_row)
        self._nothing = empty_state('users', _('Nobody found'), _('Choose other filters.'))
        self._more = button(_('Show more'), self._show_more)
        follow_path(self._follow)
        self._view = await live([TOPIC, 'companies'], self._show)

    def _follow(self, path: str) -> None:
        self._wanted, self._pages, self._anew = wanted_at(path), 1, True
        self._filters.clear()
        with self._filters:
            filter_form(self._wanted, self._companies)
        if self._view:
            self._view.refresh()

    def _show_more(self) -> None:
        self._pages += 1
        if self._view:
            self._view.refresh()

    async def _show(self) -> None:
        actor, wanted = await viewer(), self._wanted
        people: list[User] = []
        after = None
        for _page in range(self._pages):
            page = await people_directory.page(actor, wanted, after)
            people += page.people
            after = page.next
            if after is None:
                break
        self._count.text = ngettext('%(n)d account', '%(n)d accounts', await people_directory.count(actor, wanted))
        self._rows.show(people, anew=self._anew)
        self._anew = False
        self._rows.parent.set_visibility(bool(people))
        self._nothing.set_visibility(not people)
        self._more.set_visibility(after is not None)

    @action
    async def _invite(self) -> None:
        await invite_dialog(self._dialogs)


def _stamp(person: User) -> tuple[object, ...]:
    company = person.organization.name if person.organization else ''
    return person.full_name, person.email, person.phone, company, *chips_of(person)
