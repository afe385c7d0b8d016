from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.organization import Organization


class Kiosk(Model):
    """A screen on a wall with a link of its own: it shows what the people of `organization` may see, or all of it.

    Only the SHA-256 of the link's token is stored. `night_from` and `night_to` are minutes of the board's day.
    """

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=80)
    token_hash = fields.CharField(max_length=64, unique=True)
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        'models.Organization', related_name='kiosks', null=True, on_delete=fields.CASCADE, db_index=True
    )
    shows_all = fields.BooleanField(default=False)
    shows_figures = fields.BooleanField(default=True)
    chimes = fields.BooleanField(default=False)
    night_from = fields.IntField(null=True)
    night_to = fields.IntField(null=True)
    created_at = UtcDatetimeField()
    revoked_at = UtcDatetimeField(null=True)

    organization_id: int | None
