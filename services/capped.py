"""Counts whose work does not grow with the tickets."""

import re
from collections.abc import Mapping
from typing import Any

from tortoise.connection import get_connection
from tortoise.queryset import QuerySet

CAP = 999


async def capped_counts(queries: Mapping[str, QuerySet[Any]], cap: int = CAP) -> dict[str, int]:
    """How many rows each query has, all in one statement; `cap + 1` stands for more than `cap`."""
    totals: list[str] = []
    values: list[Any] = []
    for name, query in queries.items():
        capped = query.limit(cap + 1).values('id')
        capped.sql()
        sql, its_values = capped.query.get_parameterized_sql()
        totals.append(f'(SELECT count(*) FROM ({_renumber(sql, len(values))}) c) AS "{name}"')  # noqa: S608
        values += its_values
    rows = await get_connection('default').execute_query_dict(f'SELECT {", ".join(totals)}', values)
    return dict(rows[0])


def _renumber(sql: str, offset: int) -> str:
    """PostgreSQL numbers its placeholders over the whole statement."""
    return re.sub(r'\$(\d+)', lambda place: f'${int(place[1]) + offset}', sql)
