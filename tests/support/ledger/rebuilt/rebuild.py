from tortoise import fields, migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = (('ledger', 'kinds'),)
    operations = (
        ops.AlterField('Account', 'note', fields.CharField(null=True, max_length=80)),
        ops.AlterField('Account', 'balance', fields.IntField(default=0, db_index=True)),
        ops.RemoveField('Account', 'branch'),
        ops.AddField('Account', 'credit', fields.IntField(db_default=0, db_index=True)),
        ops.AddConstraint('Account', CheckConstraint(check='balance + credit > -1000', name='account_credit')),
        ops.AlterField('Card', 'digits', fields.CharField(max_length=8)),
    )
