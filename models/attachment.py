from __future__ import annotations

from tortoise import fields
from tortoise.expressions import Q, Subquery
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.entry import Entry
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
        """Files of visible lines of visible tickets and of those merged into them, and his own not yet sent ones.

        A line that was split off has the files of its origin.
        """
        tickets = Subquery(Ticket.visible_to(user).values('id'))
        merged = Subquery(Ticket.filter(merged_into_id__in=tickets).values('id'))
        lines = Entry.visible_to(user).filter(Q(ticket_id__in=tickets) | Q(ticket_id__in=merged))
        origins = lines.filter(origin_id__isnull=False)
        return cls.filter(
            Q(entry_id__in=Subquery(lines.values('id')))
            | Q(entry_id__in=Subquery(origins.values('origin_id')))
            | Q(entry_id__isnull=True, uploader_id=user.id)
        )
