"""Changing what is promised: each save of a policy is a version, and open tickets keep theirs unless one asks."""

from models import AuditLog, CatalogItem, Department, Organization, SlaPolicy, SlaVersion, Ticket, User
from models.db.transaction import transaction
from services import audit
from services.announce import announce
from services.clock import now
from services.language import N_
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.settings import check_admin
from services.sla import sla_open
from services.sla.sla import Targets
from services.sla.sla_form import stored

OWN = 'SLA'  # what the desk's own policy is called in the tables; nobody reads it
TOPICS = ('settings', 'catalog')


async def save(
    actor: User,
    targets: Targets,
    *,
    policy_id: int | None = None,
    name: str = '',
    started: int | None = None,
    to_open: bool = False,
) -> SlaPolicy:
    """Promise this from now on, and `to_open` tickets of the policy too. Without an id it is a new policy of this
    `name`, and without a name the desk's own.

    `started` is the version that the form was filled with, if there was one: `Overtaken` when there is a newer one.
    `NotAllowed`, `NotFound`, `Invalid` (a name that another policy has).
    """
    await check_admin(actor)
    async with transaction():
        policy = await _policy(policy_id, name)
        newest = await SlaVersion.filter(policy_id=policy.id).order_by('-version').first()
        if newest and newest.id != started and (started or not name):
            raise Overtaken(await last_saved(policy.id), newest.created_at)
        number = newest.version + 1 if newest else 1
        version = await SlaVersion.create(
            policy_id=policy.id, version=number, targets=stored(targets), created_at=now()
        )
        touched = await sla_open.begin(version) if to_open else 0
        before = {'version': newest.version, 'targets': newest.targets} if newest else {}
        after = {'version': number, 'targets': version.targets, 'name': policy.name, 'open_tickets': touched}
        await audit.record('sla_saved', actor=actor, subject=f'sla:{policy.id}', before=before, after=after)
        await announce(TOPICS)
    return policy


async def delete(actor: User, policy_id: int) -> None:
    """`NotAllowed` for the desk's own, and for one that a type, company, department or ticket has."""
    await check_admin(actor)
    async with transaction():
        policy = await SlaPolicy.filter(id=policy_id, is_default=False).select_for_update().get_or_none()
        if policy is None:
            raise NotFound
        for table in (CatalogItem, Organization, Department):
            if await table.filter(sla_policy_id=policy.id).exists():
                raise NotAllowed(N_('Somebody is promised this still. Give them another policy first.'))
        if await Ticket.filter(sla_version__policy_id=policy.id).exists():
            raise NotAllowed(N_('There are tickets that were promised this: the policy stays.'))
        await policy.delete()
        await audit.record('sla_deleted', actor=actor, subject=f'sla:{policy_id}', before={'name': policy.name})
        await announce(TOPICS)


async def _policy(policy_id: int | None, name: str) -> SlaPolicy:
    if policy_id is None and not name:
        if own := await SlaPolicy.get_or_none(is_default=True):
            return own
        return await SlaPolicy.create(name=OWN, is_default=True, created_at=now())
    if name and await SlaPolicy.filter(name=name).exclude(id=policy_id or 0).exists():
        raise Invalid({'name': N_('There is one of this name already')})
    if policy_id is None:
        return await SlaPolicy.create(name=name, created_at=now())
    policy = await SlaPolicy.filter(id=policy_id).select_for_update().get_or_none()
    if policy is None:
        raise NotFound
    if name and name != policy.name:
        policy.name = name
        await policy.save(update_fields=['name'])
    return policy


async def last_saved(policy_id: int) -> str:
    """Who changed a policy last; empty when nobody has."""
    row = await AuditLog.filter(subject=f'sla:{policy_id}').order_by('-id').select_related('actor').first()
    return row.actor.full_name if row and row.actor else ''
