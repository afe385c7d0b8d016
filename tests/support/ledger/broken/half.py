from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = (('ledger', 'kinds'),)
    operations = (
        ops.AddField('Account', 'credit', fields.IntField(db_default=0)),
        ops.RunSQL("INSERT INTO account (name, balance) VALUES ('half', 0); SELECT nothing FROM nowhere;"),
    )
