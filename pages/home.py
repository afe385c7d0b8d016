"""`/`: the welcome, the state of the services, the types of tickets, one's own tickets, announcements and hours."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup
from nicegui import ui
from nicegui.element import Element

from models import User
from models.audience import Reader
from models.user import UserRole
from services import settings
from services.accounts.own_account import person_topic
from services.board.board import TOPICS, board
from services.catalog import catalog
from services.catalog.catalog import Tile
from services.departments import departments
from services.env import env
from services.hours import opening_hours
from services.knowledge import announcements
from services.knowledge.announcement_rules import Announcing
from services.sayings import ClosedDays, HoursNote, said
from services.tickets import my_tickets
from webui.accounts.entrances import actions, entrances
from webui.accounts.waiting_here import waiting_banner
from webui.appearance import CUSTOMER_STATUS
from webui.board.announced import Shown, cards, lines, recent_card
from webui.edge.waiting_cookie import wait_of
from webui.elements import Tag, heading, link, tag
from webui.formats import ago_markup
from webui.i18n import _, locale, ngettext, saying
from webui.live import LiveList, live
from webui.live_rows import LiveRows
from webui.markup import fill, icon_markup, rich
from webui.opening import opening_chip, opening_lines
from webui.routing import Access
from webui.shell.departments_card import DepartmentsCard
from webui.shell.greeting import Greeting
from webui.shell.holiday_banner import holiday_banner
from webui.shell.pending_told import pending_banner
from webui.shell.portal_shell import shell, tickets_path
from webui.shell.search_box import search_box
from webui.shell.status_line import line_of, status_line
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.tickets.what_is_said import phone_address
from webui.viewer import anybody

RECENT = 3
TILES = 6  # of a group; all others are small
Hours = tuple[settings.Desk, opening_hours.Opening, tuple[str, ...]]
TILE = Markup(
    '<a class="tile" href="/tickets/new/{slug}" data-row="{slug}" data-kind="{kind}">'
    '<span class="tile-icon">{icon}</span>'
    '<span class="tile-words"><b>{title}</b><span>{summary}</span>{promise}</span></a>'
)
PILL = Markup(
    '<a class="pill" href="/tickets/new/{slug}" data-row="{slug}" title="{summary}" data-kind="{kind}">'
    '{icon}<span>{title}</span></a>'
)
PROMISE = Markup('<span class="tile-promise">{}{}</span>')
URGENT = Markup('<span class="chip" data-tone="bad">{}{}</span>')
TICKET = Markup(
    '<a class="mini-row" href="/tickets/{number}" data-row="{id}"><span class="row-subject line">{subject}</span>'
    '<span class="row-meta">{chip}{ago}</span></a>'
)


@shell.page('/', Access.ANYONE)
async def home() -> None:
    viewer = await anybody()
    title(_('Home'))
    with tag('div', '', 'page home'):
        with tag('div', '', 'home-main'):
            if viewer is None and (wait := wait_of(ui.context.client.request)):
                await waiting_banner(wait)
            if viewer and viewer.role == UserRole.ADMIN:
                await pending_banner()
                await holiday_banner()
            greeting = Greeting(viewer)
            welcome = None if viewer else tag('div', '', 'welcome')
            search_box(tickets_path(viewer), _('Search by words or by a ticket number'), 'find')
            status = status_line(tag('div', '', 'home-status'))
            strip = LiveList[int](
                tag('div', '', 'home-strip'), key=int, stamp=int, make=_make_strip, update=lambda _strip, _count: None
            )
            if viewer is None:
                entrances()
                latest = _latest()
            broken = Group(_('Something does not work'), _('Incident'))
            needed = Group(_('I need something'), _('Request'))
            elsewhere = Group(_('Somebody else takes care of this'), '')
            if viewer:
                latest = _latest()
        with tag('aside', '', 'stack', aria_label=_('Your tickets and our hours')):
            recent = _recent_card() if viewer else None
            announcements_card, announced = recent_card()
            hours = _hours_card()
            teams = DepartmentsCard()
    if welcome:
        with welcome:
            actions(broken.heading, needed.heading)

    async def show() -> None:
        person = await anybody()
        reader = Reader.of(person)
        tiles = await catalog.home(locale().language, reader)
        broken.show(tiles.incidents)
        needed.show(tiles.requests)
        elsewhere.show(tiles.elsewhere)
        status.show(line_of(await board(reader)))
        rules = await settings.load(Announcing)
        told = lines(rules.recent(await announcements.shown(reader)))
        latest.show(told[: rules.home_cards])
        announced.show(told[: rules.home_names])
        announcements_card.set_visibility(bool(told[: rules.home_names]))
        desk = await settings.load(settings.Desk)
        await greeting.show(desk, person)
        hours.show([await _hours_now(desk)])
        teams.show(await departments.public())
        if person and recent:
            await _show_mine(person, recent, strip)

    topics = ['catalog', 'settings', *TOPICS, *([f'user:{viewer.id}', person_topic(viewer.id)] if viewer else [])]
    await live(topics, show, every=60)


def _latest() -> LiveRows[Shown]:
    with tag('section', '', 'tile-group latest', aria_label=_('Latest announcements')):
        with tag('div', '', 'tile-head'):
            heading(_('Latest announcements'), 2)
            link(_('See everything'), '/announcements', 'small', aria_label=_('See all the latest announcements'))
        return cards(tag('div', '', 'told-list'))


class Group:
    """The types of one kind: the first as tiles with the generic type as the last of them, the others small below."""

    def __init__(self, name: str, kind: str) -> None:
        with tag('section', '', 'tile-group', aria_label=name):
            with tag('div', '', 'tile-head'):
                self.heading = heading(name, 2)
                self.heading.props['tabindex'] = '-1'
                tag('span', kind, 'muted small')
            self._tiles, self._pills = _list('tiles', _tile), _list('pills', _pill)

    def show(self, shown: Sequence[Tile]) -> None:
        usual = [tile for tile in shown if not tile.is_generic]
        generic = [tile for tile in shown if tile.is_generic]
        as_tiles = TILES - len(generic[:1])
        self._tiles.show([*usual[:as_tiles], *generic])
        self._pills.show(usual[as_tiles:])


def _list(classes: str, draw: Callable[[Tile], Markup]) -> LiveRows[Tile]:
    return LiveRows(tag('div', '', classes), key=lambda tile: tile.slug, stamp=lambda tile: tile, draw=draw)


def _pill(tile: Tile) -> Markup:
    kind = 'elsewhere' if tile.is_redirect else 'urgent' if tile.is_urgent else 'usual'
    return PILL.format(slug=tile.slug, summary=tile.summary, kind=kind, icon=icon_markup(tile.icon), title=tile.title)


def _tile(tile: Tile) -> Markup:
    kind = 'generic' if tile.is_generic else 'urgent' if tile.is_urgent else 'usual'
    promise = Markup('')
    if tile.is_urgent:
        promise = URGENT.format(icon_markup('zap'), _('Emergencies 24×7'))
    elif tile.promise:
        promise = PROMISE.format(icon_markup('clock'), _(tile.promise))
    return TILE.format(
        slug=tile.slug,
        kind=kind,
        icon=icon_markup(tile.icon),
        title=tile.title,
        summary=tile.summary,
        promise=promise,
    )


def _recent_card() -> tuple[Tag, LiveRows[my_tickets.Row]]:
    with tag('section', '', 'card', aria_label=_('Your tickets')):
        with tag('div', '', 'card-head'):
            heading(_('Your tickets'), 2, 'card-title')
            more = link(_('See all'), '/tickets')
        rows = tag('div', '', 'mini-rows')
    return more, LiveRows(
        rows, key=lambda row: row['id'], stamp=lambda row: (row['updated_at'], row['unread']), draw=_ticket
    )


def _ticket(row: my_tickets.Row) -> Markup:
    chip = chip_markup(CUSTOMER_STATUS[row['status']])
    ago = ago_markup(row['updated_at'])
    return TICKET.format(id=row['id'], number=row['number'], subject=row['subject'], chip=chip, ago=ago)


async def _show_mine(viewer: User, recent: tuple[Tag, LiveRows[my_tickets.Row]], strip: LiveList[int]) -> None:
    more, rows = recent
    page = await my_tickets.page(viewer)
    yours = sum(row['status'] in my_tickets.YOUR_TURN for row in page.rows)
    rows.show(sorted(page.rows, key=lambda row: row['status'] not in my_tickets.YOUR_TURN)[:RECENT])
    is_all = page.next is None and len(page.rows) > 1
    more.text = _('See all %(n)d', n=len(page.rows)) if is_all else _('See all')
    strip.show([yours] if yours else [])


def _make_strip(yours: int) -> Element:
    with tag('a', '', 'banner on-phone', href='/tickets?tab=yours', data_tone='warn') as strip:
        fill(rich('span', 'icon-box'), icon_markup('hourglass'))
        with tag('span'):
            tag('b', ngettext('%(n)d ticket waits for you.', '%(n)d tickets wait for you.', yours))
            tag('span', ' ' + _('Confirm or answer.'))
    return strip


def _hours_card() -> LiveList[Hours]:
    """Drawn anew only when it says something else: somebody may be on one of its links."""
    place = tag('div')
    return LiveList(place, key=lambda hours: hours, stamp=hash, make=_make_hours, update=lambda _card, _hours: None)


async def _hours_now(desk: settings.Desk) -> Hours:
    """With what holds outside of them, and on days like this one where it is closed all day."""
    opening = await opening_hours.desk()
    notes = [await said(ClosedDays)] if opening.is_day_off else []
    return desk, opening, tuple(filter(None, map(saying, [*notes, await said(HoursNote)])))


def _make_hours(hours: Hours) -> Element:
    desk, opening, notes = hours
    with tag('section', '', 'card', aria_label=_('How to reach us')) as card:
        with tag('div', '', 'card-head bare'):
            heading(_('How to reach us'), 2, 'card-title')
            opening_chip(opening)
        with tag('div', '', 'card-body stack-tight small'):
            opening_lines(opening)
            for note in notes:
                tag('p', note, 'muted')
            tag('p', _('Report every ticket by these means:'), 'muted')
            with tag('p', '', 'channels'):
                link(urlsplit(env().base_url).netloc, env().base_url, icon_name='globe')
                for number in filter(None, (desk.phone, desk.mobile)):
                    link(number, phone_address(number), icon_name='phone')
                if desk.mail:
                    link(desk.mail, 'mailto:' + desk.mail, icon_name='mail')
    return card
