from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.models import Model

from models.audience import Reach
from models.priority import Impact, Urgency

if TYPE_CHECKING:
    from models.department import Department
    from models.sla_policy import SlaPolicy


class TicketKind(StrEnum):
    INCIDENT = 'incident'
    REQUEST = 'request'
    CHANGE = 'change'
    SUGGESTION = 'suggestion'
    REDIRECT = 'redirect'


class CatalogItem(Model):
    """A predefined type of ticket on the home page (S0-19). Its questions are data.

    `form` is version `form_version` of its questions: a list of `{"key", "label", "type", "required", "hint",
    "options"}`, with the types text, textarea, select, radio, date, datetime, phone, email and document. More keys:
    `"show_if": {key: [answers]}` asks only after these answers, `"warnings": {answer: words}` says something to one
    (S1-7), `"template"` names the form to fill in of a document (S0-30), `"prefill"` a field of the person (S4-18), and
    `"past": true` allows no time that is still to come (S1-6).
    A type of kind redirect opens no ticket: `redirect_reason` says why, `redirect_to` where to go instead (S4-2).
    `handling_hours` are open hours promised for a change (S1-10).
    `translations` is `{language: {"title", "summary", "heading"}}`, that of a question `{language: {"label", "hint",
    "options", "warnings"}}`; what is missing falls back.
    """

    id = fields.IntField(primary_key=True)
    slug = fields.CharField(max_length=60, unique=True)
    kind = fields.CharEnumField(TicketKind, max_length=12, description='TicketKind')
    title = fields.CharField(max_length=120)
    summary = fields.CharField(max_length=200, default='')
    heading = fields.CharField(max_length=200, default='')
    subject_hint = fields.CharField(max_length=200, default='')
    description_hint = fields.CharField(max_length=200, default='')
    icon = fields.CharField(max_length=40)
    department: fields.ForeignKeyRelation[Department] = fields.ForeignKeyField(
        'models.Department', related_name='items', on_delete=fields.RESTRICT, db_index=True
    )
    form = fields.JSONField[list[dict[str, Any]]](default=list)
    form_version = fields.IntField(default=1, db_default=1)
    redirect_reason = fields.TextField(default='', db_default='')
    redirect_to = fields.TextField(default='', db_default='')
    handling_hours = fields.IntField(null=True)
    impact = fields.CharEnumField(Impact, max_length=10, description='Impact', default=Impact.PERSON)
    urgency = fields.CharEnumField(Urgency, max_length=10, description='Urgency', default=Urgency.CAN_WAIT)
    reach = fields.CharEnumField(
        Reach, max_length=10, description='Reach', default=Reach.EVERYBODY, db_default=Reach.EVERYBODY
    )
    sla_policy: fields.ForeignKeyNullableRelation[SlaPolicy] = fields.ForeignKeyField(
        'models.SlaPolicy', related_name='items', null=True, on_delete=fields.RESTRICT, db_index=True
    )
    is_generic = fields.BooleanField(default=False)
    is_active = fields.BooleanField(default=True)
    position = fields.IntField(default=0)
    translations = fields.JSONField[dict[str, Any]](default=dict)

    department_id: int
    sla_policy_id: int | None

    def text(self, field: str, language: str) -> str:
        """`title`, `summary` or another text of the item in `language`, or in the desk's own."""
        return str(self.translations.get(language, {}).get(field) or getattr(self, field))

    def label(self, question: Mapping[str, Any], language: str) -> str:
        """What one of the item's questions is called in `language`, or in the desk's own."""
        return str(question.get('translations', {}).get(language, {}).get('label') or question['label'])


class CatalogForm(Model):
    """The questions of an item as they were: tickets keep the version that they were filled with."""

    id = fields.IntField(primary_key=True)
    item: fields.ForeignKeyRelation[CatalogItem] = fields.ForeignKeyField(
        'models.CatalogItem', related_name='forms', on_delete=fields.CASCADE
    )
    version = fields.IntField()
    questions = fields.JSONField[list[dict[str, Any]]]()

    item_id: int

    class Meta:
        table = 'catalog_form'
        constraints = (UniqueConstraint(fields=('item_id', 'version'), name='catalog_form_item_version'),)
