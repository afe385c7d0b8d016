"""Counts whose work does not grow with the tickets."""

from collections.abc import Mapping
from typing import Any

from tortoise.connection import get_connection
from tortoise.queryset import QuerySet

CAP = 999


async def capped_counts(queries: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each query has, all in one statement; `CAP + 1` stands for more than `CAP`."""
    counted = {name: query.limit(CAP + 1).values('id').sql(params_inline=True) for name, query in queries.items()}
    totals = ', '.join(f'(SELECT count(*) FROM ({sql}) c) AS "{name}"' for name, sql in counted.items())  # noqa: S608
    return dict((await get_connection('default').execute_query_dict(f'SELECT {totals}'))[0])
