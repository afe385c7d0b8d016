from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [('models', '0005_accounts')]

    initial = False

    operations = [
        ops.AddField(
            model_name='Department',
            name='heir',
            field=fields.ForeignKeyField(
                'models.Department',
                source_field='heir_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='inherits',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
    ]
