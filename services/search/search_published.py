"""What is published can be found too: articles and announcements, by whoever may read them."""

from collections.abc import Collection, Sequence
from hashlib import blake2s
from typing import Any

from models import Announcement, Article, Organization
from models.article import ArticleState
from models.audience import Reach
from services import audiences
from services.search import search_document
from services.search.search_document import Words, document_id
from services.search.search_words import indexed

ARTICLE, ANNOUNCEMENT = 3, 4
ANYONE, SIGNED_IN = 'anyone', 'signed'

Document = tuple[int, Words, Collection[str]]


async def reader_tokens(organization_id: int | None) -> set[str]:
    """What somebody of a company shows to find what is meant for it, its country or its sector (S1-16)."""
    company = await Organization.get_or_none(id=organization_id) if organization_id else None
    if company is None:
        return set()
    return {_token('company', company.id), _token('country', company.country), _token('sector', company.sector)}


async def write_article(article: Article) -> None:
    """Let an article be found as it is now: call it where one is written, and where a download is."""
    await _write(await _article(article))


async def write_announcement(announcement: Announcement) -> None:
    """Let an announcement be found as it is now."""
    await _write(await _announcement(announcement))


async def forget(kind: int, thing_id: int) -> None:
    """It is gone."""
    first = document_id(kind, thing_id)
    await search_document.forget(first, first + search_document.PARTS)


async def write_articles(ids: Sequence[int]) -> None:
    """Write those of these articles that are not in the index yet."""
    await _put([await _article(row) for row in await Article.filter(id__in=ids).select_for_update()])


async def write_announcements(ids: Sequence[int]) -> None:
    rows = await Announcement.filter(id__in=ids).select_for_update()
    await _put([await _announcement(row) for row in rows])


async def _put(documents: Sequence[Document]) -> None:
    known = await search_document.readers([document for document, _words, _acl in documents]) if documents else {}
    await search_document.put([one for one in documents if one[0] not in known])


async def _write(document: Document) -> None:
    first = document[0]
    await search_document.forget(first, first + search_document.PARTS)
    await search_document.put([document])


async def _article(article: Article) -> Document:
    said = [article.title, article.summary, article.body, *_translated(article.translations)]
    is_read = article.state == ArticleState.PUBLISHED
    acl = await _acl('article', article.id, article.reach) if is_read else set()
    return document_id(ARTICLE, article.id), Words(indexed(said)), acl


async def _announcement(announcement: Announcement) -> Document:
    said = [announcement.title, announcement.body, *_translated(announcement.translations)]
    acl = await _acl('announcement', announcement.id, announcement.reach)
    return document_id(ANNOUNCEMENT, announcement.id), Words(indexed(said)), acl


def _translated(translations: dict[str, Any]) -> list[str]:
    return [str(text) for texts in translations.values() for text in texts.values()]


async def _acl(thing: str, thing_id: int, reach: Reach) -> set[str]:
    match reach:
        case Reach.EVERYBODY:
            return {ANYONE}
        case Reach.SIGNED_IN:
            return {SIGNED_IN}
        case Reach.STAFF:
            return set()
    words = await audiences.chosen(thing, thing_id)
    return {_token(*word.split('-', 1)) for word in words}


def _token(kind: str, value: object) -> str:
    """One word of plain letters, whatever a sector is called."""
    return 'for' + blake2s(f'{kind} {value}'.encode(), digest_size=8).hexdigest()
