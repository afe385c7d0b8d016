from __future__ import annotations

from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.user import User


class Terms(Model):
    """A version of the terms of service, `{language: text}`, Markdown; the newest is in force (S4-24)."""

    id = fields.IntField(primary_key=True)
    version = fields.IntField(unique=True)
    texts = fields.JSONField[dict[str, str]](default=dict)
    published_at = UtcDatetimeField()


class TermsAcceptance(Model):
    """Who accepted which version, when and from where."""

    id = fields.IntField(primary_key=True)
    terms: fields.ForeignKeyRelation[Terms] = fields.ForeignKeyField(
        'models.Terms', related_name='acceptances', on_delete=fields.RESTRICT, db_index=True
    )
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='acceptances', on_delete=fields.CASCADE
    )
    at = UtcDatetimeField()
    ip = fields.CharField(max_length=45, default='')

    terms_id: int
    user_id: int

    class Meta:
        table = 'terms_acceptance'
        constraints = (UniqueConstraint(fields=('user_id', 'terms_id'), name='terms_acceptance_once'),)
