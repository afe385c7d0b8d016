"""A policy as its form shows it and gives it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models import User
from models.priority import TARGETS
from services.refusals import NotFound
from services.settings import Stored
from services.sla import sla, sla_change
from services.sla.sla import targets_from
from services.sla.sla_form import stored


@dataclass(frozen=True)
class Promised:
    """`targets` as `SlaVersion` has them. `policy` is None for the desk's own before its first save, and `version` is
    the id of the one that is shown. With `to_open` the open tickets are promised it too.
    """

    name: str
    targets: Mapping[str, Mapping[str, Any]]
    policy: int | None = None
    version: int | None = None
    to_open: bool = False


async def read(policy_id: int | None = None) -> Stored[Promised]:
    """A policy, or the desk's own. `NotFound`."""
    for found in await sla.policies():
        if found.policy.id == policy_id or (policy_id is None and found.policy.is_default):
            name = '' if found.policy.is_default else found.policy.name
            value = Promised(name, stored(targets_from(found.version)), found.policy.id, found.version.id)
            return Stored(value, await sla_change.last_saved(found.policy.id), found.version.created_at)
    if policy_id is not None:
        raise NotFound
    return Stored(Promised('', stored(TARGETS)))


async def save(actor: User, value: Promised, started: Promised) -> None:
    """Store what a form says, as a new version. `Invalid`, `Overtaken`, `NotAllowed`."""
    await sla_change.save(
        actor,
        sla.targets_in(value.targets),
        policy_id=value.policy,
        name=value.name,
        started=started.version,
        to_open=value.to_open,
    )
