from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from models.component import ComponentStatus
from models.fields import UtcDatetimeField

if TYPE_CHECKING:
    from models.component import Component, Region


class ProbeKind(StrEnum):
    HTTP = 'http'
    TCP = 'tcp'
    DNS = 'dns'
    ICMP = 'icmp'
    PUSH = 'push'


class Probe(Model):
    """A check of a component every `interval` seconds. Only admins define it.

    The component turns to `turns_to` when `fails_needed` of the last `window` results failed, and back when none of the
    last `fails_needed` did. `options` are those of its kind (probe_form.py). `results` are the last `window`,
    newest last (probe_checks.py: Result). `next_at` is when it is due; a process claims it by moving that on.
    What it says holds from `seen_at`, its last result, for two intervals: then its component is in a state that nobody
    knows. `push_hash` is the SHA-256 of a push probe's token.
    """

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=80)
    kind = fields.CharEnumField(ProbeKind, max_length=6, description='ProbeKind')
    component: fields.ForeignKeyRelation[Component] = fields.ForeignKeyField(
        'models.Component', related_name='probes', on_delete=fields.CASCADE, db_index=True
    )
    region: fields.ForeignKeyNullableRelation[Region] = fields.ForeignKeyField(
        'models.Region', related_name='probes', null=True, on_delete=fields.CASCADE, db_index=True
    )
    target = fields.CharField(max_length=500, default='')
    options = fields.JSONField[dict[str, Any]](default=dict)
    interval = fields.IntField(default=60)
    timeout = fields.IntField(default=10)
    fails_needed = fields.IntField(default=3)
    window = fields.IntField(default=5)
    turns_to = fields.CharEnumField(
        ComponentStatus, max_length=12, description='ComponentStatus', default=ComponentStatus.MAJOR
    )
    publishes = fields.BooleanField(default=False)
    is_active = fields.BooleanField(default=True)
    push_hash = fields.CharField(max_length=64, null=True, unique=True)
    results = fields.JSONField[list[dict[str, Any]]](default=list)
    seen_at = UtcDatetimeField(null=True)
    next_at = UtcDatetimeField()
    created_at = UtcDatetimeField()

    component_id: int
    region_id: int | None

    class Meta:
        indexes = (Index(fields=('is_active', 'next_at')),)

    @property
    def silent_at(self) -> datetime | None:
        """From when on nobody knows, unless there is another result; None before it was started."""
        return self.seen_at + timedelta(seconds=2 * self.interval + self.timeout) if self.seen_at else None


def is_down(results: Sequence[bool], fails_needed: int, *, was_down: bool) -> bool:
    """Whether a component is down by the last results, newest last: a few that differ do not turn it.

    It goes down with a failure that makes `fails_needed` of them, and is up again after as many that did not fail.
    """
    if was_down:
        return False in results[-fails_needed:]
    return not all(results[-1:]) and results.count(False) >= fails_needed
