from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tortoise import fields
from tortoise.models import Model

from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.department import Department
    from models.organization import Organization


class UserRole(StrEnum):
    CUSTOMER = 'customer'
    AGENT = 'agent'
    LEAD = 'lead'
    ADMIN = 'admin'


STAFF = frozenset({UserRole.AGENT, UserRole.LEAD, UserRole.ADMIN})


class User(Model):
    """A person, or a customer's department mailbox (`is_group`). The mail address, casefolded, is the login (S0-17).

    `wanted_company` is the company that somebody named at registration and nobody has approved yet (S3-11).
    `totp_secret` is the second factor's, in force once confirmed (RFC 6238); no code of a step up to `totp_last_step`
    is taken again.
    """

    id = fields.IntField(primary_key=True)
    email = fields.CharField(max_length=254, unique=True)
    full_name = fields.CharField(max_length=200)
    phone = fields.CharField(max_length=40, default='')
    role = fields.CharEnumField(UserRole, max_length=10, default=UserRole.CUSTOMER, description='UserRole')
    organization: fields.ForeignKeyNullableRelation[Organization] = fields.ForeignKeyField(
        'models.Organization', related_name='people', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    password_hash = fields.CharField(max_length=200, null=True)
    verified_at = UtcDatetimeField(null=True)
    language = fields.CharField(max_length=8, default='')
    time_zone = fields.CharField(max_length=64, default='')
    is_group = fields.BooleanField(default=False)
    is_active = fields.BooleanField(default=True)
    wanted_company = fields.CharField(max_length=200, default='', db_default='')
    totp_secret = fields.CharField(max_length=64, default='', db_default='')
    totp_confirmed_at = UtcDatetimeField(null=True)
    totp_last_step = fields.BigIntField(default=0, db_default=0)
    merged_into: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='merged', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    created_at = UtcDatetimeField()

    organization_id: int | None
    merged_into_id: int | None
    departments: fields.ManyToManyRelation[Department]

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @property
    def first_name(self) -> str:
        return self.full_name if self.is_group else self.full_name.split(' ', 1)[0]


class RecoveryCode(Model):
    """A code that stands in for the second factor, once. Only its hash is stored."""

    id = fields.IntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        'models.User', related_name='recovery_codes', on_delete=fields.CASCADE, db_index=True
    )
    code_hash = fields.CharField(max_length=64, unique=True)
    used_at = UtcDatetimeField(null=True)

    user_id: int

    class Meta:
        table = 'recovery_code'
