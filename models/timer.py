from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField


class Timer(Model):
    """Something that happens at `fire_at`: `kind` says what (services/timers.py), `subject` to which row, `step` which
    of several. It is deleted in the transaction of its effect, so it happens once on any number of processes.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharField(max_length=40)
    subject = fields.IntField()
    step = fields.IntField(default=0)
    fire_at = UtcDatetimeField(db_index=True)
    tries = fields.IntField(default=0)

    class Meta:
        constraints = (UniqueConstraint(fields=('kind', 'subject', 'step'), name='timer_once'),)
