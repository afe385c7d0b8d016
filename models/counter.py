from tortoise import fields
from tortoise.models import Model


class Counter(Model):
    """A number that only grows, taken by one `UPDATE … RETURNING` inside the transaction that uses it."""

    name = fields.CharField(max_length=40, primary_key=True)
    value = fields.BigIntField()
