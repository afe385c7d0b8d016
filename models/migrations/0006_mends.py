from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.fields import UtcDatetimeField


class Migration(migrations.Migration):
    dependencies = [('models', '0005_accounts')]

    initial = False

    operations = [
        ops.AddIndex(
            model_name='AuditLog',
            index=Index(fields=['subject', 'action', 'id']),
        ),
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
        ops.AddField(
            model_name='Incident',
            name='series_end',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Incident',
            name='series_start',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='MailOut',
            name='tried_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddIndex(
            model_name='MailOut',
            index=Index(fields=['status', 'sent_at']),
        ),
        ops.AddIndex(
            model_name='Watcher',
            index=Index(fields=['email']),
        ),
    ]
