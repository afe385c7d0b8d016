"""The form in which a text of the desk is written, in all its languages, and for whom it is."""

from collections.abc import Mapping

from nicegui import ui

from models import ArticleVersion, Ticket, User
from models.article import ArticleKind
from models.audience import Reach
from services import audiences
from services.knowledge import article_form, article_shelf
from services.knowledge.article_form import LONGEST, others
from services.knowledge.article_shelf import Manuscript, may_write
from services.people import people
from services.refusals import NotAllowed
from services.tickets import drafts
from webui.elements import button, heading, icon, link, notify, tag
from webui.form.audience_field import audience_field
from webui.form.forms import Form, Values, send_button
from webui.i18n import _, language_name
from webui.knowledge import left_text
from webui.knowledge.article_aside import ArticleAside
from webui.knowledge.article_look import KIND
from webui.viewer import viewer

REVIEW = 'review'


class ArticleEditor:
    """One text, new or known. What somebody types in is never among what is redrawn.

    `version` is an older one to begin anew from; `mine` the draft of an older one to go on with.
    """

    def __init__(
        self,
        known: Manuscript | None = None,
        *,
        version: str = '',
        mine: str = '',
        source: Ticket | None = None,
        text: Mapping[str, str] | None = None,
    ) -> None:
        self._known, self._source, self._text = known, source, text or {}
        self._version, self._mine = version, mine
        self._left: left_text.Left = {}
        self._key = f'article:{known.article.id}' if known else f'article:new:{source.number if source else ""}'

    async def draw(self) -> None:
        person = await viewer()
        name = self._known.newest.title if self._known else _('New article')
        values = await self._values(person)
        with tag('div', '', 'texts-page'), tag('div', '', 'page'):
            with tag('div', '', 'page-head'):
                with link('', '/desk/articles', 'button icon-button', aria_label=_('Back to the articles')):
                    icon('arrow-left')
                heading(name).props['dir'] = 'auto'
                head = tag('div', '', 'article-actions')
            with tag('div', '', 'article-columns'):
                main = tag('div')
                aside = ArticleAside(self._known, head, self._key, values['body'])
            with main:
                await self._form(person, values, aside)
        await aside.follow()

    async def _values(self, person: User) -> dict[str, str]:
        """What is in the fields: a draft of the newest version, else a version, else what a ticket told."""
        base = str(self._known.newest.version) if self._known else ''
        draft, self._left = await left_text.recall(person, self._key, base, self._mine)
        if draft:
            return dict.fromkeys(LONGEST, '') | {name: str(text) for name, text in draft.items()}
        if self._known is None:
            return dict.fromkeys(LONGEST, '') | dict(self._text) | {'kind': ArticleKind.KNOWLEDGE}
        return _of(self._known, self._asked_version())

    def _asked_version(self) -> ArticleVersion:
        """An older one where the address names it, to begin anew from it."""
        assert self._known is not None
        return next((one for one in self._known.versions if str(one.version) == self._version), self._known.newest)

    async def _form(self, person: User, values: Mapping[str, str], aside: ArticleAside) -> None:
        kinds = [kind for kind in article_form.KINDS if may_write(person, kind)]
        if self._known and self._known.article.kind not in kinds:
            tag('p', _('Policies and pages are kept by the administrators.'), 'lead')
            return

        async def save(sent: Values) -> None:
            await self._save(sent, aside)

        async def keep(typed: Values) -> None:
            aside.preview(typed.get('body', ''))
            await drafts.keep(await viewer(), self._key, typed)

        if self._known:
            address = f'/desk/articles/{self._known.article.id}'
            for key, left in self._left.items():
                left_text.left_text(address, key, left, values)
        form = Form(save, on_draft=keep, draft=self._key)
        if self._source:
            with form.element, tag('p', '', 'banner'):
                icon('info')
                tag('span', _('From %(number)s. Names, mails and numbers were taken out: read it once more.',
                              number=self._source.number))  # fmt: skip
        form.line('title', _('Title'), value=values['title'], maxlength=LONGEST['title'])
        _rest_of(form, values, '')
        for language in others():
            _translation(form, language, values)
        form.select('kind', _('Kind'), [(kind, _(KIND[kind][1])) for kind in kinds], value=values.get('kind', ''))
        words = audiences.ticked(values)
        await audience_field(form, values.get('reach', Reach.EVERYBODY), words)
        staff = [('', _('Nobody')), *((str(one.id), one.full_name) for one in await people.staff())]
        form.select('owner', _('Who looks after it'), staff, value=values.get('owner', ''))
        hint = _('When it is looked at again; empty: half a year after it is published.')
        form.line('review_on', _('Review'), hint=hint, value=values.get('review_on', ''), type_='date')
        hint = _('A number: what has the lowest comes first.')
        form.line('position', _('Place in the list'), hint=hint, value=values.get('position', ''), inputmode='numeric')
        with form.element:
            self._base = tag('input', type='hidden', name='base', value=values.get('base', ''))
            with tag('div', '', 'form-foot'):
                send_button(_('Save'))
                ready = button(_('Save and ask for a review'), name='then', value=REVIEW)
                ready.props['type'] = 'submit'

    async def _save(self, sent: Values, aside: ArticleAside) -> None:
        actor = await viewer()
        then = sent.pop('then', '')
        number = self._known.article.id if self._known else None
        article = await article_shelf.save(actor, sent, number, self._source)
        await drafts.forget(actor, self._key)
        if self._known:
            self._known = await article_shelf.manuscript(actor, article.id)
            self._base.props['value'] = str(self._known.newest.version)
            aside.began_from(self._known.newest.version)
        try:
            if then == REVIEW:
                await article_shelf.ask_review(actor, article.id)
        except NotAllowed as refused:  # the same as before: nothing to look at
            notify(_(refused.text))
        else:
            notify(_('It waits for a review') if then == REVIEW else _('Saved'))
        if self._known is None:
            ui.navigate.to(f'/desk/articles/{article.id}')


