from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.user import User


class AuditLog(Model):
    """What was done outside tickets: doors, people, settings. Append-only; `before` and `after` hold no secrets."""

    id = fields.IntField(primary_key=True)
    at = UtcDatetimeField(db_index=True)
    actor: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='deeds', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    action = fields.CharField(max_length=40)
    subject = fields.CharField(max_length=120, default='')
    before = fields.JSONField[dict[str, Any]](default=dict)
    after = fields.JSONField[dict[str, Any]](default=dict)
    ip = fields.CharField(max_length=45, default='')

    actor_id: int | None

    class Meta:
        table = 'audit_log'
        indexes = (Index(fields=('subject', 'action', 'id')),)  # who changed a thing last
