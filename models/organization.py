from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField


class Organization(Model):
    """A customer company. With `shares_tickets` its people see each other's tickets (S3-23)."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=200, unique=True)
    domains = fields.JSONField[list[str]](default=list)
    country = fields.CharField(max_length=2, default='')
    sector = fields.CharField(max_length=80, default='')
    shares_tickets = fields.BooleanField(default=False)
    notes = fields.TextField(default='')
    created_at = UtcDatetimeField()
