"""Beside a text that is written: where it stands, how it will look, its versions, and what its readers missed."""

from markupsafe import Markup
from nicegui.element import Element

from models import ArticleVersion, ArticleVote
from models.article import ArticleState
from models.user import UserRole
from services.knowledge import article_shelf, article_votes
from services.knowledge.article_shelf import Manuscript, may_publish, may_write
from services.knowledge.articles import TOPIC, votes_topic
from services.language import N_
from services.markdown import render
from services.refusals import NotAllowed
from services.tickets import drafts
from webui.actions import action
from webui.elements import Tag, button, heading, icon, link, tag
from webui.formats import ago_markup
from webui.i18n import _
from webui.knowledge.article_look import PUBLISHED, look_of
from webui.live import live
from webui.live_rows import LiveRows
from webui.markup import fill, rich
from webui.tickets.status_chip import chip_markup
from webui.viewer import viewer

_VERSION = Markup(
    '<li class="article-version" data-row="{id}"><a href="/desk/articles/{article}?version={version}">{name}</a>'
    '<span class="muted small" dir="auto">{who} · {ago}</span>{chip}</li>'
)
_MISSED = Markup(
    '<li class="article-version" data-row="{id}"><span dir="auto">{text}</span>'
    '<span class="muted small">{ago}</span></li>'
)


class ArticleAside:
    """Draws it; all but the preview is live. `key` is that of the draft."""

    def __init__(self, known: Manuscript | None, head: Tag, key: str, body: str) -> None:
        self._id = known.article.id if known else None
        self._base = known.newest.version if known else 0
        self._key = key
        with head:
            self._chip = rich('span')
            address = f'/kb/{known.article.slug}' if known else '/kb'
            self._read = link(_('Read it'), address, 'button button-secondary', 'eye')
            self._withdraw = button(_('Withdraw'), self._retire, kind='quiet')
            self._publish = button(_('Publish'), self._let_read, icon_name='check', kind='primary')
        with tag('aside', '', 'stack', aria_label=_('Preview and versions')):
            with tag('p', '', 'banner', data_tone='warn', role='status') as self._meanwhile:
                icon('triangle-alert')
                self._who = tag('span')
                self._again = link(_('Open it again'), '')
            with tag('section', '', 'card', aria_label=_('How it will look')):
                with tag('div', '', 'card-head'):
                    heading(_('How it will look'), 2, 'card-title')
                self._preview = rich('div', 'card-body prose article-preview')
            self._versions = _card(_('Versions'))
            self._missed = _card(_('What its readers missed'))
        self._versions_rows = LiveRows[ArticleVersion](
            self._versions[1], key=lambda one: one.id, stamp=lambda one: (one.published_at,), draw=_version
        )
        self._missed_rows = LiveRows[ArticleVote](
            self._missed[1], key=lambda one: one.id, stamp=lambda one: one.missing, draw=_missing
        )
        changing = (self._read, self._withdraw, self._publish, self._meanwhile, self._versions[0], self._missed[0])
        for part in changing:
            part.set_visibility(False)
        self.preview(body)

    def preview(self, body: str) -> None:
        fill(self._preview, render(body))

    def began_from(self, version: int) -> None:
        """The form goes on from this version."""
        self._base = version

    async def follow(self) -> None:
        """Show where a known text stands, and keep showing it."""
        if self._id:
            await live([TOPIC, votes_topic(self._id)], self._show)

    async def _show(self) -> None:
        assert self._id is not None
        person = await viewer()
        known = await article_shelf.manuscript(person, self._id)
        article, newest = known.article, known.newest
        fill(self._chip, chip_markup(look_of(article, newest)))
        is_published = article.state == ArticleState.PUBLISHED
        self._read.set_visibility(is_published)
        may_withdraw = may_write(person, article.kind) and person.role != UserRole.AGENT
        self._withdraw.set_visibility(is_published and may_withdraw)
        self._publish.set_visibility(may_publish(person, article, newest))
        self._meanwhile.set_visibility(newest.version > self._base)
        name = newest.author.full_name if newest.author else ''
        self._who.text = _('%(name)s has saved version %(n)d meanwhile.', name=name, n=newest.version)
        self._again.props['href'] = f'/desk/articles/{self._id}?version={newest.version}'  # another than the one here
        self._versions_rows.show(known.versions)
        self._versions[0].set_visibility(True)
        missed = await article_votes.missed(person, article)
        self._missed_rows.show(missed)
        self._missed[0].set_visibility(bool(missed))

    @action
    async def _let_read(self) -> None:
        actor = await viewer()
        if await drafts.recall(actor, self._key):
            raise NotAllowed(N_('Save your changes first.'))
        await article_shelf.publish(actor, self._id or 0, self._base)

    @action
    async def _retire(self) -> None:
        await article_shelf.retire(await viewer(), self._id or 0)


def _card(name: str) -> tuple[Tag, Element]:
    with tag('section', '', 'card', aria_label=name) as card:
        with tag('div', '', 'card-head'):
            heading(name, 2, 'card-title')
        rows = tag('ol', '', 'mini-rows')
    return card, rows


def _version(one: ArticleVersion) -> Markup:
    return _VERSION.format(
        id=one.id,
        article=one.article_id,
        version=one.version,
        name=_('Version %(n)d', n=one.version),
        who=one.author.full_name if one.author else '',
        ago=ago_markup(one.created_at),
        chip=chip_markup(PUBLISHED) if one.published_at else '',
    )


def _missing(vote: ArticleVote) -> Markup:
    return _MISSED.format(id=vote.id, text=vote.missing, ago=ago_markup(vote.at))
