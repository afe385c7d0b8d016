"""The bell: how many tickets have news for a person, and what it is."""

from markupsafe import Markup
from nicegui.events import GenericEventArguments

from models import Entry, User
from models.entry import EntryKind
from services import settings
from services.language import N_, Words
from services.settings import Desk
from services.tickets import bell
from services.tickets.bell import News
from webui.actions import action
from webui.board.board_look import PHASE
from webui.elements import button, heading, icon, initials, tag, tone_of
from webui.formats import ago_markup
from webui.i18n import _, ngettext
from webui.live import live
from webui.live_rows import LiveRows
from webui.tickets.thread import author_of, what_happened
from webui.viewer import viewer

SAID = {
    EntryKind.MESSAGE: N_('%(name)s wrote'),
    EntryKind.QUESTION: N_('%(name)s asks'),
    EntryKind.SOLUTION: N_('%(name)s proposes a solution'),
    EntryKind.REJECTION: N_('%(name)s says that it still fails'),
    EntryKind.INVESTIGATION: N_('%(name)s found something out'),
}
_NEWS = Markup(
    '<a class="menu-item" href="{path}/{number}" data-row="{id}">'
    '<span class="avatar avatar-small" data-tone="{tone}" aria-hidden="true">{initials}</span>'
    '<span class="bell-words"><span class="bell-what"><b dir="auto">{what}</b>{ago}</span>'
    '<span class="line" dir="auto">{subject}</span><span class="line muted">{number} {body}</span></span></a>'
)
SHOWN = 90  # characters of what was said


async def bell_menu(person: User, path: str) -> None:
    """Draw the bell of a bar. Its news lead to tickets below `path`, where opening one reads it."""
    is_open = False
    with tag('details', '', 'menu-wrap bell') as menu:
        with tag('summary', '', 'button icon-button', role='button', aria_label=_('News')) as summary:
            icon('bell')
            count = tag('span', '', 'badge', data_tone='bad')
        count.set_visibility(False)
        with tag('div', '', 'menu bell-menu'):
            with tag('div', '', 'bell-head'):
                heading(_('News'), 2)
                all_read = button(_('Mark all as read'), _mark_all, kind='quiet')
            rows = LiveRows[News](
                tag('div', '', 'bell-rows'),
                key=lambda one: one.ticket.id,
                stamp=lambda one: (one.at, one.said.id, settings.last(Desk).name),
                draw=lambda one: _row(one, path),
            )
            nothing = tag('p', _('Nothing new. What happens to your tickets shows up here.'), 'menu-head')

    async def show() -> None:
        reader = await viewer()
        view.watch([*await bell.topics(reader), 'settings'])  # he may work in other departments by now
        await settings.load(Desk)
        told = await bell.news(reader)
        many = len(told)
        number = '9+' if many > 9 else str(many)
        name = ngettext('News: %(number)s ticket', 'News: %(number)s tickets', many, number=number)
        summary.props['aria-label'] = summary.props['title'] = name if many else _('News: none')
        summary.props['data-news'] = number if many else ''
        count.text = number
        count.set_visibility(bool(many))
        all_read.set_visibility(bool(many))
        nothing.set_visibility(not many)
        rows.show(told[: bell.MOST] if is_open else [])  # closed, the page does not say things twice

    def toggled(event: GenericEventArguments) -> None:
        nonlocal is_open
        is_open = event.args is True
        view.refresh()

    view = await live([*await bell.topics(person), 'settings'], show, later=True)
    menu.on('toggle', toggled, js_handler='(event) => emit(event.target.open)')


@action
async def _mark_all() -> None:
    await bell.mark_all(await viewer())


def _row(news: News, path: str) -> Markup:
    entry = news.said
    if isinstance(entry, Entry):
        name, what, body = _said(entry)
    else:
        name, what = settings.last(Desk).name, _('News of “%(title)s”', title=_(Words.of(entry.incident, 'title')))
        body = f'{_(PHASE[entry.phase].word)}: {_(Words.of(entry, "body"))}'
    return _NEWS.format(
        id=news.ticket.id,
        path=path,
        tone=tone_of(name),
        initials=initials(name),
        what=what,
        ago=ago_markup(news.at),
        subject=news.ticket.subject,
        number=news.ticket.number,
        body=f'· {" ".join(body.split())[:SHOWN]}' if body else '',
    )


def _said(entry: Entry) -> tuple[str, str, str]:
    """Who it was, what he did, and in which words."""
    name = author_of(entry)
    if said := SAID.get(entry.kind):
        return name, _(said, name=name), entry.body
    what = what_happened(entry)[1]
    return name, what.striptags() if isinstance(what, Markup) else what, ''  # a link in it would be inside a link
