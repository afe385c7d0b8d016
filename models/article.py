from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.audience import Reach, Reader, within_reach
from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.ticket import Ticket
    from models.user import User


class ArticleKind(StrEnum):
    KNOWLEDGE = 'knowledge'
    GUIDE = 'guide'
    POLICY = 'policy'
    PAGE = 'page'
    DOWNLOAD = 'download'


class ArticleState(StrEnum):
    DRAFT = 'draft'
    REVIEW = 'review'
    PUBLISHED = 'published'
    RETIRED = 'retired'


class Article(Model):
    """A text of the desk: knowledge, guide, policy, page, or a download with its files (S0-15, S2-16, S3-28, S4-21).

    Title, summary and body are those of version `version`, the one that is read; a newer draft is an `ArticleVersion`.
    `body` is Markdown. `source` is the solved ticket that it was written from; `review_on` when `owner` looks at it
    again. `translations` is `{language: {"title", "summary", "body"}}`. No personal data are in what is published.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=120, unique=True)
    kind = fields.CharEnumField(ArticleKind, max_length=12, description='ArticleKind')
    state = fields.CharEnumField(ArticleState, max_length=12, description='ArticleState')
    title = fields.CharField(max_length=200)
    summary = fields.CharField(max_length=300, default='')
    body = fields.TextField(default='')
    version = fields.IntField(default=0)
    reach = fields.CharEnumField(Reach, max_length=12, description='Reach', default=Reach.EVERYBODY)
    owner: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='articles', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    source: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='articles', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    review_on = fields.DateField(null=True)
    helpful = fields.IntField(default=0)
    unhelpful = fields.IntField(default=0)
    used = fields.IntField(default=0)
    position = fields.IntField(default=0)
    translations = fields.JSONField[dict[str, Any]](default=dict)
    created_at = UtcDatetimeField()
    updated_at = UtcDatetimeField()
    published_at = UtcDatetimeField(null=True)

    owner_id: int | None
    source_id: int | None

    class Meta:
        indexes = (Index(fields=('kind', 'state', 'position')), Index(fields=('updated_at', 'id')))

    @classmethod
    def visible_to(cls, reader: Reader) -> QuerySet[Article]:
        found = cls.filter(within_reach('article', reader))
        return found if reader.is_staff else found.filter(state=ArticleState.PUBLISHED)


class ArticleVersion(Model):
    """An article as it was, or as it will be once it is published.

    Since `ready_at` it waits for somebody else's look; before that it is a draft.
    """

    id = fields.IntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        'models.Article', related_name='versions', on_delete=fields.CASCADE
    )
    version = fields.IntField()
    title = fields.CharField(max_length=200)
    summary = fields.CharField(max_length=300, default='')
    body = fields.TextField()
    translations = fields.JSONField[dict[str, Any]](default=dict)
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='article_versions', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    created_at = UtcDatetimeField()
    ready_at = UtcDatetimeField(null=True)
    published_at = UtcDatetimeField(null=True)

    article_id: int
    author_id: int | None

    class Meta:
        table = 'article_version'
        constraints = (UniqueConstraint(fields=('article_id', 'version'), name='article_version_once'),)


class ArticleVote(Model):
    """Whether an article helped, and if not what was missing; one of each voter, who is a person or a visitor's key."""

    id = fields.IntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        'models.Article', related_name='votes', on_delete=fields.CASCADE
    )
    voter = fields.CharField(max_length=64)
    is_helpful = fields.BooleanField()
    missing = fields.TextField(default='')
    at = UtcDatetimeField()

    article_id: int

    class Meta:
        table = 'article_vote'
        constraints = (UniqueConstraint(fields=('article_id', 'voter'), name='article_vote_once'),)


class DownloadFile(Model):
    """One version of a file of an article of kind download; the newest is what is offered."""

    id = fields.IntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        'models.Article', related_name='files', on_delete=fields.CASCADE, db_index=True
    )
    label = fields.CharField(max_length=40, default='')
    name = fields.CharField(max_length=255)
    mime = fields.CharField(max_length=120, default='application/octet-stream')
    size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    path = fields.CharField(max_length=80)
    created_at = UtcDatetimeField()

    article_id: int

    class Meta:
        table = 'download_file'


class MissedSearch(Model):
    """Words that customers looked for and nothing was found: how often, and when last. Not who."""

    id = fields.IntField(primary_key=True)
    words = fields.CharField(max_length=120, unique=True)
    times = fields.IntField(default=1)
    last_at = UtcDatetimeField(db_index=True)

    class Meta:
        table = 'missed_search'


class Deflection(Model):
    """A form that was not sent because something solved it first: `thing` is what, as `Audience` calls it."""

    id = fields.IntField(primary_key=True)
    thing = fields.CharField(max_length=12)
    thing_id = fields.IntField()
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='deflections', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    words = fields.CharField(max_length=300, default='')
    at = UtcDatetimeField(db_index=True)

    user_id: int | None
