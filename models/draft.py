from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.user import User


class Draft(Model):
    """What a person has typed and not sent. `key` names the form: `new:printer`, `ticket:42:reply`."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='drafts', on_delete=fields.CASCADE
    )
    key = fields.CharField(max_length=80)
    content = fields.JSONField[dict[str, Any]]()
    updated_at = UtcDatetimeField()

    user_id: int

    class Meta:
        constraints = (UniqueConstraint(fields=('user_id', 'key'), name='draft_user_key'),)
