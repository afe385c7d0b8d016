from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.ticket import Ticket
    from models.user import User


class TokenPurpose(StrEnum):
    VERIFY = 'verify'
    RESET = 'reset'
    GUEST = 'guest'
    KIOSK = 'kiosk'
    REMOTE = 'remote'
    CONFIRM = 'confirm'
    INVITE = 'invite'
    MAIL_OLD = 'mail_old'  # a change of address, confirmed at both
    MAIL_NEW = 'mail_new'
    WAITING = 'waiting'  # a browser that has registered, until its address is confirmed


class Token(Model):
    """A single-use link or code. Only its SHA-256 is stored (S0-18)."""

    id = fields.IntField(primary_key=True)
    purpose = fields.CharEnumField(TokenPurpose, max_length=10, description='TokenPurpose')
    token_hash = fields.CharField(max_length=64, unique=True)
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='tokens', null=True, on_delete=fields.CASCADE, db_index=True
    )
    ticket: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='tokens', null=True, on_delete=fields.CASCADE, db_index=True
    )
    email = fields.CharField(max_length=254, default='', db_default='')
    created_at = UtcDatetimeField()
    expires_at = UtcDatetimeField()
    used_at = UtcDatetimeField(null=True)

    user_id: int | None
    ticket_id: int | None
