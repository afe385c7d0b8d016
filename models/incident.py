from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.audience import Reach, Reader, within_reach
from models.component import ComponentStatus
from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.component import Component, Region
    from models.ticket import Ticket
    from models.user import User


class IncidentKind(StrEnum):
    INCIDENT = 'incident'
    MAINTENANCE = 'maintenance'


class Phase(StrEnum):
    """Where an incident stands, or a maintenance (the last five)."""

    DRAFT = 'draft'  # opened by a probe, seen by agents only
    INVESTIGATING = 'investigating'
    IDENTIFIED = 'identified'
    MONITORING = 'monitoring'
    RESOLVED = 'resolved'
    SCHEDULED = 'scheduled'
    IN_PROGRESS = 'in_progress'
    VERIFYING = 'verifying'
    COMPLETED = 'completed'
    CANCELLED = 'cancelled'


OVER = frozenset({Phase.RESOLVED, Phase.COMPLETED, Phase.CANCELLED})


class Incident(Model):
    """Something that is wrong with components, or a planned maintenance of them, told to those whom it concerns.

    A maintenance lasts from `starts_at` to `ends_at`; with `recurrence` (an RFC 5545 RRULE, in the zone of the board)
    the next one of its `series` is made when it ends; one that was put at another time keeps in `series_start` and
    `series_end` when the series wanted it. `remind_minutes` before its start its subscribers are reminded.
    An incident began at `starts_at`, which may lie before it was written down, and ended at `ends_at`.
    `phase` and `next_update_at` (the update that is promised) are those of its last update.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharEnumField(IncidentKind, max_length=12, description='IncidentKind')
    phase = fields.CharEnumField(Phase, max_length=14, description='Phase')
    title = fields.CharField(max_length=200)
    reach = fields.CharEnumField(Reach, max_length=12, description='Reach', default=Reach.EVERYBODY)
    starts_at = UtcDatetimeField()
    ends_at = UtcDatetimeField(null=True)
    next_update_at = UtcDatetimeField(null=True)
    recurrence = fields.CharField(max_length=200, default='')
    series = fields.IntField(null=True)
    series_start = UtcDatetimeField(null=True)
    series_end = UtcDatetimeField(null=True)
    remind_minutes = fields.JSONField[list[int]](default=list)
    post_mortem = fields.TextField(default='')
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='incidents', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    translations = fields.JSONField[dict[str, Any]](default=dict)
    created_at = UtcDatetimeField()
    updated_at = UtcDatetimeField()

    author_id: int | None
    impacts: fields.ReverseRelation[IncidentComponent]
    updates: fields.ReverseRelation[IncidentUpdate]

    class Meta:
        indexes = (Index(fields=('kind', 'phase')), Index(fields=('starts_at',)), Index(fields=('updated_at', 'id')))

    @classmethod
    def visible_to(cls, reader: Reader) -> QuerySet[Incident]:
        found = cls.filter(within_reach('incident', reader))
        return found if reader.is_staff else found.exclude(phase=Phase.DRAFT)


class IncidentComponent(Model):
    """What an incident does to a component, in one region or everywhere, as of its last update."""

    id = fields.IntField(primary_key=True)
    incident: fields.ForeignKeyRelation[Incident] = fields.ForeignKeyField(
        'models.Incident', related_name='impacts', on_delete=fields.CASCADE, db_index=True
    )
    component: fields.ForeignKeyRelation[Component] = fields.ForeignKeyField(
        'models.Component', related_name='impacts', on_delete=fields.CASCADE, db_index=True
    )
    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        'models.Region', related_name='impacts', null=True, on_delete=fields.CASCADE, db_index=True
    )
    status = fields.CharEnumField(ComponentStatus, max_length=12, description='ComponentStatus')

    incident_id: int
    component_id: int
    region_id: int | None

    class Meta:
        table = 'incident_component'


class IncidentUpdate(Model):
    """What was told at `at`. Append-only: a corrected text is a new row that `replaces` the old one.

    It is one row wherever it is read: on the board, the kiosk, in feeds and in every linked ticket.
    """

    id = fields.IntField(primary_key=True)
    incident: fields.ForeignKeyRelation[Incident] = fields.ForeignKeyField(
        'models.Incident', related_name='updates', on_delete=fields.CASCADE
    )
    phase = fields.CharEnumField(Phase, max_length=14, description='Phase')
    body = fields.TextField()
    next_update_at = UtcDatetimeField(null=True)
    impacts = fields.JSONField[list[dict[str, Any]]](default=list)
    replaces: fields.OneToOneNullableRelation[IncidentUpdate] = fields.OneToOneField(
        'models.IncidentUpdate', related_name='replaced_by', null=True, on_delete=fields.CASCADE
    )
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='incident_updates', null=True, on_delete=fields.SET_NULL, db_index=True
    )
    translations = fields.JSONField[dict[str, Any]](default=dict)
    at = UtcDatetimeField()
    created_at = UtcDatetimeField()

    incident_id: int
    author_id: int | None
    replaces_id: int | None

    class Meta:
        table = 'incident_update'
        indexes = (Index(fields=('incident_id', 'at')), Index(fields=('created_at', 'id')))


class JoinedBy(StrEnum):
    CUSTOMER = 'customer'
    AGENT = 'agent'


class IncidentTicket(Model):
    """A ticket that is about an incident («a mí también me pasa»)."""

    id = fields.IntField(primary_key=True)
    incident: fields.ForeignKeyRelation[Incident] = fields.ForeignKeyField(
        'models.Incident', related_name='links', on_delete=fields.CASCADE
    )
    ticket: fields.ForeignKeyRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='incident_links', on_delete=fields.CASCADE, db_index=True
    )
    joined_by = fields.CharEnumField(JoinedBy, max_length=10, description='JoinedBy')
    joined_at = UtcDatetimeField()

    incident_id: int
    ticket_id: int

    class Meta:
        table = 'incident_ticket'
        constraints = (UniqueConstraint(fields=('incident_id', 'ticket_id'), name='incident_ticket_once'),)


class IncidentTemplate(Model):
    """Words that are often needed; `{component}`, `{since}`, `{next}` and such are filled in when it is used."""

    id = fields.IntField(primary_key=True)
    kind = fields.CharEnumField(IncidentKind, max_length=12, description='IncidentKind')
    phase = fields.CharEnumField(Phase, max_length=14, description='Phase')
    name = fields.CharField(max_length=80, unique=True)
    title = fields.CharField(max_length=200, default='')
    body = fields.TextField()
    translations = fields.JSONField[dict[str, Any]](default=dict)

    class Meta:
        table = 'incident_template'