def _rest_of(form: Form, values: Mapping[str, str], ending: str, language: str = '') -> None:
    names = {'summary': _('Summary'), 'body': _('Text')}
    if language:
        names = {
            'summary': _('Summary in %(language)s', language=language),
            'body': _('Text in %(language)s', language=language),
        }
    form.line(
        f'summary{ending}', names['summary'], value=values.get(f'summary{ending}', ''), maxlength=LONGEST['summary']
    )
    hint = _('Markdown: ## heading, **bold**, 1. list, [words](address).')
    form.prose(
        f'body{ending}', names['body'], hint=hint, value=values.get(f'body{ending}', ''), rows=16,
        maxlength=LONGEST['body'],
    )  # fmt: skip


def _translation(form: Form, language: str, values: Mapping[str, str]) -> None:
    ending, name = f'_{language}', language_name(language)
    is_written = any(values.get(f'{field}{ending}') for field in LONGEST)
    with form.element:
        part = tag('details', '', 'blanks', open=is_written)
        with part:
            tag('summary', _('In %(language)s', language=name))
    label = _('Title in %(language)s', language=name)
    form.line(f'title{ending}', label, value=values.get(f'title{ending}', ''), maxlength=LONGEST['title'])
    _rest_of(form, values, ending, name)
    for field in LONGEST:
        form.fields[f'{field}{ending}'].box.move(part)


def _of(known: Manuscript, version: ArticleVersion) -> dict[str, str]:
    """The values of the form for one version of a text."""
    article = known.article
    translated = {
        f'{name}_{language}': text for language, texts in version.translations.items() for name, text in texts.items()
    }
    return (
        {name: getattr(version, name) for name in LONGEST}
        | translated
        | {
            'kind': article.kind,
            'reach': article.reach,
            'owner': str(article.owner_id or ''),
            'review_on': article.review_on.isoformat() if article.review_on else '',
            'position': str(article.position),
            'base': str(known.newest.version),
            **{f'audience.{word}': 'on' for word in known.words},
        }
    )
