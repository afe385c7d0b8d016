from tortoise import fields
from tortoise.models import Model


class Brake(Model):
    """How far one thing that is tried too often is ahead of its allowed pace (`services/brakes.py`).

    `paid_until`, in seconds since 1970, moves ahead by one interval per attempt; once passed, the row says nothing.
    """

    key = fields.CharField(primary_key=True, max_length=64)
    paid_until = fields.FloatField(db_index=True)
