from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.ticket import Ticket
    from models.user import User


class TicketUser(Model):
    """How far a person has read a ticket: entries above `seen_seq` are unread, and for customers the updates of
    its incidents above `seen_update`.

    Up to `present_until` it is open in front of him, up to `typing_until` he is writing.
    """

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='reading', on_delete=fields.CASCADE
    )
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='readers', on_delete=fields.CASCADE, db_index=True
    )
    seen_seq = fields.IntField(default=0)
    seen_update = fields.IntField(default=0, db_default=0)
    present_until = UtcDatetimeField(null=True)
    typing_until = UtcDatetimeField(null=True)

    user_id: int
    ticket_id: int

    class Meta:
        table = 'ticket_user'
        constraints = (UniqueConstraint(fields=('user_id', 'ticket_id'), name='ticket_user_user_ticket'),)
