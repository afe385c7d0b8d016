from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

if TYPE_CHECKING:
    from models.organization import Organization


class EscalationPath(Model):
    """Whom to turn to, level by level, in some countries or for one company (S1-11 to S1-15)."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    countries = fields.JSONField[list[str]](default=list)
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        'models.Organization', related_name='escalation_paths', null=True, on_delete=fields.CASCADE, db_index=True
    )
    position = fields.IntField(default=0)
    translations = fields.JSONField[dict[str, Any]](default=dict)

    organization_id: int | None

    class Meta:
        table = 'escalation_path'


class EscalationStep(Model):
    """One level of a path; the next opens when it is known that this one did not help, after `wait_minutes` at least.

    Level 0, where there is one, is the region's own first number. The path's `translations` hold `role.1` and so on.
    """

    id = fields.IntField(primary_key=True)
    path: fields.ForeignKeyRelation[EscalationPath] = fields.ForeignKeyField(
        'models.EscalationPath', related_name='steps', on_delete=fields.CASCADE
    )
    level = fields.IntField()
    role = fields.CharField(max_length=120)
    name = fields.CharField(max_length=120, default='')
    phone = fields.CharField(max_length=60, default='')
    email = fields.CharField(max_length=254, default='')
    wait_minutes = fields.IntField(default=60)

    path_id: int

    class Meta:
        table = 'escalation_step'
        constraints = (UniqueConstraint(fields=('path_id', 'level'), name='escalation_step_level'),)
