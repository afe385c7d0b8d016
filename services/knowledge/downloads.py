"""Recommended downloads: files with versions, for those whom they are meant for; the newest version is what is offered.

A download is an article of that kind; it is published as soon as it has a file.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models import Article, DownloadFile, User
from models.article import ArticleKind, ArticleState
from models.audience import Reach, Reader
from models.db.transaction import on_commit, transaction
from services import audiences, audit
from services.announce import announce
from services.clock import now
from services.knowledge.article_form import others
from services.knowledge.articles import THING, TOPIC
from services.language import N_, Text
from services.plain_text import is_id, text_problem
from services.refusals import Invalid, NotFound, Overtaken
from services.search import search_published
from services.shared import shared
from services.tickets import attachments

LONGEST = {'title': 200, 'summary': 300}
LONGEST_LABEL = 40
MOST = 200  # on one page


@dataclass(frozen=True)
class Download:
    """A download with its files, the newest first."""

    article: Article
    files: tuple[DownloadFile, ...]


async def shelf(reader: Reader) -> Sequence[Download]:
    """What this reader may load, in the order that the desk gave it."""
    return await shared(('downloads', reader), [TOPIC], lambda: _shelf(reader))


async def everything(actor: User) -> Sequence[Download]:
    """All of them for the desk, those without a file too."""
    await audiences.check_desk(actor)
    return await _with_files(await _downloads().order_by('position', 'title', 'id').limit(MOST))


async def find_file(reader: Reader, file_id: int) -> tuple[DownloadFile, Reach]:
    """A version that this reader may load, and who else may. `NotFound` otherwise."""
    file = await DownloadFile.get_or_none(id=file_id)
    article = await Article.visible_to(reader).get_or_none(id=file.article_id) if file else None
    if file is None or article is None:
        raise NotFound
    return file, article.reach


async def save(
    actor: User | None, values: Mapping[str, str], download_id: int | None = None, started: datetime | None = None
) -> Article:
    """Write a new one, or change one: `title`, `summary`, each again as `title_en` and so on, `reach` with
    `audience.country-EC` and such, `position`; `started` is when what its form was filled with had been written.

    `Invalid` names what is wrong; `Overtaken`.
    """
    words = audiences.ticked(values)
    columns = _read(values, words)
    async with transaction():
        person = await audiences.check_desk(actor)
        at = now()
        row = await _one(download_id) if download_id else _new(person)
        if started not in (None, row.updated_at):
            raise Overtaken('', row.updated_at)
        await row.update_from_dict(columns | {'updated_at': at}).save()
        await audiences.write(THING, row.id, row.reach, words)
        await _note('download_saved', person, row, columns | {'words': words})
    return row


async def add_version(actor: User | None, download_id: int, label: str, form_key: str) -> None:
    """Offer the file that waits under `form_key` as a new version, called `label`. `Invalid` unless there is one."""
    if wrong := text_problem(label, longest=LONGEST_LABEL, one_line=True):
        raise Invalid({'label': wrong})
    async with transaction():
        person = await audiences.check_desk(actor)
        row = await _one(download_id)
        waiting = await attachments.unsent(person, form_key)
        if len(waiting) != 1:
            raise Invalid({'file': N_('Attach the one file of this version')})
        sent = waiting[0]
        same = {name: getattr(sent, name) for name in ('name', 'mime', 'size', 'sha256', 'path')}
        await DownloadFile.create(article=row, label=label.strip(), created_at=now(), **same)
        await sent.delete()  # its bytes stay where they are
        await Article.filter(id=row.id).update(version=row.version + 1)
        await _note('download_version_added', person, row, {'label': label.strip(), 'sha256': sent.sha256})


async def remove_version(actor: User | None, file_id: int) -> None:
    """Offer one version no more, and delete its file."""
    async with transaction():
        person = await audiences.check_desk(actor)
        file = await DownloadFile.filter(id=file_id).select_for_update().get_or_none()
        if file is None:
            raise NotFound
        await file.delete()
        _drop([file])
        await _note('download_version_removed', person, await _one(file.article_id), {'sha256': file.sha256})


async def delete(actor: User | None, download_id: int) -> None:
    """Take it away with all its versions."""
    async with transaction():
        person = await audiences.check_desk(actor)
        row = await _one(download_id)
        files = await DownloadFile.filter(article_id=row.id)
        await audiences.write(THING, row.id, Reach.EVERYBODY, ())
        await audit.record('download_deleted', actor=person, subject=row.title)
        await search_published.forget(search_published.ARTICLE, row.id)
        await row.delete()
        _drop(files)
        await announce({TOPIC})


async def _shelf(reader: Reader) -> Sequence[Download]:
    readable = Article.visible_to(reader).filter(kind=ArticleKind.DOWNLOAD, state=ArticleState.PUBLISHED)
    found = await _with_files(await readable.order_by('position', 'title', 'id').limit(MOST))
    return [one for one in found if one.files]


async def _with_files(articles: Sequence[Article]) -> list[Download]:
    files: dict[int, list[DownloadFile]] = {article.id: [] for article in articles}
    for file in await DownloadFile.filter(article_id__in=list(files)).order_by('-id'):
        files[file.article_id].append(file)
    return [Download(article, tuple(files[article.id])) for article in articles]


def _drop(files: Sequence[DownloadFile]) -> None:
    def unlink() -> None:
        for file in files:
            attachments.file_of(file).unlink(missing_ok=True)

    on_commit(unlink)


def _downloads() -> Any:
    return Article.filter(kind=ArticleKind.DOWNLOAD)


async def _one(download_id: int) -> Article:
    row: Article | None = await _downloads().filter(id=download_id).select_for_update().get_or_none()
    if row is None:
        raise NotFound
    return row


def _new(person: User) -> Article:
    return Article(
        slug=f'download-{secrets.token_hex(6)}',
        kind=ArticleKind.DOWNLOAD,
        state=ArticleState.PUBLISHED,
        owner=person,
        created_at=now(),
        published_at=now(),
    )


def _read(values: Mapping[str, str], words: Collection[str]) -> dict[str, Any]:
    reach, position = values.get('reach', ''), values.get('position', '')
    problems: dict[str, Text | None] = {
        'reach': audiences.reach_problem(reach, words),
        'position': N_('Write a whole number') if position and not is_id(position) else None,
    }
    for name, longest in LONGEST.items():
        for field in (name, *(f'{name}_{language}' for language in others())):
            required = N_('Write a title') if field == 'title' else None
            problems[field] = text_problem(values.get(field, ''), longest=longest, required=required, one_line=True)
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)
    own = {name: values.get(name, '').strip() for name in LONGEST}
    texts = {
        language: {name: values.get(f'{name}_{language}', '').strip() for name in LONGEST} for language in others()
    }
    return own | {'reach': Reach(reach), 'position': int(position or 0), 'translations': texts}


async def _note(action: str, person: User, row: Article, told: dict[str, Any]) -> None:
    await search_published.write_article(row)
    await audit.record(action, actor=person, subject=row.title, after=told)
    await announce({TOPIC})
