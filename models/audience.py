"""Who may read what is published: components, incidents, announcements, articles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.expressions import Q, Subquery
from tortoise.indexes import Index
from tortoise.models import Model

from models.organization import Organization

if TYPE_CHECKING:
    from models.user import User


class Reach(StrEnum):
    EVERYBODY = 'everybody'
    SIGNED_IN = 'signed_in'
    CHOSEN = 'chosen'  # the companies, countries and sectors of its `Audience` rows
    STAFF = 'staff'


@dataclass(frozen=True)
class Reader:
    """What of a reader decides what he may read: the same for all people of a company, so answers can be shared."""

    is_staff: bool = False
    is_signed_in: bool = False
    organization_id: int | None = None

    @classmethod
    def of(cls, user: User | None) -> Reader:
        if user is None:
            return cls()
        if user.is_staff:
            return cls(is_staff=True, is_signed_in=True)
        return cls(is_signed_in=True, organization_id=user.organization_id)


class Audience(Model):
    """One company, country or sector that reads a thing whose reach is `chosen` (S1-16)."""

    id = fields.IntField(primary_key=True)
    thing = fields.CharField(max_length=12)
    thing_id = fields.IntField()
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        'models.Organization', related_name='audiences', null=True, on_delete=fields.CASCADE, db_index=True
    )
    country = fields.CharField(max_length=2, default='')
    sector = fields.CharField(max_length=80, default='')

    organization_id: int | None

    class Meta:
        indexes = (Index(fields=('thing', 'thing_id')),)


def within_reach(thing: str, reader: Reader) -> Q:
    """The rows of a table with `reach` that this reader may read; `thing` is what `Audience` calls them."""
    if reader.is_staff:
        return Q()
    if not reader.is_signed_in:
        return Q(reach=Reach.EVERYBODY)
    open_to_all = Q(reach__in=[Reach.EVERYBODY, Reach.SIGNED_IN])
    if reader.organization_id is None:
        return open_to_all
    own = Organization.filter(id=reader.organization_id)
    country, sector = own.exclude(country='').values('country'), own.exclude(sector='').values('sector')
    meant = Audience.filter(thing=thing).filter(
        Q(organization_id=reader.organization_id) | Q(country__in=Subquery(country)) | Q(sector__in=Subquery(sector))
    )
    return open_to_all | Q(reach=Reach.CHOSEN, id__in=Subquery(meant.values('thing_id')))
