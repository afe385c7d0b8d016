"""Which times a ticket is promised: policies with versions; tickets keep the version that they were opened under."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from models import Department, SlaPolicy, SlaVersion, Ticket
from models.priority import TARGETS, Priority, Target
from services.people.contracts import contract_of
from services.shared import shared

Targets = Mapping[Priority, Target]


@dataclass(frozen=True)
class InForce:
    """A policy and its newest version."""

    policy: SlaPolicy
    version: SlaVersion

    @property
    def targets(self) -> Targets:
        return targets_from(self.version)


async def policies() -> list[InForce]:
    """All policies, the desk's own first, then by name; read once for everybody. None before an admin saved one."""
    return await shared('sla policies', ['settings'], _policies)


async def default() -> InForce | None:
    """The desk's own policy; None: it is `models.priority.TARGETS` still."""
    return next((one for one in await policies() if one.policy.is_default), None)


async def default_targets() -> Targets:
    """What the desk promises to everybody who has no other policy."""
    own = await default()
    return own.targets if own else TARGETS


async def targets_of(version_id: int | None) -> Targets:
    """What a ticket with this version was promised."""
    if version_id is None:
        return TARGETS
    return targets_from(await shared(('sla', version_id), ['sla'], lambda: SlaVersion.get(id=version_id)))


async def version_for(item_policy: int | None, organization_id: int | None, department_id: int) -> int | None:
    """The version for a new ticket: of the type's policy, the company's, the department's, or the desk's own."""
    found = {one.policy.id: one for one in await policies()}
    if not found:
        return None
    contracted = (await contract_of(organization_id)).sla_policy_id
    for policy in (item_policy, contracted, (await _departments()).get(department_id)):
        if policy in found:
            return found[policy].version.id
    return next((one.version.id for one in found.values() if one.policy.is_default), None)


async def check_contract(ticket: Ticket) -> None:
    """In another department a ticket keeps its version, unless the contract of its company names another policy."""
    contracted = (await contract_of(ticket.organization_id)).sla_policy_id
    named = next((one for one in await policies() if one.policy.id == contracted), None)
    if named is None:
        return
    kept = await SlaVersion.get_or_none(id=ticket.sla_version_id) if ticket.sla_version_id else None
    if kept is None or kept.policy_id != named.policy.id:
        ticket.sla_version_id = named.version.id


def targets_from(version: SlaVersion) -> Targets:
    """The targets of a row."""
    return targets_in(version.targets)


def targets_in(rows: Mapping[str, Mapping[str, object]]) -> Targets:
    """The targets of what `SlaVersion.targets` holds."""
    return {Priority(level): _target(row) for level, row in rows.items()}


def _target(row: Mapping[str, object]) -> Target:
    spans = {name: timedelta(minutes=int(str(row[name]))) for name in ('first_response', 'resolution', 'update')}
    return Target(**spans, clock='wall' if row['clock'] == 'wall' else 'business')


async def _policies() -> list[InForce]:
    newest: dict[int, SlaVersion] = {}
    for version in await SlaVersion.all().order_by('policy_id', 'version'):
        newest[version.policy_id] = version
    rows = await SlaPolicy.all().order_by('-is_default', 'name', 'id')
    return [InForce(row, newest[row.id]) for row in rows if row.id in newest]


async def _departments() -> Mapping[int, int]:
    return await shared('sla of departments', ['settings', 'catalog'], _department_policies)


async def _department_policies() -> Mapping[int, int]:
    rows = await Department.filter(sla_policy_id__isnull=False).values_list('id', 'sla_policy_id')
    return {int(department): int(policy) for department, policy in rows}
