from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.expressions import Q, Subquery
from tortoise.indexes import Index
from tortoise.migrations.constraints import CheckConstraint
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.catalog_item import TicketKind
from models.fields import UtcDatetimeField
from models.lifecycle import CloseReason, Status
from models.organization import Organization
from models.priority import Impact, Priority, Urgency
from models.user import User
from models.watcher import Watcher

if TYPE_CHECKING:
    from models.catalog_item import CatalogItem
    from models.department import CostNotice, Department
    from models.entry import Entry
    from models.sla_policy import SlaVersion


class Channel(StrEnum):
    PORTAL = 'portal'
    MAIL = 'mail'
    PHONE = 'phone'
    API = 'api'


class HoldReason(StrEnum):
    """What a ticket waits for that is not its customer."""

    THIRD_PARTY = 'third_party'
    RD = 'rd'
    APPROVAL = 'approval'
    SCHEDULED = 'scheduled'


class ResolutionCode(StrEnum):
    """How a ticket was solved."""

    FIXED = 'fixed'
    WORKAROUND = 'workaround'
    ANSWERED = 'answered'
    DELIVERED = 'delivered'
    NOT_REPRODUCIBLE = 'not_reproducible'
    BY_ITSELF = 'by_itself'


class Ticket(Model):
    """One request of one person. What happened to it is its timeline (`Entry`); the columns here are its present.

    Derived from status, priority and timeline, written only by `services.change`: `queue_rank` (models/lifecycle.py),
    `is_answered` and `waiting_since` (the first unanswered message of the customer, or our last answer; S3-24),
    `is_closed`, `preview` (last public words), `updated_at` (last public line), `last_seq` and the due instants.
    `form_key` names the rendered form, so that a form sent twice makes one ticket. `form` holds the answers to version
    `form_version` of the item's questions. `parent` is the ticket that this one was split from or follows.
    `sla_version` are the promises in force when it was opened; None: those of `models.priority.TARGETS`.
    `cost_notice` is what its requester accepted (S3-25).
    `caller_name` and `caller_phone` are of the person who called, where that is not the requester (S1-5).
    """

    id = fields.IntField(primary_key=True)
    number = fields.CharField(max_length=20, unique=True)
    form_key = fields.CharField(max_length=36, unique=True, null=True)
    kind = fields.CharEnumField(TicketKind, max_length=12, description='TicketKind')
    item: fields.ForeignKeyRelation[CatalogItem] = fields.ForeignKeyField(
        'models.CatalogItem', related_name='tickets', on_delete=fields.RESTRICT, db_index=True
    )
    subject = fields.CharField(max_length=250)
    requester: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='tickets', on_delete=fields.RESTRICT
    )
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        'models.Organization', related_name='tickets', null=True, on_delete=fields.RESTRICT
    )
    department: fields.ForeignKeyRelation[Department] = fields.ForeignKeyField(
        'models.Department', related_name='tickets', on_delete=fields.RESTRICT
    )
    assignee: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='assigned', null=True, on_delete=fields.RESTRICT
    )
    status = fields.CharEnumField(Status, max_length=20, description='Status')
    close_reason: CloseReason | None = fields.CharEnumField(  # type: ignore[assignment]
        CloseReason, max_length=20, description='CloseReason', null=True
    )
    impact = fields.CharEnumField(Impact, max_length=10, description='Impact')
    urgency = fields.CharEnumField(Urgency, max_length=10, description='Urgency')
    priority = fields.CharEnumField(Priority, max_length=10, description='Priority')
    channel = fields.CharEnumField(Channel, max_length=10, description='Channel', default=Channel.PORTAL)
    form = fields.JSONField[dict[str, Any]](default=dict)
    form_version = fields.IntField(default=1, db_default=1)
    caller_name = fields.CharField(max_length=200, default='', db_default='')
    caller_phone = fields.CharField(max_length=40, default='', db_default='')
    hold_reason: HoldReason | None = fields.CharEnumField(  # type: ignore[assignment]
        HoldReason, max_length=12, description='HoldReason', null=True
    )
    promised_at = UtcDatetimeField(null=True)
    contact_attempts = fields.SmallIntField(default=0, db_default=0)
    resolution_code: ResolutionCode | None = fields.CharEnumField(  # type: ignore[assignment]
        ResolutionCode, max_length=16, description='ResolutionCode', null=True
    )
    parent: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='children', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    merged_into: fields.ForeignKeyNullableRelation[Ticket] = fields.ForeignKeyField(
        'models.Ticket', related_name='merged', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    sla_version: fields.ForeignKeyNullableRelation[SlaVersion] = fields.ForeignKeyField(
        'models.SlaVersion', related_name='tickets', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    cost_notice: fields.ForeignKeyNullableRelation[CostNotice] = fields.ForeignKeyField(
        'models.CostNotice', related_name='tickets', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    cost_accepted_at = UtcDatetimeField(null=True)
    cost_waived_at = UtcDatetimeField(null=True)
    rating = fields.SmallIntField(null=True)
    rating_comment = fields.TextField(default='', db_default='')
    rated_at = UtcDatetimeField(null=True)
    created_at = UtcDatetimeField()
    updated_at = UtcDatetimeField()
    acknowledged_at = UtcDatetimeField(null=True)
    first_response_at = UtcDatetimeField(null=True)
    resolved_at = UtcDatetimeField(null=True)
    closed_at = UtcDatetimeField(null=True)
    first_response_due = UtcDatetimeField(null=True)
    resolution_due = UtcDatetimeField(null=True)
    next_deadline_at = UtcDatetimeField(null=True)
    is_answered = fields.BooleanField(default=False)
    waiting_since = UtcDatetimeField()
    queue_rank = fields.SmallIntField()
    is_closed = fields.BooleanField(default=False)
    preview = fields.CharField(max_length=200, default='')
    last_seq = fields.IntField(default=0)

    requester_id: int
    organization_id: int | None
    department_id: int
    assignee_id: int | None
    item_id: int
    parent_id: int | None
    merged_into_id: int | None
    sla_version_id: int | None
    cost_notice_id: int | None
    entries: fields.ReverseRelation[Entry]

    class Meta:
        indexes = (
            Index(fields=('queue_rank', 'waiting_since', 'id')),
            Index(fields=('department_id', 'queue_rank', 'waiting_since', 'id')),
            Index(fields=('assignee_id', 'queue_rank', 'waiting_since', 'id')),
            Index(fields=('requester_id', 'is_closed', 'updated_at', 'id')),
            Index(fields=('organization_id', 'is_closed', 'updated_at', 'id')),
            Index(fields=('next_deadline_at', 'id')),
        )
        constraints = (CheckConstraint(check='rating BETWEEN 1 AND 5', name='ticket_rating'),)

    @classmethod
    def visible_to(cls, user: User) -> QuerySet[Ticket]:
        """What exists for `user`: the one filter behind list, detail, search, attachments, live views and mail.

        Staff read all; a customer his own, those of a company that shares tickets, and those he is in copy of.
        """
        if not user.is_active:
            return cls.filter(id__in=[])
        if user.is_staff:
            return cls.all()
        mine = Q(requester_id=user.id) | Q(id__in=Subquery(Watcher.filter(user_id=user.id).values('ticket_id')))
        if user.organization_id:
            sharing = Organization.filter(id=user.organization_id, shares_tickets=True).values('id')
            mine |= Q(organization_id__in=Subquery(sharing))
        return cls.filter(mine)
