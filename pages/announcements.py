"""`/announcements` and `/announcements/{id}`: all that is told now, and one of it (S2-1, S3-6)."""

from markupsafe import Markup
from nicegui import ui

from models import User
from models.audience import Reader
from services.knowledge import announcements
from services.knowledge.announcements import TOPIC
from services.language import Words
from services.mail.mail_text import MailSettings
from services.plain_text import is_id
from services.refusals import NotFound
from services.settings import load
from webui.board.announced import KIND, cards, lines, when_markup
from webui.elements import empty_state, heading, icon, link, tag
from webui.formats import moment
from webui.i18n import _, locale
from webui.live import live
from webui.markup import fill, icon_markup, linkify, rich
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import anybody

_UNTIL = Markup('<span class="told-until">{}{}</span>')
_REST = Markup('<p class="told-facts">{kind}{when}{until}</p><div class="prose">{body}</div>{more}{contact}')
_MORE = Markup('<p class="told-more"><a class="button button-secondary" href="{}">{}{}</a></p>')
_BESIDE = Markup(
    '<p class="told-more"><a class="button button-secondary" href="{}" target="_blank" '
    'rel="noopener noreferrer nofollow">{}{}</a></p>'
)
_CONTACT = Markup('<p class="told-more muted small">{0} <a href="mailto:{1}">{1}</a></p>')


@shell.page('/announcements', Access.ANYONE)
async def all_announcements() -> None:
    title(_('Announcements'))
    with tag('div', '', 'page page-narrow'):
        with tag('div', '', 'page-head'):
            heading(_('Announcements'))
            link(_('Feed'), '/announcements.rss', 'button button-quiet', 'link', target='_blank')
        rows = cards(tag('div', '', 'told-list'))
        nothing = empty_state('megaphone', _('Nothing to announce'), _('What is new, planned or moved is told here.'))

    async def show() -> None:
        told = lines(await announcements.shown(Reader.of(await anybody())))
        rows.show(told)
        nothing.set_visibility(not told)

    await live([TOPIC], show, every=60)


@shell.page('/announcements/{identifier}', Access.ANYONE)
async def announcement(identifier: str) -> None:
    if not is_id(identifier):
        raise NotFound
    viewer = await anybody()
    await announcements.find(Reader.of(viewer), int(identifier))
    page = One(int(identifier), viewer)
    page.draw()
    await live([TOPIC, 'settings'], page.show)
    await page.mark()


class One:
    """One announcement; a customer who opens it is counted for his company."""

    def __init__(self, announcement_id: int, viewer: User | None) -> None:
        self.id, self._viewer = announcement_id, viewer

    def draw(self) -> None:
        with tag('article', '', 'page page-narrow told-page'):
            with tag('nav', '', 'crumbs', aria_label=_('Where you are')):
                link(_('Announcements'), '/announcements')
                icon('chevron-right')
                self._kind = tag('span')
            self._title = heading('')
            self._title.props['dir'] = 'auto'
            self._rest = rich('div', 'told-body')

    async def show(self) -> None:
        """Show it as it is now; once it is over the page says that it does not exist."""
        row = await announcements.find(Reader.of(await anybody()), self.id)
        fallback, language = (await load(MailSettings)).fallback_mail, locale().language
        name = Words.of(row, 'title').into(language)
        title(name)
        self._title.text, self._kind.text = name, _(KIND[row.kind].word)
        until = _('Until %(moment)s', moment=moment(row.ends_at)) if row.ends_at else ''
        rest = _REST.format(
            kind=chip_markup(KIND[row.kind]),
            when=when_markup(row.starts_at),
            until=_UNTIL.format(icon_markup('clock'), until) if until else '',
            body=linkify(Words.of(row, 'body').into(language)),
            more=_more(row.link),
            contact=_CONTACT.format(_('Any questions? Write to'), fallback) if fallback else '',
        )
        fill(self._rest, rest)

    async def mark(self) -> None:
        """Count it as read, once it is in front of somebody."""
        client, viewer = ui.context.client, self._viewer
        if viewer is None:
            return

        async def opened() -> None:
            client.connect_handlers.remove(opened)
            await announcements.seen(viewer, self.id)

        if client.has_socket_connection:
            await announcements.seen(viewer, self.id)
        else:
            client.on_connect(opened)


def _more(address: str) -> Markup:
    """Where it leads on to; another host opens beside."""
    if not address:
        return Markup('')
    is_ours = address.startswith('/')
    icon_name = 'arrow-right' if is_ours else 'external-link'
    return (_MORE if is_ours else _BESIDE).format(address, _('Read more'), icon_markup(icon_name))
