from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from models.department import Department


class CannedText(Model):
    """A text that agents send often, with placeholders (`{requester}`, `{number}`, …). With `then` it is a macro: the
    event of the lifecycle that happens with it.
    """

    id = fields.IntField(primary_key=True)
    title = fields.CharField(max_length=120)
    body = fields.TextField()
    language = fields.CharField(max_length=8, default='')
    department: fields.ForeignKeyNullableRelation[Department] = fields.ForeignKeyField(
        'models.Department', related_name='canned_texts', null=True, on_delete=fields.CASCADE, db_index=True
    )
    then = fields.CharField(max_length=20, default='')
    position = fields.IntField(default=0)

    department_id: int | None

    class Meta:
        table = 'canned_text'
