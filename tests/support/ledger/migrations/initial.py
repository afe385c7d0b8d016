from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint


class Migration(migrations.Migration):
    initial = True
    operations = (
        ops.CreateModel(
            name='Account',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True)),
                ('name', fields.CharField(unique=True, max_length=40)),
                ('balance', fields.IntField(default=0)),
                ('note', fields.CharField(null=True, max_length=20)),
                ('branch', fields.CharField(null=True, max_length=20, db_index=True)),
            ],
            options={
                'table': 'account',
                'app': 'ledger',
                'constraints': [CheckConstraint(check="name <> ''", name='account_named')],
            },
        ),
        ops.CreateModel(
            name='Card',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True)),
                ('account', fields.OneToOneField('ledger.Account', related_name='card')),
                ('digits', fields.CharField(max_length=4)),
                ('year', fields.IntField()),
            ],
            options={
                'table': 'card',
                'app': 'ledger',
                'constraints': [UniqueConstraint(fields=('digits', 'year'), name='card_digits_year')],
            },
        ),
        ops.CreateModel(
            name='Movement',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True)),
                (
                    'account',
                    fields.ForeignKeyField(
                        'ledger.Account', related_name='movements', on_delete=fields.CASCADE, db_index=True
                    ),
                ),
                ('amount', fields.IntField()),
            ],
            options={'table': 'movement', 'app': 'ledger'},
        ),
        ops.CreateModel(
            name='Kind',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True)),
                ('name', fields.CharField(unique=True, max_length=20)),
            ],
            options={'table': 'kind', 'app': 'ledger'},
        ),
    )
