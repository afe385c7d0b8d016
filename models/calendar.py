from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.models import Model

if TYPE_CHECKING:
    from models.department import Department
    from models.organization import Organization


class BusinessCalendar(Model):
    """Opening hours of a department: a zone, seven lists of `[start, end]` minutes, and dates that replace a day.

    `weekly` and `exceptions` hold what `models.business_time.Calendar` takes, as JSON:
    `[[[540, 1110]], …]` from Monday, and `{"2026-12-25": []}`. `names` says what such a date is: `{"2026-12-25":
    "Navidad"}`. `country` and `subdivision` (ISO 3166) are those whose holidays it follows; `passed_over` are
    the dates among them that an admin decided not to keep.
    """

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    time_zone = fields.CharField(max_length=64)
    weekly = fields.JSONField[list[list[list[int]]]]()
    exceptions = fields.JSONField[dict[str, Any]](default=dict)
    names = fields.JSONField[dict[str, str]](default=dict, db_default={})
    country = fields.CharField(max_length=2, default='', db_default='')
    subdivision = fields.CharField(max_length=10, default='', db_default='')
    passed_over = fields.JSONField[list[str]](default=list, db_default=[])

    departments: fields.ReverseRelation[Department]
    organizations: fields.ReverseRelation[Organization]

    class Meta:
        table = 'business_calendar'
