"""For developers: `python -m models.db.makemigrations NAME` writes the migration from what is there to the models."""

from __future__ import annotations

import asyncio
import sys

from tortoise.context import require_context
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.writer import MigrationWriter

from models.db.connect import APPS, connect, disconnect


async def unwritten() -> list[MigrationWriter]:
    """The migrations that the models of the current connection need and `models/migrations` lacks."""
    apps = require_context().apps
    assert apps is not None
    for model in apps.get_models_iterable():
        model._meta.table_description = ''  # the first line of a docstring, which may be reworded
    return await MigrationAutodetector(apps, APPS).changes()


async def main(name: str) -> None:
    await connect('sqlite://:memory:')
    try:
        for migration in await unwritten():
            migration.name = f'{migration.name[:4]}_{name}'
            sys.stdout.write(f'{migration.write()}\n')
    finally:
        await disconnect()


if __name__ == '__main__':
    asyncio.run(main(sys.argv[1]))
