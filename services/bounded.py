"""Searching what no index serves, among no more than so many rows."""

from collections.abc import Sequence
from typing import Any

from tortoise.connection import get_connection
from tortoise.queryset import QuerySet

from models.db.connect import dialect

Condition = tuple[str, Sequence[Any]]  # SQL over columns of the query with a `{}` for each value, and the values


async def ids_among(
    query: QuerySet[Any], most: int, columns: Sequence[str], conditions: Sequence[Condition], limit: int
) -> list[int]:
    """Of the first `most` rows of `query`, the ids of up to `limit` that meet `conditions` on `columns`, in order."""
    looked_through = query.limit(most).values(*dict.fromkeys(['id', *columns]))
    looked_through.sql()
    sql, values = looked_through.query.get_parameterized_sql()
    asked: list[str] = []
    for condition, its_values in conditions:
        places = [f'${len(values) + n}' if dialect() == 'postgres' else '?' for n in range(1, len(its_values) + 1)]
        asked.append(condition.format(*places))
        values = [*values, *its_values]
    rows = await get_connection('default').execute_query_dict(
        f'SELECT id FROM ({sql}) c WHERE {" AND ".join(asked)} LIMIT {limit:d}',  # noqa: S608
        values,
    )
    return [row['id'] for row in rows]
