from __future__ import annotations

from tortoise import fields
from tortoise.expressions import Q, Subquery
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.entry import Entry, Visibility
from models.fields import UtcDatetimeField
from models.ticket import Ticket
from models.user import User


class Attachment(Model):
    """A file. It lies under a random name in the data folder; the name a person gave it is data only (S0-21).

    Until its form is sent it belongs to `form_key` and to its uploader alone.
    """

    id = fields.IntField(primary_key=True)
    entry: fields.ForeignKeyNullableRelation[Entry] = fields.ForeignKeyField(
        'models.Entry', related_name='attachments', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    uploader: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='uploads', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    form_key = fields.CharField(max_length=80, default='', db_index=True)
    name = fields.CharField(max_length=255)
    mime = fields.CharField(max_length=120, default='application/octet-stream')
    size = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    path = fields.CharField(max_length=80)
    content_id = fields.CharField(max_length=200, default='')
    created_at = UtcDatetimeField()

    entry_id: int | None
    uploader_id: int | None

    @classmethod
    def visible_to(cls, user: User) -> QuerySet[Attachment]:
        """Files of visible lines of visible tickets, and the person's own not yet sent ones."""
        lines = Entry.filter(ticket_id__in=Subquery(Ticket.visible_to(user).values('id')))
        if not user.is_staff:
            lines = lines.filter(visibility=Visibility.PUBLIC)
        return cls.filter(Q(entry_id__in=Subquery(lines.values('id'))) | Q(entry_id__isnull=True, uploader_id=user.id))
