from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.fields import UtcDatetimeField
from models.ticket import HoldReason, ResolutionCode


class Migration(migrations.Migration):
    dependencies = [('models', '0001_initial')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CannedText',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('title', fields.CharField(max_length=120)),
                ('body', fields.TextField(unique=False)),
                ('language', fields.CharField(default='', max_length=8)),
                (
                    'department',
                    fields.ForeignKeyField(
                        'models.Department',
                        source_field='department_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='canned_texts',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('then', fields.CharField(default='', max_length=20)),
                ('position', fields.IntField(default=0)),
            ],
            options={'table': 'canned_text', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CatalogForm',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'item',
                    fields.ForeignKeyField(
                        'models.CatalogItem',
                        source_field='item_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='forms',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('version', fields.IntField()),
                ('questions', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={
                'table': 'catalog_form',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('item_id', 'version'), name='catalog_form_item_version')],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.AddField(
            model_name='CatalogItem',
            name='form_version',
            field=fields.IntField(default=1, db_default=1),
        ),
        ops.AddField(
            model_name='CatalogItem',
            name='handling_hours',
            field=fields.IntField(null=True),
        ),
        ops.AddField(
            model_name='CatalogItem',
            name='redirect_reason',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.AddField(
            model_name='CatalogItem',
            name='redirect_to',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.AddField(
            model_name='Entry',
            name='origin',
            field=fields.ForeignKeyField(
                'models.Entry',
                source_field='origin_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='copies',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Ticket',
            name='caller_name',
            field=fields.CharField(default='', db_default='', max_length=200),
        ),
        ops.AddField(
            model_name='Ticket',
            name='caller_phone',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AddField(
            model_name='Ticket',
            name='contact_attempts',
            field=fields.SmallIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='MailOut',
            name='attached',
            field=fields.CharField(default='', db_default='', max_length=120),
        ),
        ops.AddField(
            model_name='Ticket',
            name='form_version',
            field=fields.IntField(default=1, db_default=1),
        ),
        ops.AddField(
            model_name='Ticket',
            name='hold_reason',
            field=fields.CharEnumField(null=True, description='HoldReason', enum_type=HoldReason, max_length=12),
        ),
        ops.AddField(
            model_name='Ticket',
            name='merged_into',
            field=fields.ForeignKeyField(
                'models.Ticket',
                source_field='merged_into_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='merged',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Ticket',
            name='parent',
            field=fields.ForeignKeyField(
                'models.Ticket',
                source_field='parent_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='children',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Ticket',
            name='promised_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Ticket',
            name='rated_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Ticket',
            name='rating',
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name='Ticket',
            name='rating_comment',
            field=fields.TextField(default='', db_default='', unique=False),
        ),
        ops.AddField(
            model_name='Ticket',
            name='resolution_code',
            field=fields.CharEnumField(
                null=True, description='ResolutionCode', enum_type=ResolutionCode, max_length=16
            ),
        ),
        ops.AddConstraint(
            model_name='Ticket',
            constraint=CheckConstraint(check='rating BETWEEN 1 AND 5', name='ticket_rating'),
        ),
        ops.AddField(
            model_name='TicketUser',
            name='present_until',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='TicketUser',
            name='typing_until',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        # those who wait for the customer stand behind those who wait for others
        ops.RunSQL(
            "UPDATE ticket SET queue_rank = queue_rank + 20 WHERE status = 'waiting_customer'",
            "UPDATE ticket SET queue_rank = queue_rank - 20 WHERE status = 'waiting_customer'",
        ),
    ]
