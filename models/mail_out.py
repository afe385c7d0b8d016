from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.entry import Entry
    from models.subscription import Subscription
    from models.ticket import Ticket


class MailStatus(StrEnum):
    QUEUED = 'queued'
    SENT = 'sent'
    FAILED = 'failed'


class MailOut(Model):
    """The outbox: a mail is a row written with the change that causes it, and sent later under the same Message-ID.

    `dedupe_key` says what the mail is for and to whom, so that one event mails one person once.
    `subscription` is the one that it is sent for: the mail tells how to end it (RFC 8058).
    `attached` names the document of `assets/guides` that goes with it, if any.
    `claimed_until` keeps other processes away while one sends. `tried_at` is when it was tried in vain for the first
    time, since an admin let it be sent again if one did.
    `body` is empty once a mail that bore a link into an account was sent or given up.
    """

    id = fields.IntField(primary_key=True)
    to_address = fields.CharField(max_length=254)
    to_name = fields.CharField(max_length=200, default='')
    template = fields.CharField(max_length=40)
    language = fields.CharField(max_length=8)
    ticket: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='mails', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    entry: fields.ForeignKeyNullableRelation[Entry] = fields.ForeignKeyField(
        'models.Entry', related_name='mails', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    subscription: fields.ForeignKeyNullableRelation[Subscription] = fields.ForeignKeyField(
        'models.Subscription', related_name='mails', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    subject = fields.CharField(max_length=300)
    body = fields.TextField()
    message_id = fields.CharField(max_length=120, unique=True)
    in_reply_to = fields.CharField(max_length=250, default='')
    references = fields.TextField(default='')
    is_automated = fields.BooleanField(default=False)
    attached = fields.CharField(max_length=120, default='', db_default='')
    dedupe_key = fields.CharField(max_length=200, unique=True)
    status = fields.CharEnumField(MailStatus, max_length=10, description='MailStatus', default=MailStatus.QUEUED)
    tries = fields.IntField(default=0)
    next_try_at = UtcDatetimeField()
    tried_at = UtcDatetimeField(null=True)
    claimed_until = UtcDatetimeField(null=True)
    sent_at = UtcDatetimeField(null=True)
    last_error = fields.CharField(max_length=500, default='')
    created_at = UtcDatetimeField()

    ticket_id: int | None
    entry_id: int | None
    subscription_id: int | None

    class Meta:
        table = 'mail_out'
        indexes = (Index(fields=('status', 'next_try_at', 'id')), Index(fields=('status', 'sent_at')))
