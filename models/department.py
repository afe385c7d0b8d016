from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.calendar import BusinessCalendar
    from models.sla_policy import SlaPolicy
    from models.user import User


class Department(Model):
    """A team that takes tickets in its own opening hours (S3-14, S3-15).

    `translations` is `{language: {"name"}}`. One with a `CostNotice` takes a ticket only when it is accepted (S3-25).
    `heir` is who goes on with what it had, once it is closed down.
    """

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    calendar: fields.ForeignKeyRelation[BusinessCalendar] = fields.ForeignKeyField(
        'models.BusinessCalendar', related_name='departments', on_delete=fields.RESTRICT, db_index=True
    )
    members: fields.ManyToManyRelation[User] = fields.ManyToManyField(
        'models.User',
        related_name='departments',
        through='department_member',
        backward_key='department_id',
        forward_key='user_id',
    )
    is_public = fields.BooleanField(default=True)
    is_urgent_only = fields.BooleanField(default=False)
    position = fields.IntField(default=0)
    is_active = fields.BooleanField(default=True, db_default=True)
    inbound_address = fields.CharField(max_length=254, default='', db_default='')
    sla_policy: fields.ForeignKeyNullableRelation[SlaPolicy] = fields.ForeignKeyField(
        'models.SlaPolicy', related_name='departments', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    translations = fields.JSONField[dict[str, Any]](default=dict, db_default={})

    heir: fields.ForeignKeyNullableRelation[Department] = fields.ForeignKeyField(
        'models.Department', related_name='inherits', null=True, on_delete=fields.RESTRICT, db_index=True
    )

    calendar_id: int
    sla_policy_id: int | None
    heir_id: int | None


class CostNotice(Model):
    """What the tickets of a department cost, as it was told from `created_at` on; the newest is in force (S3-25).

    `texts` is `{language: text}`; empty ones say that there is no cost any more.
    """

    id = fields.IntField(primary_key=True)
    department: fields.ForeignKeyRelation[Department] = fields.ForeignKeyField(
        'models.Department', related_name='cost_notices', on_delete=fields.CASCADE
    )
    version = fields.IntField()
    texts = fields.JSONField[dict[str, str]](default=dict)
    created_at = UtcDatetimeField()

    department_id: int

    class Meta:
        table = 'cost_notice'
        constraints = (UniqueConstraint(fields=('department_id', 'version'), name='cost_notice_version'),)
