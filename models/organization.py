from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.calendar import BusinessCalendar
    from models.escalation import EscalationPath
    from models.sla_policy import SlaPolicy


class Organization(Model):
    """A customer company. With `shares_tickets` its people see each other's tickets (S3-23).

    Its contract: `calendar`, `sla_policy` and `escalation_path` stand in place of the department's, the desk's and its
    country's (S1-1, S1-14).
    """

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=200, unique=True)
    domains = fields.JSONField[list[str]](default=list)
    country = fields.CharField(max_length=2, default='')
    sector = fields.CharField(max_length=80, default='')
    shares_tickets = fields.BooleanField(default=False)
    notes = fields.TextField(default='')
    is_active = fields.BooleanField(default=True, db_default=True)
    calendar: fields.ForeignKeyNullableRelation[BusinessCalendar] = fields.ForeignKeyField(
        'models.BusinessCalendar', related_name='organizations', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    sla_policy: fields.ForeignKeyNullableRelation[SlaPolicy] = fields.ForeignKeyField(
        'models.SlaPolicy', related_name='organizations', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    escalation_path: fields.ForeignKeyNullableRelation[EscalationPath] = fields.ForeignKeyField(
        'models.EscalationPath', related_name='customers', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    created_at = UtcDatetimeField()

    calendar_id: int | None
    sla_policy_id: int | None
    escalation_path_id: int | None
