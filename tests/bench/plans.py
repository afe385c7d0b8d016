"""How the database would answer a query: does its work grow with the table?"""

import json
import re
from collections.abc import Iterator
from typing import Any

from tortoise.connection import get_connection

from models.db.connect import dialect
from tests.bench.statements import Statement

Node = dict[str, Any]
FEW = 3_000  # rows that an index has found; PostgreSQL may rather sort them than walk another index


async def faults(statement: Statement, table: str = 'ticket') -> list[str]:
    """What in the plan of a statement reads or sorts all of `table`: nothing, if an index gives the rows in order."""
    sql, values = statement
    explain = 'EXPLAIN (FORMAT JSON) ' if dialect() == 'postgres' else 'EXPLAIN QUERY PLAN '
    rows = await get_connection('default').execute_query_dict(explain + sql, values)
    if dialect() == 'postgres':
        plan = rows[0]['QUERY PLAN']
        return list(_in_postgres((json.loads(plan) if isinstance(plan, str) else plan)[0]['Plan'], table))
    return list(_in_sqlite(rows, {table, *re.findall(rf'\bFROM "?{table}"? ([a-z]\w*)', sql)}))


def _in_sqlite(rows: list[Node], names: set[str]) -> Iterator[str]:
    """It says `SCAN ticket`, `SEARCH ticket USING INDEX …`, and `USE TEMP B-TREE FOR ORDER BY` beside what it sorts."""
    read = {row['parent']: row['detail'].split()[:2] for row in rows if row['detail'].split()[1] in names}
    for row in rows:
        is_scan = row['detail'].split()[:2] == read.get(row['parent']) and row['detail'].startswith('SCAN')
        if is_scan or (row['detail'].startswith('USE TEMP B-TREE') and row['parent'] in read):
            yield row['detail']


def _in_postgres(node: Node, table: str) -> Iterator[str]:
    if node['Node Type'] == 'Seq Scan' and node.get('Relation Name') == table:
        yield f'Seq Scan on {table}'
    if 'Sort' in node['Node Type'] and _reads(node, table) and node['Plans'][0]['Plan Rows'] > FEW:
        yield f'{node["Node Type"]} by {node["Sort Key"]}'
    for child in node.get('Plans', ()):
        yield from _in_postgres(child, table)


def _reads(node: Node, table: str) -> bool:
    """Whether the rows of `node` come from `table`; what is only looked up for each of them does not count."""
    children = [child for child in node.get('Plans', ()) if child['Parent Relationship'] != 'SubPlan']
    return node.get('Relation Name') == table or any(_reads(child, table) for child in children)
