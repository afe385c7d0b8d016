"""Bringing the tables up to date, at every start.

`models/migrations` holds one file per step, the same for both databases; `models.db.makemigrations` writes it. A CHECK
or a unique set of columns is a constraint in the model's Meta or an `AddConstraint`; a partial index is a `RunSQL` with
the same text for both. A new column is null or has a `db_default`. An enum field has a `description`, so that a new
member is no migration; members are never removed, since old migrations import them.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError
from tortoise.fields import Field
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.migration import Migration
from tortoise.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel, RunSQL
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_generator.state import ModelState, State

from models.db.asyncpg_engine import Client as PostgresClient
from models.db.connect import APPS, Apps, dialect
from models.db.schema_editor import CompleteEditor, PostgresEditor, SqliteEditor
from models.db.sqlite_engine import Client as SqliteClient
from models.db.transaction import transaction

log = logging.getLogger(__name__)

LOCK = int.from_bytes(b'mesa')  # any number that all processes agree on
# operations that do not ask how the tables were before
LOOKS_FORWARD = (CreateModel, AddField, AddIndex, AddConstraint, RunSQL)


async def upgrade(apps: Apps = APPS) -> list[str]:
    """Apply what is missing, each migration with its record in one transaction; the names of those applied.

    One process at a time migrates: on PostgreSQL the others wait and find nothing to do, on SQLite there are no others.
    A SQLite file that holds something is copied beside itself first, as `<file>.before-<migration>`.
    Raises what a migration raises, after rolling that one back; IntegrityError if it leaves a row that points nowhere.
    """
    client = get_connection('default')
    async with _alone(client):
        executor = _executor(client, apps)
        await executor.recorder.ensure_schema(_editor(client))
        plan = [step.migration for step in await executor.plan()]
        if not plan:
            return []
        applied = executor.loader.applied_migrations
        if isinstance(client, SqliteClient):
            if applied:
                await _backup(client, plan[0].name)
            await client.execute_query('PRAGMA foreign_keys=OFF')  # has no effect inside a transaction
        try:
            state = await executor._project_state(applied)
            for migration in plan:
                await _apply(migration, state, executor.recorder)
        finally:
            if isinstance(client, SqliteClient):
                await client.execute_query('PRAGMA foreign_keys=ON')
    return [migration.name for migration in plan]


async def pending(apps: Apps = APPS) -> list[str]:
    """The names of the migrations that `upgrade` would apply. Changes nothing."""
    return [step.migration.name for step in await _executor(get_connection('default'), apps).plan()]


async def _apply(migration: Migration, state: State, recorder: MigrationRecorder) -> None:
    async with transaction() as client:
        try:
            await _run(migration, state, _editor(client))
        finally:
            EXECUTOR_CACHE.clear()  # a migration that wrote rows left the statements of its own columns there
        if dialect() == 'sqlite' and (dangling := await client.execute_query_dict('PRAGMA foreign_key_check')):
            raise IntegrityError(f'{migration.name} leaves rows that point nowhere: {dangling[:5]}')
        recorder.connection = client  # a new recorder would read the source of its model again
        await recorder.record_applied(migration.app_label, migration.name)
    log.info('Applied migration %s', migration.name)


async def _run(migration: Migration, state: State, editor: CompleteEditor) -> None:
    """What `Migration.apply` does, many times quicker: it copies and renders all models for each of its operations.

    Models made, or columns added, one after the other are rendered together, and the state is copied where an
    operation looks back.
    """
    app = migration.app_label
    for kind, group in groupby(migration.operations, type):
        operations = list(group)
        if kind is CreateModel:
            made = cast(list[CreateModel], operations)
            state.models |= {(app, each.name): ModelState.make_from_model(app, each.model) for each in made}
            state.reload_models(state.models)
        elif kind is AddField:
            for added in cast(list[AddField], operations):
                state.models[app, added.model_name].fields[added.name] = deepcopy(cast(Field[Any], added.field))
            state.reload_models(state.models)
        for operation in operations:
            before = state if isinstance(operation, LOOKS_FORWARD) else state.clone()
            if kind not in (CreateModel, AddField):
                operation.state_forward(app, state)
            await operation.database_forward(app, before, state, editor)
    state.validate_relations_initialized()


HAS_RECORDS = {
    'sqlite': "SELECT name FROM sqlite_master WHERE name = 'tortoise_migrations'",
    'postgres': "SELECT relname FROM pg_class WHERE oid = to_regclass('tortoise_migrations')",
}


class StrictRecorder(MigrationRecorder):
    """Tortoise's own takes any error for an empty database, and would apply everything again."""

    async def applied_migrations(self) -> list[MigrationKey]:
        if not await self.connection.execute_query_dict(HAS_RECORDS[dialect()]):
            return []
        rows = await self.connection.execute_query_dict('SELECT app, name FROM tortoise_migrations ORDER BY id')
        return [MigrationKey(app_label=row['app'], name=row['name']) for row in rows]


def _executor(client: BaseDBAsyncClient, apps: Apps) -> MigrationExecutor:
    executor = MigrationExecutor(client, apps)
    executor.recorder = executor.loader.recorder = StrictRecorder(client)
    return executor


def _editor(client: BaseDBAsyncClient) -> CompleteEditor:
    return SqliteEditor(client) if dialect() == 'sqlite' else PostgresEditor(client)


@asynccontextmanager
async def _alone(client: BaseDBAsyncClient) -> AsyncIterator[None]:
    if dialect() == 'sqlite':  # the file is this process' own
        yield
        return
    session = await cast(PostgresClient, client).connect_alone()
    try:
        await session.execute('SELECT pg_advisory_lock($1)', LOCK)
        yield
    finally:
        await session.close()


async def _backup(client: SqliteClient, migration: str) -> None:
    if client.filename == ':memory:':
        return
    unfinished = Path(f'{client.filename}.before-{migration}.part')
    await asyncio.to_thread(unfinished.unlink, missing_ok=True)
    await client.execute_query('VACUUM INTO ?', [str(unfinished)])
    await asyncio.to_thread(shutil.copymode, client.filename, unfinished)
    await asyncio.to_thread(unfinished.replace, unfinished.with_suffix(''))
