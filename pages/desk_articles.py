"""`/desk/articles`: all texts of the desk, those that wait for somebody first; and each of them to work on."""

from urllib.parse import parse_qs, urlsplit

from markupsafe import Markup
from nicegui import ui

from models import Article, ArticleVersion
from models.ticket_number import parse_number
from services.knowledge import article_list, article_shelf, article_source
from services.knowledge.articles import TOPIC, VOTES
from services.plain_text import is_id
from services.refusals import NotAllowed, NotFound
from webui.desk.desk_place import Place
from webui.elements import empty_state, heading, icon, link, tag
from webui.formats import calendar_day
from webui.i18n import _, ngettext
from webui.knowledge.article_editor import ArticleEditor
from webui.knowledge.article_look import KIND, look_of
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import icon_markup
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

Row = tuple[Article, ArticleVersion]

_ROW = Markup(
    '<a class="article-row" href="/desk/articles/{id}" data-row="{id}">{icon}<span class="row-words">'
    '<b dir="auto">{title}</b><span class="muted" dir="auto">{facts}</span></span>{chip}</a>'
)


@shell.page('/desk/articles', Access.STAFF)
async def desk_articles() -> None:
    title(_('Articles'))
    with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow'):
        with tag('div', '', 'page-head'):
            with link('', Place().address, 'button icon-button pane-back', aria_label=_('Back to the queue')):
                icon('arrow-left')
            heading(_('Articles'))
            link(_('What is missing'), '/desk/articles/report', 'button button-quiet', 'search-x')
            link(_('New article'), '/desk/articles/new', 'button button-primary', 'plus')
        rows = LiveRows[Row](tag('div', '', 'rows', data_rows=''), key=lambda row: row[0].id, stamp=_stamp, draw=_row)
        nothing = empty_state('book-open', _('No articles yet'), _('Write down what is asked often.'))

        async def show() -> None:
            found = await article_list.everything(await viewer())
            rows.show(found)
            nothing.set_visibility(not found)

        await live([TOPIC, VOTES], show)


@shell.page('/desk/articles/new', Access.STAFF)
async def new_article() -> None:
    """With `?ticket=`, the number of a solved ticket, it is about that (S2-16)."""
    title(_('New article'))
    query = urlsplit(ui.context.client.sub_pages_router.current_path).query
    number = parse_number(parse_qs(query).get('ticket', [''])[0])
    if number is None:
        await ArticleEditor().draw()
        return
    try:
        ticket, text = await article_source.draft(await viewer(), number)
    except NotAllowed:
        raise NotFound from None
    await ArticleEditor(source=ticket, text=text).draw()


@shell.page('/desk/articles/{identifier}', Access.STAFF)
async def desk_article(identifier: str, version: str = '', mine: str = '') -> None:
    if not is_id(identifier):
        raise NotFound
    found = await article_shelf.manuscript(await viewer(), int(identifier))
    title(found.article.title)
    await ArticleEditor(found, version=version, mine=mine).draw()


def _stamp(row: Row) -> tuple[object, ...]:
    article, newest = row
    return article.updated_at, newest.version, newest.ready_at, article.helpful, article.unhelpful, article.used


def _row(row: Row) -> Markup:
    article, newest = row
    facts = [_(KIND[article.kind][1]), article.owner.full_name if article.owner else '']
    if article.review_on:
        facts.append(_('to be looked at on %(day)s', day=calendar_day(article.review_on)))
    if article.helpful or article.unhelpful:
        facts.append(_('helped %(yes)d of %(all)d', yes=article.helpful, all=article.helpful + article.unhelpful))
    if article.used:
        facts.append(ngettext('spared %(n)d ticket', 'spared %(n)d tickets', article.used))
    return _ROW.format(
        id=article.id,
        icon=icon_markup(KIND[article.kind][0]),
        title=newest.title,
        facts=' · '.join(filter(None, facts)),
        chip=chip_markup(look_of(article, newest)),
    )
