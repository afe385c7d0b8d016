from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.audience import Reach, Reader, within_reach
from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.catalog_item import CatalogItem


class ComponentStatus(StrEnum):
    """What a component can be in. `models/uptime.py` says which is worse and how much each weighs."""

    OPERATIONAL = 'operational'
    DEGRADED = 'degraded'
    PARTIAL = 'partial'
    MAJOR = 'major'
    MAINTENANCE = 'maintenance'
    UNKNOWN = 'unknown'


class Region(Model):
    """A place where a component may be in a state of its own. `translations` is `{language: {"name"}}`."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=80, unique=True)
    position = fields.IntField(default=0)
    translations = fields.JSONField[dict[str, Any]](default=dict)


class ComponentGroup(Model):
    """Components that are shown together, in two levels: a group with a `parent` has no groups below it."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=80)
    parent: fields.ForeignKeyNullableRelation[ComponentGroup] = fields.ForeignKeyField(
        'models.ComponentGroup', related_name='groups', null=True, on_delete=fields.CASCADE, db_index=True
    )
    opens_when_troubled = fields.BooleanField(default=True)
    position = fields.IntField(default=0)
    translations = fields.JSONField[dict[str, Any]](default=dict)

    parent_id: int | None

    class Meta:
        table = 'component_group'


class Component(Model):
    """A service that people rely on and the board tells about. Its state is not here: it is derived of the intervals.

    `items` are the types of tickets that are about it. `translations` is `{language: {"name", "description"}}`.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=60, unique=True)
    name = fields.CharField(max_length=80)
    description = fields.CharField(max_length=200, default='')
    group: fields.ForeignKeyNullableRelation[ComponentGroup] = fields.ForeignKeyField(
        'models.ComponentGroup', related_name='components', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    regions: fields.ManyToManyRelation[Region] = fields.ManyToManyField(
        'models.Region',
        related_name='components',
        through='component_region',
        backward_key='component_id',
        forward_key='region_id',
    )
    items: fields.ManyToManyRelation[CatalogItem] = fields.ManyToManyField(
        'models.CatalogItem',
        related_name='components',
        through='component_item',
        backward_key='component_id',
        forward_key='item_id',
    )
    reach = fields.CharEnumField(Reach, max_length=12, description='Reach', default=Reach.EVERYBODY)
    is_active = fields.BooleanField(default=True)
    position = fields.IntField(default=0)
    translations = fields.JSONField[dict[str, Any]](default=dict)
    created_at = UtcDatetimeField()

    group_id: int | None

    @classmethod
    def visible_to(cls, reader: Reader) -> QuerySet[Component]:
        return cls.filter(within_reach('component', reader), is_active=True)


class StatusSource(StrEnum):
    MANUAL = 'manual'
    PROBE = 'probe'
    INCIDENT = 'incident'
    MAINTENANCE = 'maintenance'


class StatusInterval(Model):
    """From when to when a component (in one region, or everywhere) was in a state, and who says so.

    The one truth about the network: the current state is the worst open interval; bars, uptime, feeds and badges are
    derived. Where nothing is said it was operational since the component exists. `source_id` is the incident's,
    maintenance's or probe's id.
    """

    id = fields.IntField(primary_key=True)
    component: fields.ForeignKeyRelation[Component] = fields.ForeignKeyField(
        'models.Component', related_name='intervals', on_delete=fields.CASCADE
    )
    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        'models.Region', related_name='intervals', null=True, on_delete=fields.CASCADE, db_index=True
    )
    status = fields.CharEnumField(ComponentStatus, max_length=12, description='ComponentStatus')
    source = fields.CharEnumField(StatusSource, max_length=12, description='StatusSource')
    source_id = fields.IntField(null=True)
    started_at = UtcDatetimeField()
    ended_at = UtcDatetimeField(null=True)

    component_id: int
    region_id: int | None

    class Meta:
        table = 'status_interval'
        indexes = (
            Index(fields=('component_id', 'ended_at')),
            Index(fields=('ended_at', 'started_at')),
            Index(fields=('source', 'source_id')),
        )
