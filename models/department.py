from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from models.calendar import BusinessCalendar
    from models.user import User


class Department(Model):
    """A team that takes tickets in its own opening hours (S3-14, S3-15)."""

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

    calendar_id: int
