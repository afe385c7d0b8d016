from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = (('ledger', 'kinds'),)
    operations = (ops.RunSQL('INSERT INTO movement (account_id, amount) VALUES (999, 1)'),)
