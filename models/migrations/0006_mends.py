from tortoise import migrations
from tortoise.migrations import operations as ops

from models.fields import UtcDatetimeField


class Migration(migrations.Migration):
    dependencies = [('models', '0005_accounts')]

    initial = False

    operations = [
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
    ]
