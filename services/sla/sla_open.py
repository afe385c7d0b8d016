"""The open tickets of a policy: what other targets would do to them, and doing it."""

from collections.abc import Container

from tortoise.expressions import Q

from models import SlaPolicy, SlaVersion, Ticket, User
from models.business_time import Calendar
from models.priority import Target
from services import timers
from services.clock import now
from services.people.contracts import calendar_for
from services.settings import check_admin
from services.sla import reckoning
from services.sla.reckoning import Effect, Terms
from services.sla.sla import Targets, targets_from

KIND = 'promises'


async def effect(actor: User, policy_id: int | None, targets: Targets) -> Effect:
    """What `targets` would do to the open tickets of a policy; None: the desk's own before its first save."""
    await check_admin(actor)
    versions = await _versions(policy_id)
    return await reckoning.effect(_under(versions), _by(targets, versions))


async def begin(version: SlaVersion) -> int:
    """Promise the open tickets of the policy this version, soon; how many there are. Part of the transaction around."""
    await timers.arm(KIND, version.id, now())
    return await reckoning.open_among(_under(await _older(version))).count()


@timers.effect(KIND)
async def _piece(version_id: int, after: int) -> None:
    """The next tickets after the id `after`; the rest is the next timer."""
    version = await SlaVersion.get_or_none(id=version_id)
    if version is None:
        return
    older = await _older(version)
    terms = _by(targets_from(version), older)
    last = await reckoning.piece(_under(older), terms, after, sla_version_id=version_id)
    if last is not None:
        await timers.arm(KIND, version_id, now(), step=last)


async def _versions(policy_id: int | None) -> list[int | None]:
    """Those of a policy; None is what the desk promised before it saved its own."""
    none: list[int | None] = [None]
    if policy_id is None:
        return none
    found = [one.id for one in await SlaVersion.filter(policy_id=policy_id).only('id')]
    return [*found, *(none if await SlaPolicy.exists(id=policy_id, is_default=True) else [])]


async def _older(version: SlaVersion) -> list[int | None]:
    """Those before it: what is saved while the pieces of this one go on stays newer than it."""
    return [one for one in await _versions(version.policy_id) if one is None or one < version.id]


def _under(versions: list[int | None]) -> Q:
    meant = Q(sla_version_id__in=[one for one in versions if one])
    return meant | Q(sla_version_id__isnull=True) if None in versions else meant


def _by(targets: Targets, versions: Container[int | None]) -> Terms:
    async def terms(ticket: Ticket) -> tuple[Target, Calendar] | None:
        if ticket.sla_version_id not in versions:  # by now
            return None
        return targets[ticket.priority], await calendar_for(ticket.department_id, ticket.organization_id)

    return terms
