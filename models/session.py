from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.user import User


class Session(Model):
    """One signed-in browser. Only the SHA-256 of its 256-bit token is stored; `seen_at` moves the idle end."""

    id = fields.IntField(primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='sessions', on_delete=fields.CASCADE, db_index=True
    )
    created_at = UtcDatetimeField()
    seen_at = UtcDatetimeField()
    expires_at = UtcDatetimeField()
    ip = fields.CharField(max_length=45, default='')
    user_agent = fields.CharField(max_length=300, default='')

    user_id: int
