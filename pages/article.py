"""`/kb/{slug}`: one text of the desk, live, with the question whether it helped."""

from models import Article, User
from models.article import ArticleState
from models.audience import Reader
from services.knowledge import articles
from services.knowledge.articles import POLICIES, TOPIC
from services.language import Words
from webui.elements import heading, icon, link, tag
from webui.i18n import _
from webui.knowledge.article_look import body_markup, facts_line, look_of
from webui.knowledge.article_vote import VoteCard
from webui.live import live
from webui.markup import fill, rich
from webui.routing import Access
from webui.shell.portal_shell import shell
from webui.shell.title import title
from webui.tickets.status_chip import chip_markup
from webui.viewer import anybody


@shell.page('/kb/{slug}', Access.ANYONE)
async def article(slug: str) -> None:
    viewer = await anybody()
    found = await articles.find(Reader.of(viewer), slug)
    await ArticlePage(found).draw(viewer)


class ArticlePage:
    """Its parts; a text that is taken away while somebody reads it is gone for him."""

    def __init__(self, found: Article) -> None:
        self._slug, self._found = found.slug, found

    async def draw(self, viewer: User | None) -> None:
        is_policy = self._found.kind in POLICIES
        name, path = (_('Policies'), '/policies') if is_policy else (_('Knowledge base'), '/kb')
        with tag('article', '', 'page page-narrow stack article-page'):
            with tag('div'):
                with tag('nav', '', 'crumbs', aria_label=_('Where you are')):
                    link(name, path)
                    icon('chevron-right')
                    self._crumb = tag('span', '', 'line')
                self._title = heading('')
                self._title.props['dir'] = 'auto'
                self._summary = tag('p', '', 'lead', dir='auto')
                self._facts = tag('p', '', 'muted small')
            if viewer and viewer.is_staff:
                self._desk_line()
            self._body = rich('div', 'prose')
            if not is_policy and self._found.state == ArticleState.PUBLISHED:
                await VoteCard(self._found).draw()
                if viewer:
                    with tag('p', '', 'muted small'):
                        tag('span', _('Is something else wrong?'))
                        link(_('Open a ticket'), '/tickets/new')
            await live([TOPIC], self._show)

    def _desk_line(self) -> None:
        """What the desk knows of it more than its readers."""
        with tag('div', '', 'banner article-desk'):
            self._chip = rich('span')
            if self._found.source:
                link(_('From %(number)s', number=self._found.source.number), f'/desk/{self._found.source.number}')
            link(_('Edit'), f'/desk/articles/{self._found.id}', 'button button-secondary', 'pencil')

    async def _show(self) -> None:
        viewer = await anybody()
        found = await articles.find(Reader.of(viewer), self._slug)
        name = _(Words.of(found, 'title'))
        title(name)
        self._crumb.text = self._title.text = name
        self._summary.text, self._facts.text = _(Words.of(found, 'summary')), facts_line(found)
        if hasattr(self, '_chip'):
            fill(self._chip, chip_markup(look_of(found)))
        fill(self._body, body_markup(found))
