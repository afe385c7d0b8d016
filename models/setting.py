from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.user import User


class Setting(Model):
    """One group of settings an admin edits, as JSON; its shape is a dataclass in `services/settings.py`."""

    key = fields.CharField(max_length=40, primary_key=True)
    value = fields.JSONField[dict[str, Any]]()
    updated_at = UtcDatetimeField()
    updated_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='saved_settings', null=True, on_delete=fields.SET_NULL, db_index=True
    )

    updated_by_id: int | None
