from typing import Any

from tortoise import fields
from tortoise.models import Model


class BusinessCalendar(Model):
    """Opening hours of a department: a zone, seven lists of `[start, end]` minutes, and dates that replace a day.

    `weekly` and `exceptions` hold what `models.business_time.Calendar` takes, as JSON:
    `[[[540, 1110]], …]` from Monday, and `{"2026-12-25": []}`.
    """

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=120, unique=True)
    time_zone = fields.CharField(max_length=64)
    weekly = fields.JSONField[list[list[list[int]]]]()
    exceptions = fields.JSONField[dict[str, Any]](default=dict)

    class Meta:
        table = 'business_calendar'
