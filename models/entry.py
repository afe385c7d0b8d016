from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import CheckConstraint, UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.fields import UtcDatetimeField
from models.ticket import Channel, Ticket
from models.user import User

if TYPE_CHECKING:
    from models.attachment import Attachment


class EntryKind(StrEnum):
    MESSAGE = 'message'
    QUESTION = 'question'
    INVESTIGATION = 'investigation'
    NOTE = 'note'
    SOLUTION = 'solution'
    REJECTION = 'rejection'
    STATUS = 'status'
    ASSIGN = 'assign'
    FIELD = 'field'
    CONTACT_ATTEMPT = 'contact_attempt'
    ESCALATION = 'escalation'
    RATING = 'rating'
    REMOTE = 'remote'
    MAIL_EVENT = 'mail_event'
    SYSTEM = 'system'


class Visibility(StrEnum):
    PUBLIC = 'public'
    INTERNAL = 'internal'


class Entry(Model):
    """One line of a ticket's append-only timeline: conversation, history and audit at once.

    `seq` is gapless per ticket. `data` holds what changed (`{"old", "new"}` and the like), never another truth.
    `author_label` says who wrote where no account or a group mailbox did (S3-23).
    `origin` is the line that this one was split from: its author and its files are this one's too (S4-8).
    """

    id = fields.IntField(primary_key=True)
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='entries', on_delete=fields.RESTRICT
    )
    seq = fields.IntField()
    kind = fields.CharEnumField(EntryKind, max_length=20, description='EntryKind')
    visibility = fields.CharEnumField(Visibility, max_length=10, description='Visibility', default=Visibility.PUBLIC)
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='entries', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    author_label = fields.CharField(max_length=200, default='')
    channel = fields.CharEnumField(Channel, max_length=10, description='Channel', default=Channel.PORTAL)
    body = fields.TextField(default='')
    data = fields.JSONField[dict[str, Any]](default=dict)
    message_id = fields.CharField(max_length=250, null=True, unique=True)
    origin: fields.ForeignKeyNullableRelation[Entry] = fields.ForeignKeyField(
        'models.Entry', related_name='copies', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    is_automated = fields.BooleanField(default=False)
    created_at = UtcDatetimeField()
    received_at = UtcDatetimeField()

    ticket_id: int
    author_id: int | None
    origin_id: int | None
    attachments: fields.ReverseRelation[Attachment]

    class Meta:
        constraints = (
            UniqueConstraint(fields=('ticket_id', 'seq'), name='entry_ticket_seq'),
            CheckConstraint(check='seq > 0', name='entry_seq_positive'),
        )

    @property
    def author_name(self) -> str:
        """Who said it, its author being read: “Carmen Díaz · Operaciones” from a group mailbox; '' for the desk."""
        return ' · '.join(filter(None, (self.author_label, self.author.full_name if self.author else '')))

    @classmethod
    def visible_to(cls, user: User) -> QuerySet[Entry]:
        """The lines that exist for `user` in tickets that `Ticket.visible_to` gives: internal ones for staff only."""
        return cls.all() if user.is_staff else cls.filter(visibility=Visibility.PUBLIC)
