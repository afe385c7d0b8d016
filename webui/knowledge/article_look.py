"""What texts of the desk look like: in a list, and to be read."""

from collections.abc import Mapping

from markupsafe import Markup
from nicegui.element import Element

from models import Article, ArticleVersion
from models.article import ArticleKind, ArticleState
from models.audience import Reach
from services.clock import now
from services.language import N_, Text, Words
from services.markdown import render
from webui.appearance import Look
from webui.formats import day
from webui.i18n import _, ngettext
from webui.live_rows import LiveRows
from webui.markup import drawn_once, icon_markup

KIND: Mapping[ArticleKind, tuple[str, Text]] = {
    ArticleKind.KNOWLEDGE: ('lightbulb', N_('Article')),
    ArticleKind.GUIDE: ('book-open', N_('Guide')),
    ArticleKind.POLICY: ('shield', N_('Policy')),
    ArticleKind.PAGE: ('info', N_('Page')),
    ArticleKind.DOWNLOAD: ('download', N_('Download')),
}
DRAFT = Look(N_('Draft'), 'pencil', 'quiet')
REVIEW = Look(N_('To be reviewed'), 'eye', 'work')
PUBLISHED = Look(N_('Published'), 'circle-check', 'ok')
STALE = Look(N_('Look at it again'), 'calendar-clock', 'warn')
RETIRED = Look(N_('Withdrawn'), 'lock', 'quiet')
UNREAD = {ArticleState.DRAFT: DRAFT, ArticleState.REVIEW: REVIEW, ArticleState.RETIRED: RETIRED}

_ROW = Markup(
    '<a class="article-row" href="/kb/{slug}" data-row="{id}">{icon}<span class="row-words"><b dir="auto">{title}</b>'
    '<span class="muted" dir="auto">{summary}</span></span><span class="row-when">{helped}</span></a>'
)


def look_of(article: Article, newest: ArticleVersion | None = None) -> Look:
    """Where a text stands: its newest version if that is known, else what its readers have."""
    if article.state != ArticleState.RETIRED and newest and newest.published_at is None:
        return REVIEW if newest.ready_at else DRAFT
    if article.state in UNREAD:
        return UNREAD[article.state]
    return STALE if article.review_on and article.review_on <= now().date() else PUBLISHED


def article_rows(parent: Element) -> LiveRows[Article]:
    """A list of links to texts."""
    return LiveRows(parent, key=lambda one: one.id, stamp=lambda one: (one.updated_at, one.helpful), draw=_row)


def body_markup(article: Article) -> Markup:
    """The text as its reader reads it."""
    return render(_(Words.of(article, 'body')))


def facts_line(article: Article) -> str:
    """When it was published, and for whom it is where that is not everybody."""
    at = article.published_at
    said = [
        _('Updated %(day)s', day=day(at)) if at else '',
        '' if article.reach == Reach.EVERYBODY else _('Not public'),
    ]
    return ' · '.join(filter(None, said))


def _row(article: Article) -> Markup:
    title, summary = _(Words.of(article, 'title')), _(Words.of(article, 'summary'))
    return _drawn(article.id, article.slug, article.kind, title, summary, article.helpful)


@drawn_once
def _drawn(number: int, slug: str, kind: ArticleKind, title: str, summary: str, helpful: int) -> Markup:
    helped = ngettext('It helped %(n)d person', 'It helped %(n)d people', helpful) if helpful else ''
    icon = icon_markup(KIND[kind][0])
    return _ROW.format(id=number, slug=slug, icon=icon, title=title, summary=summary, helped=helped)
