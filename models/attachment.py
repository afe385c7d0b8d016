from __future__ import annotations

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model

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

    async def is_visible_to(self, user: User) -> bool:
        """Whether its line is visible in a visible ticket, or in one merged into that; not yet sent, it is his own.

        A line that was split off has the files of its origin. It starts from this one file: a list of all that are
        visible has every line of the desk.
        """
        if self.entry_id is None:
            return self.uploader_id == user.id
        lines = Entry.visible_to(user).filter(Q(id=self.entry_id) | Q(origin_id=self.entry_id))
        there = Ticket.filter(id__in=await lines.values_list('ticket_id', flat=True))
        homes = {home for pair in await there.values_list('id', 'merged_into_id') for home in pair if home}
        return await Ticket.visible_to(user).filter(id__in=homes).exists()
