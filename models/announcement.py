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
    from models.user import User


class AnnouncementKind(StrEnum):
    NEWS = 'news'
    NOTICE = 'notice'
    MAINTENANCE = 'maintenance'
    DOWNLOAD = 'download'


class Announcement(Model):
    """What the desk tells its customers, from `starts_at` until `ends_at`, after which it vanishes by itself (S2-1).

    `translations` is `{language: {"title", "body"}}`; `link` leads on, to an article or a download for example.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharEnumField(AnnouncementKind, max_length=12, description='AnnouncementKind')
    title = fields.CharField(max_length=200)
    body = fields.TextField(default='')
    link = fields.CharField(max_length=300, default='')
    reach = fields.CharEnumField(Reach, max_length=12, description='Reach', default=Reach.EVERYBODY)
    is_pinned = fields.BooleanField(default=False)
    on_kiosk = fields.BooleanField(default=False)
    starts_at = UtcDatetimeField()
    ends_at = UtcDatetimeField(null=True)
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='announcements', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    translations = fields.JSONField[dict[str, Any]](default=dict)
    created_at = UtcDatetimeField()
    updated_at = UtcDatetimeField()

    author_id: int | None

    class Meta:
        indexes = (Index(fields=('starts_at', 'id')), Index(fields=('ends_at',)))

    @classmethod
    def visible_to(cls, reader: Reader) -> QuerySet[Announcement]:
        """Also those that are over or still to come: `services/knowledge/announcements.py` says which are shown."""
        return cls.filter(within_reach('announcement', reader))


class AnnouncementRead(Model):
    """Somebody has opened an announcement: receipts per company are counted from these."""

    id = fields.IntField(primary_key=True)
    announcement: fields.ForeignKeyRelation[Announcement] = fields.ForeignKeyField(
        'models.Announcement', related_name='reads', on_delete=fields.CASCADE
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='announcement_reads', on_delete=fields.CASCADE, db_index=True
    )
    at = UtcDatetimeField()

    announcement_id: int
    user_id: int

    class Meta:
        table = 'announcement_read'
        constraints = (UniqueConstraint(fields=('announcement_id', 'user_id'), name='announcement_read_once'),)
