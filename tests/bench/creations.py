"""Opening tickets through the verb, against SQL that only inserts the rows that come of it."""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import uuid4

import asyncpg
from tortoise.connection import get_connection

from models import User
from models.db.connect import dialect
from models.priority import Impact, Urgency
from services.tickets.tickets import NewTicket, open_ticket
from tests.bench import table
from tests.bench.databases import database

TABLES = ('ticket', 'entry', 'mail_out')  # what one opening writes, besides the counter
ROUNDS = 4

Rows = dict[str, list[dict[str, Any]]]


async def measure(*, quick: bool) -> None:
    many = 80 if quick else 150
    found = []
    for each in ('sqlite', 'postgres'):
        async with database(each) as world:
            await _open(world.lucia.user, 20, 1)
            verb = dict.fromkeys((1, 8), 0.0)
            bare = 0.0
            for _ in range(ROUNDS):  # in turns, and the best of each: other work on the machine does not count
                for tasks in verb:
                    verb[tasks] = max(verb[tasks], await _open(world.lucia.user, many, tasks))
                bare = max(bare, await _insert_again(many))
            found += [(f'{each}, {tasks} at once', rate, bare, table.ratio(bare, rate)) for tasks, rate in verb.items()]
    table.show(
        'Tickets opened per second: through the verb, and by bare INSERTs of the same rows; nobody waits for the disk',
        ('', 'verb', 'bare', 'bare / verb'),
        found,
    )


async def _open(person: User, many: int, tasks: int) -> float:
    """Tickets per second."""

    async def some() -> None:
        for _ in range(many // tasks):
            await open_ticket(
                person,
                NewTicket('printer', 'No imprime', 'Sale en blanco.', Urgency.DEGRADED, Impact.PERSON, str(uuid4())),
            )

    return await _rate(many, lambda: asyncio.gather(*(some() for _ in range(tasks))))


async def _insert_again(many: int) -> float:
    """Take the latest tickets away and insert their rows again, each ticket's in a transaction of its own."""
    connection = get_connection('default')
    tickets = await connection.execute_query_dict(f'SELECT * FROM ticket ORDER BY id DESC LIMIT {many}')
    first = min(row['id'] for row in tickets)
    parts: list[Rows] = []
    for ticket in tickets:
        others = {
            name: await connection.execute_query_dict(f'SELECT * FROM {name} WHERE ticket_id = {ticket["id"]}')
            for name in TABLES[1:]
        }
        parts.append({'ticket': [ticket], **others})
    for name in reversed(TABLES):
        key = 'id' if name == 'ticket' else 'ticket_id'
        await connection.execute_query(f'DELETE FROM {name} WHERE {key} >= {first}')
    if dialect() == 'sqlite':
        return await _with_sqlite(parts)
    return await _with_postgres(parts)


async def _with_sqlite(parts: Sequence[Rows]) -> float:
    bare = sqlite3.connect(get_connection('default').filename, isolation_level=None)
    bare.execute('PRAGMA synchronous=OFF')

    async def insert() -> None:
        for part in parts:
            bare.execute('BEGIN IMMEDIATE')
            bare.execute("UPDATE counter SET value = value + 1 WHERE name = 'ticket'")
            for name, rows in part.items():
                for row in rows:
                    bare.execute(_sql(name, row, ['?'] * len(row)), list(row.values()))
            bare.execute('COMMIT')

    try:
        return await _rate(len(parts), insert)
    finally:
        bare.close()


async def _with_postgres(parts: Sequence[Rows]) -> float:
    bare: asyncpg.Connection = await get_connection('default').connect_alone()

    async def insert() -> None:
        for part in parts:
            async with bare.transaction():
                await bare.execute("UPDATE counter SET value = value + 1 WHERE name = 'ticket'")
                for name, rows in part.items():
                    for row in rows:
                        places = [f'${number}' for number in range(1, len(row) + 1)]
                        await bare.execute(_sql(name, row, places), *row.values())

    try:
        return await _rate(len(parts), insert)
    finally:
        await bare.close()


def _sql(name: str, row: dict[str, Any], places: Sequence[str]) -> str:
    columns = ', '.join(f'"{column}"' for column in row)
    return f'INSERT INTO {name} ({columns}) VALUES ({", ".join(places)})'


async def _rate(many: int, work: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await work()
    return many / (time.perf_counter() - begun)
