"""Tortoise's schema editors without their losses.

As they come, a changed column on SQLite rebuilds the table and deletes the rows of every table that points at it, all
indexes, triggers and unique keys of its own; constraints in a model's Meta are never made; nor is the index of an added
column.
"""

from __future__ import annotations

import logging
from typing import NamedTuple

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.fields.base import Field
from tortoise.indexes import Index
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, SqliteSchemaEditor
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.models import Model

log = logging.getLogger(__name__)


class CompleteEditor(BaseSchemaEditor):
    """Makes what a model declares, all of it."""

    async def create_model(self, model: type[Model]) -> None:
        await super().create_model(model)
        for constraint in model._meta.constraints or ():
            await self.add_constraint(model, constraint)

    async def add_field(self, model: type[Model], field_name: str) -> None:
        await super().add_field(model, field_name)
        field = model._meta.fields_map[field_name]
        if field.index and not field.unique:
            await self.add_index(model, Index(fields=(_column(field),)))


class PostgresEditor(CompleteEditor, AsyncpgSchemaEditor):
    pass


class Attached(NamedTuple):
    """What SQLite drops with a table: indexes and triggers by statement and columns, unique keys, the last id given."""

    statements: list[tuple[str, set[str]]]
    unique: list[tuple[str, ...]]
    last_id: int


class SqliteEditor(CompleteEditor, SqliteSchemaEditor):
    """Expects foreign keys to be off, as they can only be outside the migration's transaction."""

    async def _run_sql(self, sql: str) -> None:
        await self.client.execute_script(sql)

    async def _alter_field(self, model: type[Model], old_field: Field, new_field: Field) -> None:
        await super()._alter_field(model, old_field, new_field)
        if old_field.index != new_field.index:
            index = Index(fields=(_column(new_field),))
            await (self.add_index(model, index) if new_field.index else self.remove_index(model, index))

    async def _remake_table(
        self,
        model: type[Model],
        create_field: Field | None = None,
        delete_field: Field | None = None,
        alter_fields: list[tuple[Field, Field]] | None = None,
    ) -> None:
        table = model._meta.db_table
        before = await _attached(self.client, table)
        # Otherwise renaming the new table fails on triggers of other tables that mention the old one, dropped by then.
        await self.client.execute_query('PRAGMA legacy_alter_table=ON')
        try:
            await super()._remake_table(model, create_field, delete_field, alter_fields)
        finally:
            await self.client.execute_query('PRAGMA legacy_alter_table=OFF')
        gone = {_column(delete_field)} if delete_field else set()
        for sql, columns in before.statements:
            if columns & gone:
                log.warning('Gone with a column: %s', sql)
            else:
                await self.client.execute_query(sql)
        made = (await _attached(self.client, table)).unique
        freed = [(_column(old),) for old, new in alter_fields or () if old.unique and not new.unique]
        for key in before.unique:
            if key not in made and key not in freed and not gone & set(key):
                columns_sql = ', '.join(map(self.quote, key))
                name = f'uid_{table}_{"_".join(key)}'
                await self.client.execute_query(f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({columns_sql})')
        if before.last_id:
            await self.client.execute_query('DELETE FROM sqlite_sequence WHERE name = ?', [table])
            await self.client.execute_query('INSERT INTO sqlite_sequence VALUES (?, ?)', [table, before.last_id])


async def _attached(client: BaseDBAsyncClient, table: str) -> Attached:
    columns: dict[str, tuple[str, ...]] = {}
    unique: list[tuple[str, ...]] = []
    for index in await client.execute_query_dict('SELECT name, origin FROM pragma_index_list(?)', [table]):
        parts = await client.execute_query_dict('SELECT name FROM pragma_index_info(?) ORDER BY seqno', [index['name']])
        columns[index['name']] = tuple(part['name'] for part in parts)
        if index['origin'] == 'u':
            unique.append(columns[index['name']])
    statements = await client.execute_query_dict(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
        [table],
    )
    last_id = await client.execute_query_dict('SELECT seq FROM sqlite_sequence WHERE name = ?', [table])
    return Attached(
        [(row['sql'], set(columns.get(row['name'], ()))) for row in statements],
        unique,
        last_id[0]['seq'] if last_id else 0,
    )


def _column(field: Field) -> str:
    return field.source_field or field.model_field_name
