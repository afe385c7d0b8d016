from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import UniqueConstraint

from models.audience import Reach
from models.fields import UtcDatetimeField


class Migration(migrations.Migration):
    dependencies = [('models', '0004_board')]

    initial = False

    operations = [
        ops.CreateModel(
            name='CostNotice',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'department',
                    fields.ForeignKeyField(
                        'models.Department',
                        source_field='department_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='cost_notices',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('version', fields.IntField()),
                ('texts', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                'table': 'cost_notice',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('department_id', 'version'), name='cost_notice_version')],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MailTemplate',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(max_length=40)),
                ('language', fields.CharField(max_length=8)),
                ('subject', fields.CharField(default='', max_length=250)),
                ('body', fields.TextField(default='', unique=False)),
                ('updated_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                'table': 'mail_template',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('key', 'language'), name='mail_template_key_language')],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'user',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='user_id',
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='recovery_codes',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('code_hash', fields.CharField(unique=True, max_length=64)),
                ('used_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'recovery_code', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SlaPolicy',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(unique=True, max_length=120)),
                ('is_default', fields.BooleanField(default=False)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'sla_policy', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='SlaVersion',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'policy',
                    fields.ForeignKeyField(
                        'models.SlaPolicy',
                        source_field='policy_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='versions',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('version', fields.IntField()),
                ('targets', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                'table': 'sla_version',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('policy_id', 'version'), name='sla_version_version')],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Terms',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('version', fields.IntField(unique=True)),
                ('texts', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('published_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'terms', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TermsAcceptance',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'terms',
                    fields.ForeignKeyField(
                        'models.Terms',
                        source_field='terms_id',
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='acceptances',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    'user',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='user_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='acceptances',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('ip', fields.CharField(default='', max_length=45)),
            ],
            options={
                'table': 'terms_acceptance',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('user_id', 'terms_id'), name='terms_acceptance_once')],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.AddField(
            model_name='BusinessCalendar',
            name='country',
            field=fields.CharField(default='', db_default='', max_length=2),
        ),
        ops.AddField(
            model_name='BusinessCalendar',
            name='names',
            field=fields.JSONField(default=dict, db_default={}, encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddField(
            model_name='BusinessCalendar',
            name='passed_over',
            field=fields.JSONField(default=list, db_default=[], encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddField(
            model_name='BusinessCalendar',
            name='subdivision',
            field=fields.CharField(default='', db_default='', max_length=10),
        ),
        ops.AddField(
            model_name='CatalogItem',
            name='reach',
            field=fields.CharEnumField(
                default=Reach.EVERYBODY, description='Reach', db_default=Reach.EVERYBODY, enum_type=Reach, max_length=10
            ),
        ),
        ops.AddField(
            model_name='CatalogItem',
            name='sla_policy',
            field=fields.ForeignKeyField(
                'models.SlaPolicy',
                source_field='sla_policy_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='items',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Department',
            name='inbound_address',
            field=fields.CharField(default='', db_default='', max_length=254),
        ),
        ops.AddField(
            model_name='Department',
            name='is_active',
            field=fields.BooleanField(default=True, db_default=True),
        ),
        ops.AddField(
            model_name='Department',
            name='sla_policy',
            field=fields.ForeignKeyField(
                'models.SlaPolicy',
                source_field='sla_policy_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='departments',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Department',
            name='translations',
            field=fields.JSONField(default=dict, db_default={}, encoder=JSON_DUMPS, decoder=loads),
        ),
        ops.AddField(
            model_name='Organization',
            name='calendar',
            field=fields.ForeignKeyField(
                'models.BusinessCalendar',
                source_field='calendar_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='organizations',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Organization',
            name='escalation_path',
            field=fields.ForeignKeyField(
                'models.EscalationPath',
                source_field='escalation_path_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='customers',
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name='Organization',
            name='is_active',
            field=fields.BooleanField(default=True, db_default=True),
        ),
        ops.AddField(
            model_name='Organization',
            name='sla_policy',
            field=fields.ForeignKeyField(
                'models.SlaPolicy',
                source_field='sla_policy_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='organizations',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Setting',
            name='updated_by',
            field=fields.ForeignKeyField(
                'models.User',
                source_field='updated_by_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='saved_settings',
                on_delete=OnDelete.SET_NULL,
            ),
        ),
        ops.AddField(
            model_name='Ticket',
            name='cost_accepted_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Ticket',
            name='cost_notice',
            field=fields.ForeignKeyField(
                'models.CostNotice',
                source_field='cost_notice_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='tickets',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Ticket',
            name='cost_waived_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Ticket',
            name='sla_version',
            field=fields.ForeignKeyField(
                'models.SlaVersion',
                source_field='sla_version_id',
                null=True,
                db_index=True,
                db_constraint=True,
                to_field='id',
                related_name='tickets',
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name='Token',
            name='email',
            field=fields.CharField(default='', db_default='', max_length=254),
        ),
        ops.AddField(
            model_name='User',
            name='merged_into',
            field=fields.ForeignKeyField(
                'models.User',
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
            model_name='User',
            name='totp_confirmed_at',
            field=UtcDatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='User',
            name='totp_last_step',
            field=fields.BigIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name='User',
            name='totp_secret',
            field=fields.CharField(default='', db_default='', max_length=64),
        ),
        ops.AddField(
            model_name='User',
            name='wanted_company',
            field=fields.CharField(default='', db_default='', max_length=200),
        ),
    ]
