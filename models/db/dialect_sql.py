"""Statements of a migration that the two databases spell differently."""

from __future__ import annotations

from collections.abc import Sequence

from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor

from models.db.connect import dialect


class DialectSQL(ops.RunSQL):
    """Runs those of the database that is migrated."""

    def __init__(self, *, sqlite: Sequence[str], postgres: Sequence[str]) -> None:
        super().__init__([])
        self._statements = {'sqlite': sqlite, 'postgres': postgres}

    async def _run_sql(self, editor: BaseSchemaEditor, _sqls: object) -> None:
        for statement in self._statements[dialect()]:
            await editor._run_sql(statement)
