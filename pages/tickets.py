"""`/tickets`: the person's own tickets, and the company's where it shares them (S0-22, S3-21, S3-23)."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from services.language import N_
from services.people.company_topics import TOPIC as COMPANIES
from services.refusals import NotFound
from services.tickets import my_tickets
from webui.appearance import CUSTOMER_STATUS
from webui.elements import Tag, button, empty_state, heading, initials, link, tag, tone_of
from webui.formats import ago_markup, capped
from webui.i18n import _
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import drawn_once
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

TABS = {
    'open': N_('Open'),
    'yours': N_('Your turn'),
    'resolved': N_('All solved'),
    'closed': N_('All closed'),
    'all': N_('All'),
    'copied': N_('In copy'),
}
ROW = Markup(
    '<a class="ticket-row" href="/tickets/{number}" data-row="{id}" data-unread="{unread}" data-yours="{yours}">'
    '<span class="number">{number}</span>'
    '<span class="row-words"><b class="line">{subject}</b><span class="line muted">{preview}</span></span>'
    '{chip}{who}<span class="row-when">{ago}</span></a>'
)
WHO = Markup(
    '<span class="person"><span class="avatar avatar-small" data-tone="{}">{}</span><span class="line">{}</span></span>'
)
NOBODY = Markup('<span class="person muted">{}</span>')


@dataclass
class Choice:
    """What the list shows: a tab, one's own or the company's, and how many pages of it."""

    tab: str = 'open'
    company: bool = False
    pages: int = 1

    def address(self, **other: object) -> str:
        asked = {'tab': self.tab, 'company': 'yes' if self.company else ''} | other
        return '/tickets?' + urlencode({name: value for name, value in asked.items() if value})


@shell.page('/tickets', Access.SIGNED_IN)
async def tickets(tab: str = 'open', company: str = '') -> None:
    person = await viewer()
    title(_('My tickets'))
    if tab not in TABS:
        raise NotFound
    choice = Choice(tab, company == 'yes')
    with tag('div', '', 'page'):
        with tag('div', '', 'page-head'):
            heading(_('My tickets'))
            link(_('Create ticket'), '/tickets/new', 'button button-primary', 'plus', data_key='c')
        with tag('div', '', 'page-head'):
            with tag('nav', '', 'segments', aria_label=_('Filter')):
                badges = {name: _segment(choice, name) for name in TABS}
            flipped = choice.address(company='' if choice.company else 'yes')
            pressed = 'true' if choice.company else 'false'
            whole = link(_('My whole company'), flipped, 'switch', role='button', aria_pressed=pressed)
        rows = LiveRows[my_tickets.Row](
            tag('div', '', 'rows', data_rows=''),
            key=lambda row: row['id'],
            stamp=lambda row: (row['updated_at'], row['unread'], row['last_seq']),
            draw=lambda row: _row_markup(tuple(row.items())),
        )
        nothing = tag('div', '', 'rows')
        more = button(_('Show more'), kind='secondary')
        with tag('p', '', 'list-foot small muted'):
            total = tag('span')
            tag('span', _('Updates by itself'), 'pulse')

    async def show() -> None:
        person = await viewer()
        whole.set_visibility(person.organization is not None and person.organization.shares_tickets)
        counts = await my_tickets.counts(person, company=choice.company)
        for name, badge in badges.items():
            badge.text = capped(counts[name], my_tickets.MOST)
        shown, after = await _rows(choice)
        rows.show(shown)
        more.set_visibility(after)
        rows.parent.set_visibility(bool(shown))
        nothing.set_visibility(not shown)
        of = capped(counts[choice.tab], my_tickets.MOST) if after else len(shown)
        total.text = _('%(shown)d of %(total)s', shown=len(shown), total=of)
        if not shown and not nothing.default_slot.children:
            with nothing:
                _nothing(choice)

    def show_more() -> None:
        choice.pages += 1
        view.refresh()

    more.on('click', show_more, args=[])  # before the first wait, in which the button is sent
    topics = [f'user:{person.id}', COMPANIES]
    if choice.company:
        topics.append(f'company:{person.organization_id}')
    view = await live(topics, show)


async def _rows(choice: Choice) -> tuple[list[my_tickets.Row], bool]:
    """The rows of all pages that are shown, and whether there are more."""
    person = await viewer()
    rows: list[my_tickets.Row] = []
    after = None
    for _number in range(choice.pages):
        page = await my_tickets.page(person, choice.tab, company=choice.company, after=after)
        rows += page.rows
        after = page.next
        if after is None:
            break
    return rows, after is not None


def _segment(choice: Choice, name: str) -> Tag:
    item = link('', choice.address(tab=name))
    if name == choice.tab:
        item.props['aria-current'] = 'page'
    with item:
        tag('span', _(TABS[name]))
        return tag('span', '', 'badge', data_tone='warn' if name == 'yours' else 'quiet')


@drawn_once
def _row_markup(columns: tuple[tuple[str, Any], ...]) -> Markup:
    row = dict(columns)
    name = row['assignee']
    who = WHO.format(tone_of(name), initials(name), name) if name else NOBODY.format(_('Nobody yet'))
    return ROW.format(
        id=row['id'],
        unread='yes' if row['unread'] else 'no',
        yours='yes' if row['status'] in my_tickets.YOUR_TURN else 'no',
        number=row['number'],
        subject=row['subject'],
        preview=row['preview'],
        chip=chip_markup(CUSTOMER_STATUS[row['status']]),
        who=who,
        ago=ago_markup(row['updated_at']),
    )


def _nothing(choice: Choice) -> None:
    if choice.tab == 'open':
        with empty_state(
            'inbox', _('You have no open tickets'), _('When you create one, you follow its progress here, live.')
        ):
            link(_('Create ticket'), '/tickets/new', 'button button-primary', 'plus')
    else:
        empty_state('inbox', _('Nothing here'), _('No ticket is in this state.'))
