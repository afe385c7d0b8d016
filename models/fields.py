"""Column types of our own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import tortoise.fields.data
from tortoise import fields

# Tortoise's own parser makes reading a list from SQLite twice as slow; what it reads was written by isoformat().
tortoise.fields.data.parse_datetime = datetime.fromisoformat  # type: ignore[attr-defined]

Instant = TypeVar('Instant', datetime, datetime | None)


class UtcDatetimeField(fields.DatetimeField[Instant]):
    """An instant: any time zone comes in, UTC is stored, compared (SQLite compares the text) and comes out.

    Raises ValueError for a datetime without a time zone.
    """

    if TYPE_CHECKING:

        @overload
        def __init__(self: UtcDatetimeField[datetime], *, null: Literal[False] = False, **kwargs: Any) -> None: ...
        @overload
        def __init__(self: UtcDatetimeField[datetime | None], *, null: Literal[True], **kwargs: Any) -> None: ...
        def __init__(self, **kwargs: Any) -> None: ...

    def to_db_value(self, value: Any, instance: Any) -> Any:
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(f'{self.model_field_name} needs a time zone: {value}')
            value = value.astimezone(UTC)
        return super().to_db_value(value, instance)
