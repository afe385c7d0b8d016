from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.ticket import Ticket
    from models.user import User


class Watcher(Model):
    """A mail address in copy of a ticket (S3-20); `user` when it belongs to an account."""

    id = fields.IntField(primary_key=True)
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='watchers', on_delete=fields.CASCADE
    )
    email = fields.CharField(max_length=254)
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='watching', null=True, on_delete=fields.CASCADE
    )
    can_reply = fields.BooleanField(default=True)
    created_at = UtcDatetimeField()

    ticket_id: int
    user_id: int | None

    class Meta:
        indexes = (Index(fields=('user_id', 'ticket_id')), Index(fields=('email',)))
        constraints = (UniqueConstraint(fields=('ticket_id', 'email'), name='watcher_ticket_email'),)
