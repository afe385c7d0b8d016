"""`/desk/articles/report`: what is looked for in vain, what did not help, and what spared tickets."""

from datetime import date

from markupsafe import Markup

from models import Article, MissedSearch
from services.knowledge import knowledge_report
from webui.elements import Tag, heading, icon, link, tag
from webui.formats import ago_markup, month
from webui.i18n import _, ngettext
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import icon_markup
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.viewer import viewer

_FACT = Markup(
    '<div class="article-row" data-row="{key}">{icon}<span class="row-words"><b dir="auto">{words}</b>'
    '<span class="muted">{facts}</span></span>{when}</div>'
)
_ARTICLE = Markup(
    '<a class="article-row" href="/desk/articles/{id}" data-row="{id}">{icon}<span class="row-words">'
    '<b dir="auto">{title}</b><span class="muted">{facts}</span></span></a>'
)


@shell.page('/desk/articles/report', Access.STAFF)
async def desk_article_report() -> None:
    title(_('What is missing'))
    with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow stack'):
        with tag('div', '', 'page-head'):
            with link('', '/desk/articles', 'button icon-button', aria_label=_('Back to the articles')):
                icon('arrow-left')
            heading(_('What is missing'))
        place, no_missed = _section(_('Searches without a result'), _('Whatever customers looked for was found.'))
        missed = LiveRows(place, key=lambda one: one.id, stamp=lambda one: one.last_at, draw=_missed)
        place, no_unhelpful = _section(_('Articles that did not help'), _('Nobody has said that one did not help.'))
        unhelpful = LiveRows(
            place, key=lambda one: one.id, stamp=lambda one: (one.helpful, one.unhelpful, one.updated_at), draw=_article
        )
        place, no_spared = _section(_('Tickets that were not needed'), _('None yet.'))
        spared = LiveRows(place, key=lambda pair: pair[0].isoformat(), stamp=lambda pair: pair[1], draw=_month)

    async def show() -> None:
        found = await knowledge_report.report(await viewer())
        missed.show(found.missed)
        unhelpful.show(found.unhelpful)
        spared.show(found.spared)
        for nothing, rows in ((no_missed, found.missed), (no_unhelpful, found.unhelpful), (no_spared, found.spared)):
            nothing.set_visibility(not rows)

    await live(knowledge_report.TOPICS, show)


def _section(name: str, nothing: str) -> tuple[Tag, Tag]:
    """Where its rows go, and what stands there while there are none."""
    with tag('section', '', 'stack-tight', aria_label=name):
        heading(name, 2)
        return tag('div', '', 'rows', data_rows=''), tag('p', nothing, 'muted')


def _missed(one: MissedSearch) -> Markup:
    facts = ngettext('%(n)d time', '%(n)d times', one.times)
    return _FACT.format(
        key=one.id, icon=icon_markup('search-x'), words=one.words, facts=facts, when=ago_markup(one.last_at)
    )


def _article(one: Article) -> Markup:
    facts = _('helped %(yes)d of %(all)d', yes=one.helpful, all=one.helpful + one.unhelpful)
    return _ARTICLE.format(id=one.id, icon=icon_markup('circle-help'), title=one.title, facts=facts)


def _month(pair: tuple[date, int]) -> Markup:
    first, count = pair
    facts = ngettext('%(n)d ticket was not needed', '%(n)d tickets were not needed', count)
    return _FACT.format(
        key=first.isoformat(), icon=icon_markup('circle-check'), words=month(first), facts=facts, when=''
    )
