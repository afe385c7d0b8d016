from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.fields.data import JSON_DUMPS
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint

from models.catalog_item import TicketKind
from models.entry import EntryKind, Visibility
from models.fields import UtcDatetimeField
from models.lifecycle import CloseReason, Status
from models.mail_out import MailStatus
from models.priority import Impact, Priority, Urgency
from models.ticket import Channel
from models.token import TokenPurpose
from models.user import UserRole


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name='Brake',
            fields=[
                ('key', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ('paid_until', fields.FloatField(db_index=True)),
            ],
            options={'table': 'brake', 'app': 'models', 'pk_attr': 'key'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='BusinessCalendar',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(unique=True, max_length=120)),
                ('time_zone', fields.CharField(max_length=64)),
                ('weekly', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('exceptions', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={'table': 'business_calendar', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Counter',
            fields=[
                ('name', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ('value', fields.BigIntField()),
            ],
            options={'table': 'counter', 'app': 'models', 'pk_attr': 'name'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Organization',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(unique=True, max_length=200)),
                ('domains', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                ('country', fields.CharField(default='', max_length=2)),
                ('sector', fields.CharField(default='', max_length=80)),
                ('shares_tickets', fields.BooleanField(default=False)),
                ('notes', fields.TextField(default='', unique=False)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'organization', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Setting',
            fields=[
                ('key', fields.CharField(primary_key=True, unique=True, db_index=True, max_length=40)),
                ('value', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('updated_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'setting', 'app': 'models', 'pk_attr': 'key'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='User',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('email', fields.CharField(unique=True, max_length=254)),
                ('full_name', fields.CharField(max_length=200)),
                ('phone', fields.CharField(default='', max_length=40)),
                (
                    'role',
                    fields.CharEnumField(
                        default=UserRole.CUSTOMER, description='UserRole', enum_type=UserRole, max_length=10
                    ),
                ),
                (
                    'organization',
                    fields.ForeignKeyField(
                        'models.Organization',
                        source_field='organization_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='people',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('password_hash', fields.CharField(null=True, max_length=200)),
                ('verified_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('language', fields.CharField(default='', max_length=8)),
                ('time_zone', fields.CharField(default='', max_length=64)),
                ('is_group', fields.BooleanField(default=False)),
                ('is_active', fields.BooleanField(default=True)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'user', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='AuditLog',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('at', UtcDatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                (
                    'actor',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='actor_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='deeds',
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ('action', fields.CharField(max_length=40)),
                ('subject', fields.CharField(default='', max_length=120)),
                ('before', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('after', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('ip', fields.CharField(default='', max_length=45)),
            ],
            options={'table': 'audit_log', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Department',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('name', fields.CharField(unique=True, max_length=120)),
                (
                    'calendar',
                    fields.ForeignKeyField(
                        'models.BusinessCalendar',
                        source_field='calendar_id',
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='departments',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    'members',
                    fields.ManyToManyField(
                        'models.User',
                        unique=True,
                        db_constraint=True,
                        through='department_member',
                        forward_key='user_id',
                        backward_key='department_id',
                        related_name='departments',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('is_public', fields.BooleanField(default=True)),
                ('is_urgent_only', fields.BooleanField(default=False)),
                ('position', fields.IntField(default=0)),
            ],
            options={'table': 'department', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='CatalogItem',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('slug', fields.CharField(unique=True, max_length=60)),
                ('kind', fields.CharEnumField(description='TicketKind', enum_type=TicketKind, max_length=12)),
                ('title', fields.CharField(max_length=120)),
                ('summary', fields.CharField(default='', max_length=200)),
                ('heading', fields.CharField(default='', max_length=200)),
                ('subject_hint', fields.CharField(default='', max_length=200)),
                ('description_hint', fields.CharField(default='', max_length=200)),
                ('icon', fields.CharField(max_length=40)),
                (
                    'department',
                    fields.ForeignKeyField(
                        'models.Department',
                        source_field='department_id',
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='items',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('form', fields.JSONField(default=list, encoder=JSON_DUMPS, decoder=loads)),
                (
                    'impact',
                    fields.CharEnumField(default=Impact.PERSON, description='Impact', enum_type=Impact, max_length=10),
                ),
                (
                    'urgency',
                    fields.CharEnumField(
                        default=Urgency.CAN_WAIT, description='Urgency', enum_type=Urgency, max_length=10
                    ),
                ),
                ('is_generic', fields.BooleanField(default=False)),
                ('is_active', fields.BooleanField(default=True)),
                ('position', fields.IntField(default=0)),
                ('translations', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
            ],
            options={'table': 'catalogitem', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Draft',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'user',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='user_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='drafts',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('key', fields.CharField(max_length=80)),
                ('content', fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ('updated_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                'table': 'draft',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('user_id', 'key'), name='draft_user_key')],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Session',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('token_hash', fields.CharField(unique=True, max_length=64)),
                (
                    'user',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='user_id',
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='sessions',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('seen_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('ip', fields.CharField(default='', max_length=45)),
                ('user_agent', fields.CharField(default='', max_length=300)),
            ],
            options={'table': 'session', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Ticket',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('number', fields.CharField(unique=True, max_length=20)),
                ('form_key', fields.CharField(null=True, unique=True, max_length=36)),
                ('kind', fields.CharEnumField(description='TicketKind', enum_type=TicketKind, max_length=12)),
                (
                    'item',
                    fields.ForeignKeyField(
                        'models.CatalogItem',
                        source_field='item_id',
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='tickets',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('subject', fields.CharField(max_length=250)),
                (
                    'requester',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='requester_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='tickets',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    'organization',
                    fields.ForeignKeyField(
                        'models.Organization',
                        source_field='organization_id',
                        null=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='tickets',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    'department',
                    fields.ForeignKeyField(
                        'models.Department',
                        source_field='department_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='tickets',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    'assignee',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='assignee_id',
                        null=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='assigned',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('status', fields.CharEnumField(description='Status', enum_type=Status, max_length=20)),
                (
                    'close_reason',
                    fields.CharEnumField(null=True, description='CloseReason', enum_type=CloseReason, max_length=20),
                ),
                ('impact', fields.CharEnumField(description='Impact', enum_type=Impact, max_length=10)),
                ('urgency', fields.CharEnumField(description='Urgency', enum_type=Urgency, max_length=10)),
                ('priority', fields.CharEnumField(description='Priority', enum_type=Priority, max_length=10)),
                (
                    'channel',
                    fields.CharEnumField(
                        default=Channel.PORTAL, description='Channel', enum_type=Channel, max_length=10
                    ),
                ),
                ('form', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('updated_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('acknowledged_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('first_response_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('resolved_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('closed_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('first_response_due', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('resolution_due', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('next_deadline_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('is_answered', fields.BooleanField(default=False)),
                ('waiting_since', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('queue_rank', fields.SmallIntField()),
                ('is_closed', fields.BooleanField(default=False)),
                ('preview', fields.CharField(default='', max_length=200)),
                ('last_seq', fields.IntField(default=0)),
            ],
            options={
                'table': 'ticket',
                'app': 'models',
                'indexes': [
                    Index(fields=['queue_rank', 'waiting_since', 'id']),
                    Index(fields=['department_id', 'queue_rank', 'waiting_since', 'id']),
                    Index(fields=['assignee_id', 'queue_rank', 'waiting_since', 'id']),
                    Index(fields=['requester_id', 'is_closed', 'updated_at', 'id']),
                    Index(fields=['organization_id', 'is_closed', 'updated_at', 'id']),
                    Index(fields=['next_deadline_at', 'id']),
                ],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Entry',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'ticket',
                    fields.ForeignKeyField(
                        'models.Ticket',
                        source_field='ticket_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='entries',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('seq', fields.IntField()),
                ('kind', fields.CharEnumField(description='EntryKind', enum_type=EntryKind, max_length=20)),
                (
                    'visibility',
                    fields.CharEnumField(
                        default=Visibility.PUBLIC, description='Visibility', enum_type=Visibility, max_length=10
                    ),
                ),
                (
                    'author',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='author_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='entries',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('author_label', fields.CharField(default='', max_length=200)),
                (
                    'channel',
                    fields.CharEnumField(
                        default=Channel.PORTAL, description='Channel', enum_type=Channel, max_length=10
                    ),
                ),
                ('body', fields.TextField(default='', unique=False)),
                ('data', fields.JSONField(default=dict, encoder=JSON_DUMPS, decoder=loads)),
                ('message_id', fields.CharField(null=True, unique=True, max_length=250)),
                ('is_automated', fields.BooleanField(default=False)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('received_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                'table': 'entry',
                'app': 'models',
                'constraints': [
                    UniqueConstraint(fields=('ticket_id', 'seq'), name='entry_ticket_seq'),
                    CheckConstraint(check='seq > 0', name='entry_seq_positive'),
                ],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Attachment',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'entry',
                    fields.ForeignKeyField(
                        'models.Entry',
                        source_field='entry_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='attachments',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    'uploader',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='uploader_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='uploads',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('form_key', fields.CharField(default='', db_index=True, max_length=80)),
                ('name', fields.CharField(max_length=255)),
                ('mime', fields.CharField(default='application/octet-stream', max_length=120)),
                ('size', fields.BigIntField()),
                ('sha256', fields.CharField(max_length=64)),
                ('path', fields.CharField(max_length=80)),
                ('content_id', fields.CharField(default='', max_length=200)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'attachment', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MailOut',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('to_address', fields.CharField(max_length=254)),
                ('to_name', fields.CharField(default='', max_length=200)),
                ('template', fields.CharField(max_length=40)),
                ('language', fields.CharField(max_length=8)),
                (
                    'ticket',
                    fields.ForeignKeyField(
                        'models.Ticket',
                        source_field='ticket_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='mails',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    'entry',
                    fields.ForeignKeyField(
                        'models.Entry',
                        source_field='entry_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='mails',
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ('subject', fields.CharField(max_length=300)),
                ('body', fields.TextField(unique=False)),
                ('message_id', fields.CharField(unique=True, max_length=120)),
                ('in_reply_to', fields.CharField(default='', max_length=250)),
                ('references', fields.TextField(default='', unique=False)),
                ('is_automated', fields.BooleanField(default=False)),
                ('dedupe_key', fields.CharField(unique=True, max_length=200)),
                (
                    'status',
                    fields.CharEnumField(
                        default=MailStatus.QUEUED, description='MailStatus', enum_type=MailStatus, max_length=10
                    ),
                ),
                ('tries', fields.IntField(default=0)),
                ('next_try_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('claimed_until', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('sent_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('last_error', fields.CharField(default='', max_length=500)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                'table': 'mail_out',
                'app': 'models',
                'indexes': [Index(fields=['status', 'next_try_at', 'id'])],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TicketUser',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'user',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='user_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='reading',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    'ticket',
                    fields.ForeignKeyField(
                        'models.Ticket',
                        source_field='ticket_id',
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='readers',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('seen_seq', fields.IntField(default=0)),
            ],
            options={
                'table': 'ticket_user',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('user_id', 'ticket_id'), name='ticket_user_user_ticket')],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Token',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('purpose', fields.CharEnumField(description='TokenPurpose', enum_type=TokenPurpose, max_length=10)),
                ('token_hash', fields.CharField(unique=True, max_length=64)),
                (
                    'user',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='user_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='tokens',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    'ticket',
                    fields.ForeignKeyField(
                        'models.Ticket',
                        source_field='ticket_id',
                        null=True,
                        db_index=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='tokens',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('expires_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
                ('used_at', UtcDatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'token', 'app': 'models', 'pk_attr': 'id'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Watcher',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    'ticket',
                    fields.ForeignKeyField(
                        'models.Ticket',
                        source_field='ticket_id',
                        db_constraint=True,
                        to_field='id',
                        related_name='watchers',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('email', fields.CharField(max_length=254)),
                (
                    'user',
                    fields.ForeignKeyField(
                        'models.User',
                        source_field='user_id',
                        null=True,
                        db_constraint=True,
                        to_field='id',
                        related_name='watching',
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ('can_reply', fields.BooleanField(default=True)),
                ('created_at', UtcDatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                'table': 'watcher',
                'app': 'models',
                'constraints': [UniqueConstraint(fields=('ticket_id', 'email'), name='watcher_ticket_email')],
                'indexes': [Index(fields=['user_id', 'ticket_id'])],
                'pk_attr': 'id',
            },
            bases=['Model'],
        ),
    ]
