from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


async def seed(apps: Any, editor: Any) -> None:
    await apps.get_model('ledger.Kind').create(name='current')


class Migration(migrations.Migration):
    dependencies = (('ledger', 'initial'),)
    operations = (
        ops.RunPython(seed),
        ops.AddField('Kind', 'colour', fields.CharField(max_length=20, db_default='grey', db_index=True)),
    )
