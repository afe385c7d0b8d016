from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [('models', '0001_initial')]

    initial = False

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
    ]
