from __future__ import annotations

from typing import Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField


class SlaPolicy(Model):
    """What is promised per priority: the desk's own (`is_default`), or that of a company, a department or an item."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    is_default = fields.BooleanField(default=False)
    created_at = UtcDatetimeField()

    class Meta:
        table = 'sla_policy'


class SlaVersion(Model):
    """A policy as it was from `created_at` on; tickets keep the version that they were opened under.

    `targets` is `{priority: {"first_response", "update", "resolution": minutes, "clock": "business" or "wall"}}`.
    """

    id = fields.IntField(primary_key=True)
    policy: fields.ForeignKeyRelation[SlaPolicy] = fields.ForeignKeyField(
        'models.SlaPolicy', related_name='versions', on_delete=fields.CASCADE
    )
    version = fields.IntField()
    targets = fields.JSONField[dict[str, Any]]()
    created_at = UtcDatetimeField()

    policy_id: int

    class Meta:
        table = 'sla_version'
        constraints = (UniqueConstraint(fields=('policy_id', 'version'), name='sla_version_version'),)
