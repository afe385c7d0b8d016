"""Writing the texts of the desk: every save is a new version, somebody else looks at it, then it is published.

Policies and pages are the administrators' (S0-15). What was written from a ticket is not published while it tells who
it was about (S2-16).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models import Article, ArticleVersion, Ticket, User
from models.article import ArticleKind, ArticleState
from models.db.transaction import transaction
from models.user import UserRole
from services import audiences, audit
from services.announce import announce
from services.clock import now
from services.knowledge import article_form, personal_data
from services.knowledge.article_form import ArticleForm
from services.knowledge.articles import POLICIES, THING, TOPIC
from services.language import N_
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.search import search_published
from services.search.search_words import words
from services.settings import Desk, load

LOOKED_AT_AGAIN = timedelta(days=180)
LONGEST_SLUG = 100
SHOWN = 5  # of what is left of personal data


@dataclass(frozen=True)
class Manuscript:
    """An article with all of its versions, the newest first, and for whom it is (words of `services/audiences`)."""

    article: Article
    versions: Sequence[ArticleVersion]
    words: Sequence[str]

    @property
    def newest(self) -> ArticleVersion:
        return self.versions[0]


def may_write(actor: User, kind: ArticleKind) -> bool:
    """Whether somebody of the desk keeps texts of this kind."""
    return actor.role == UserRole.ADMIN if kind in POLICIES else actor.is_staff


def may_publish(actor: User, article: Article, newest: ArticleVersion) -> bool:
    """Whether `actor` may let everybody read it: who leads, or another agent than its author once it is ready."""
    is_old = newest.published_at is not None and article.state != ArticleState.RETIRED
    if is_old or not may_write(actor, article.kind):
        return False
    is_second = newest.ready_at is not None and newest.author_id != actor.id
    return is_second or actor.role in (UserRole.LEAD, UserRole.ADMIN)


async def manuscript(actor: User, article_id: int) -> Manuscript:
    """One text to work on. `NotFound` when there is none."""
    await audiences.check_desk(actor)
    article = await Article.get_or_none(id=article_id).select_related('owner', 'source')
    if article is None or article.kind == ArticleKind.DOWNLOAD:
        raise NotFound
    versions = await ArticleVersion.filter(article_id=article_id).select_related('author').order_by('-version')
    return Manuscript(article, versions, await audiences.chosen(THING, article_id))


async def save(
    actor: User, values: Mapping[str, str], article_id: int | None = None, source: Ticket | None = None
) -> Article:
    """Write a new text, or the next version of one; readers go on reading what is published.

    `values` are those of `services/article_form`, and `base`: the number of the version that was changed. `Invalid`
    when somebody else has saved another since, or for what is wrong.
    """
    form = await article_form.read(values)
    async with transaction():
        person = await audiences.check_desk(actor)
        article, newest = await _opened(article_id) if article_id else (_new(source), None)
        _check_kind(person, form.kind, article.kind if newest else form.kind)
        if newest and values.get('base') != str(newest.version):
            raise Invalid({'': N_('Somebody else has saved this text meanwhile. Copy yours, and open it again.')})
        if article.state == ArticleState.PUBLISHED:
            await _check_audience(person, article, form)
        else:
            article.title, article.state = form.text['title'], ArticleState.DRAFT
        article.kind, article.reach, article.owner_id = form.kind, form.reach, form.owner_id
        article.review_on, article.position, article.updated_at = form.review_on, form.position, now()
        before = await _readers(article) if newest else {}
        await _store(article)
        await audiences.write(THING, article.id, form.reach, form.words)
        version = await _next_version(person, article, newest, form)
        await search_published.write_article(article)
        await _note('article_saved', person, article, version, before)
    return article


async def ask_review(actor: User, article_id: int) -> None:
    """Let somebody else look at the newest version."""
    async with transaction():
        person = await audiences.check_desk(actor)
        article, newest = await _to_publish(person, article_id)
        newest.ready_at = now()
        await newest.save(update_fields=['ready_at'])
        if article.state == ArticleState.DRAFT:
            article.state = ArticleState.REVIEW
            await article.save(update_fields=['state'])
        await _note('article_ready', person, article, newest)


async def publish(actor: User, article_id: int, version: int) -> None:
    """Let its readers read this version, which `actor` has read. `NotAllowed` for its author, unless he leads.

    `Overtaken` when there is a newer one.
    """
    async with transaction():
        person = await audiences.check_desk(actor)
        article, newest = await _to_publish(person, article_id)
        if newest.version != version:
            raise Overtaken('', newest.created_at)
        if not may_publish(person, article, newest):
            raise NotAllowed(N_('Somebody else of the desk has to look at it first.'))
        at = now()
        newest.published_at = at
        await newest.save(update_fields=['published_at'])
        for name in article_form.TEXTS:
            setattr(article, name, getattr(newest, name))
        article.version, article.state = newest.version, ArticleState.PUBLISHED
        article.published_at = article.updated_at = at
        if article.review_on is None or article.review_on <= at.date():
            article.review_on = (at + LOOKED_AT_AGAIN).date()
        await article.save()
        await search_published.write_article(article)
        await _note('article_published', person, article, newest)


async def retire(actor: User, article_id: int) -> None:
    """Take a text away from its readers; the desk keeps it, and may publish it again."""
    async with transaction():
        person = await audiences.check_desk(actor)
        article, newest = await _opened(article_id)
        if not may_write(person, article.kind) or person.role == UserRole.AGENT:
            raise NotAllowed(N_('Only who leads may take a text away.'))
        article.state, article.updated_at = ArticleState.RETIRED, now()
        await article.save(update_fields=['state', 'updated_at'])
        await search_published.write_article(article)
        await _note('article_retired', person, article, newest)


async def _opened(article_id: int) -> tuple[Article, ArticleVersion]:
    """A text, locked, and its newest version."""
    article = await Article.filter(id=article_id).exclude(kind=ArticleKind.DOWNLOAD).select_for_update().get_or_none()
    newest = await ArticleVersion.filter(article_id=article_id).order_by('-version').first()
    if article is None or newest is None:
        raise NotFound
    return article, newest


async def _to_publish(person: User, article_id: int) -> tuple[Article, ArticleVersion]:
    """A text whose newest version may go on to its readers, as far as its words go."""
    article, newest = await _opened(article_id)
    _check_kind(person, article.kind)
    if newest.published_at and article.state == ArticleState.PUBLISHED:
        raise NotAllowed(N_('This version is published already.'))
    if article.source_id:
        await _check_nobody_told(newest, article.source_id)
    return article, newest


def _new(source: Ticket | None) -> Article:
    return Article(slug='', state=ArticleState.DRAFT, source_id=source.id if source else None, created_at=now())


async def _store(article: Article) -> None:
    """Save it; a new one gets an address of its own, made of its title."""
    if not article.slug:
        wanted = '-'.join(words(article.title))[:LONGEST_SLUG].strip('-') or 'article'
        taken = {row['slug'] for row in await Article.filter(slug__startswith=wanted).values('slug')}
        more = (f'{wanted}-{n}' for n in range(2, len(taken) + 3))
        article.slug = next(slug for slug in (wanted, *more) if slug not in taken)
    await article.save()


async def _next_version(
    person: User, article: Article, newest: ArticleVersion | None, form: ArticleForm
) -> ArticleVersion:
    """What was written, if it is another text than before."""
    if newest and all(getattr(newest, name) == text for name, text in form.text.items()):
        return newest
    number = newest.version + 1 if newest else 1
    return await ArticleVersion.create(article=article, version=number, author=person, created_at=now(), **form.text)


def _check_kind(person: User, *kinds: ArticleKind) -> None:
    if not all(may_write(person, kind) for kind in kinds):
        raise NotAllowed(N_('Policies and pages are kept by the administrators.'))


async def _check_audience(person: User, article: Article, form: ArticleForm) -> None:
    """What everybody reads at once is not widened without who leads."""
    was = article.reach, set(await audiences.chosen(THING, article.id))
    if person.role == UserRole.AGENT and was != (form.reach, set(form.words)):
        raise Invalid({'reach': N_('Who reads a published text is changed by who leads.')})


async def _check_nobody_told(newest: ArticleVersion, ticket_id: int) -> None:
    """Nothing in it tells of whom the ticket was (S2-16)."""
    desk, names = await load(Desk), await personal_data.names_in(await Ticket.get(id=ticket_id))
    own = desk.mail, desk.phone, desk.mobile, desk.name
    texts = [newest.title, newest.summary, newest.body]
    texts += [text for other in newest.translations.values() for text in other.values()]
    if left := personal_data.left_in('\n'.join(texts), names, own):
        found = ', '.join(left[:SHOWN])
        raise Invalid({'body': N_('This tells who it was about: %(found)s. Take it out first.', found=found)})


async def _readers(article: Article) -> dict[str, Any]:
    """For whom it is by now, for the audit log; what it says is kept with its versions."""
    reach = await Article.get(id=article.id).values_list('reach', flat=True)
    return {'reach': reach, 'words': sorted(await audiences.chosen(THING, article.id))}


async def _note(
    action: str, person: User, article: Article, version: ArticleVersion, before: dict[str, Any] | None = None
) -> None:
    told = {'version': version.version, 'state': article.state} | await _readers(article)
    await audit.record(action, actor=person, subject=article.slug, before=before, after=told)
    await announce({TOPIC})
