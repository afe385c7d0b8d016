from typing import Any

from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField


class Setting(Model):
    """One group of settings an admin edits, as JSON; its shape is a dataclass in `services/settings.py`."""

    key = fields.CharField(max_length=40, primary_key=True)
    value = fields.JSONField[dict[str, Any]]()
    updated_at = UtcDatetimeField()
