"""`/kb` and `/policies`: what the desk has written for everybody who reads it (S0-15, S4-21, S4-22)."""

from models.article import ArticleKind
from models.audience import Reader
from services.knowledge import articles
from services.knowledge.articles import KNOWLEDGE, POLICIES, TOPIC
from services.language import Words
from services.sayings import Objective, said
from webui.elements import empty_state, heading, tag
from webui.i18n import _, saying
from webui.knowledge.article_look import article_rows, body_markup, facts_line
from webui.live import live
from webui.markup import fill, rich
from webui.routing import Access
from webui.shell.portal_shell import shell, tickets_path
from webui.shell.search_box import search_box
from webui.shell.title import title
from webui.viewer import anybody


@shell.page('/kb', Access.ANYONE)
async def knowledge() -> None:
    title(_('Knowledge base'))
    names = {ArticleKind.KNOWLEDGE: _('Solutions'), ArticleKind.GUIDE: _('Guides and manuals')}
    with tag('div', '', 'page page-narrow stack'):
        with tag('div'):
            heading(_('Knowledge base'))
            tag('p', _('What others have asked already, and how it was solved.'), 'lead')
        search_box(tickets_path(await anybody()), _('What happens to you?'), 'find')
        sections = {}
        for kind in KNOWLEDGE:
            with tag('section', '', 'stack-tight', aria_label=names[kind]) as section:
                heading(names[kind], 2)
                sections[kind] = section, article_rows(tag('div', '', 'rows', data_rows=''))
        nothing = empty_state('book-open', _('Nothing has been written yet'), _('Open a ticket and we help you.'))

    async def show() -> None:
        found = await articles.listed(Reader.of(await anybody()), KNOWLEDGE)
        for kind, (section, rows) in sections.items():
            own = [one for one in found if one.kind == kind]
            rows.show(own)
            section.set_visibility(bool(own))
        nothing.set_visibility(not found)

    await live([TOPIC], show)


@shell.page('/policies', Access.ANYONE)
async def policies() -> None:
    """The first one in full, the others as links."""
    title(_('Policies'))
    with tag('article', '', 'page page-narrow stack article-page'):
        name = heading(_('Policies'))
        objective = tag('p', '', 'lead')
        with tag('div') as main:
            facts = tag('p', '', 'muted small')
            body = rich('div', 'prose')
        with tag('section', '', 'stack-tight', aria_label=_('More about us')) as more:
            heading(_('More about us'), 2)
            rows = article_rows(tag('div', '', 'rows', data_rows=''))
        nothing = empty_state('shield', _('No policies yet'), _('An administrator writes them at the desk.'))

    async def show() -> None:
        found = await articles.listed(Reader.of(await anybody()), POLICIES)
        if found:
            name.text = _(Words.of(found[0], 'title'))
            facts.text = facts_line(found[0])
            fill(body, body_markup(found[0]))
        objective.text = saying(await said(Objective))
        objective.set_visibility(bool(objective.text))
        rows.show(found[1:])
        main.set_visibility(bool(found))
        more.set_visibility(len(found) > 1)
        nothing.set_visibility(not found)

    await live([TOPIC, 'settings'], show)
