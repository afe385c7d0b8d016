from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.component import ComponentStatus
from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.incident import IncidentUpdate
    from models.user import User


class SubscriptionKind(StrEnum):
    MAIL = 'mail'
    WEBHOOK = 'webhook'


class Subscription(Model):
    """Who is told of updates: a mail address, once it was confirmed (double opt-in), or a webhook.

    `components` and `regions` are ids, none: all of them; `severity` is the least state that is worth telling.
    What he may not see he is not told: a subscriber without an account (`user`) is told what everybody may read.
    `secret` signs what is sent to a webhook (HMAC-SHA-256); the keys in mailed links are signed, and not stored.
    """

    id = fields.IntField(primary_key=True)
    kind = fields.CharEnumField(SubscriptionKind, max_length=8, description='SubscriptionKind')
    address = fields.CharField(max_length=500)
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='subscriptions', null=True, on_delete=fields.CASCADE, db_index=True
    )
    components = fields.JSONField[list[int]](default=list)
    regions = fields.JSONField[list[int]](default=list)
    severity = fields.CharEnumField(
        ComponentStatus, max_length=12, description='ComponentStatus', default=ComponentStatus.MAINTENANCE
    )
    language = fields.CharField(max_length=8, default='')
    secret = fields.CharField(max_length=64, default='')
    created_at = UtcDatetimeField()
    confirmed_at = UtcDatetimeField(null=True)
    ended_at = UtcDatetimeField(null=True)

    user_id: int | None

    class Meta:
        indexes = (Index(fields=('kind', 'address')), Index(fields=('confirmed_at', 'ended_at')))


class WebhookOut(Model):
    """One update on its way to one webhook: sent once, tried again with back-off."""

    id = fields.IntField(primary_key=True)
    subscription: fields.ForeignKeyRelation[Subscription] = fields.ForeignKeyField(
        'models.Subscription', related_name='deliveries', on_delete=fields.CASCADE
    )
    update: fields.ForeignKeyRelation[IncidentUpdate] = fields.ForeignKeyField(
        'models.IncidentUpdate', related_name='deliveries', on_delete=fields.CASCADE, db_index=True
    )
    body = fields.JSONField[dict[str, Any]]()
    tries = fields.IntField(default=0)
    next_try_at = UtcDatetimeField(null=True, db_index=True)
    sent_at = UtcDatetimeField(null=True)
    problem = fields.CharField(max_length=300, default='')

    subscription_id: int
    update_id: int

    class Meta:
        table = 'webhook_out'
        constraints = (UniqueConstraint(fields=('subscription_id', 'update_id'), name='webhook_out_once'),)
