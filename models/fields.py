"""Column types of our own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

import tortoise.fields.data
from tortoise import fields

# Tortoise's own parser makes reading a list from SQLite twice as slow; what it reads was written by isoformat().
tortoise.fields.data.parse_datetime = datetime.fromisoformat  # type: ignore[attr-defined]

Instant = TypeVar('Instant', datetime, datetime | None)


class UtcDatetimeField(fields.DatetimeField[Instant]):
    """An instant: any time zone comes in, UTC is stored, compared (SQLite compares the text) and comes out.

    Raises ValueError for a datetime without a time zone.
    """

    def to_db_value(self, value: Any, instance: Any) -> Any:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(f'{self.model_field_name} needs a time zone: {value}')
            value = value.astimezone(UTC)
        return super().to_db_value(value, instance)
