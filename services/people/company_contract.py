"""The contract of a company: its calendar, its promised times and its escalation table (S1-1, S1-14)."""

from collections.abc import Iterable, Sequence

from tortoise.expressions import Q

from models import BusinessCalendar, EscalationPath, SlaPolicy, User
from models.db.transaction import transaction
from services import audit
from services.people import company_desk, company_topics
from services.people.company_form import CHOOSE, ContractForm
from services.refusals import Invalid, Overtaken
from services.settings import Stored, check, check_admin

SAVED = 'contract_saved'
Choices = dict[str, Sequence[tuple[str, str]]]


async def choices(actor: User, company_id: int) -> Choices:
    """What can be chosen, by field: (id, name) in their order; for an admin."""
    await check_admin(actor)
    tables = EscalationPath.filter(Q(organization_id=None) | Q(organization_id=company_id))
    return {
        'calendar': _options(await BusinessCalendar.all().order_by('name')),
        'sla_policy': _options(await SlaPolicy.filter(is_default=False).order_by('name')),
        'escalation_path': _options(await tables.order_by('position', 'id')),
    }


async def stored(actor: User, company_id: int) -> Stored[ContractForm]:
    """The contract as it is now, for the form that changes it. `NotFound`, `NotAllowed`."""
    row = await company_desk.find(actor, company_id)
    return await company_desk.with_last(SAVED, company_id, ContractForm.of(row))


async def save(actor: User, value: ContractForm, started: ContractForm, company_id: int) -> None:
    """Store it; the running clocks of the company's tickets follow its calendar.

    The promised times hold for new tickets. `Invalid`, `Overtaken`, `NotAllowed`, `NotFound`.
    """
    check(value)
    offered = await choices(actor, company_id)
    if bad := [name for name, id_ in vars(value).items() if id_ and id_ not in dict(offered[name])]:
        raise Invalid(dict.fromkeys(bad, CHOOSE))
    async with transaction():
        row = await company_desk.locked(company_id)
        before, was = ContractForm.of(row), row.calendar_id
        if before != started:
            kept = await company_desk.with_last(SAVED, company_id, before)
            raise Overtaken(kept.name, kept.at)
        row.calendar_id, row.sla_policy_id, row.escalation_path_id = (
            int(id_) if id_ else None for id_ in (value.calendar, value.sla_policy, value.escalation_path)
        )
        await row.save(update_fields=['calendar_id', 'sla_policy_id', 'escalation_path_id'])
        told = [_named(one, offered) for one in (before, value)]
        subject = company_desk.subject_of(row)
        await audit.record(SAVED, actor=actor, subject=subject, before=told[0], after=told[1])
        await company_topics.tell(company_id)
        if was != row.calendar_id:
            await company_topics.reckon_anew(company_id, row.calendar_id)


def _named(value: ContractForm, offered: Choices) -> dict[str, str]:
    """By name instead of by id, for who reads the audit log."""
    return {field: dict(offered[field]).get(id_, '') for field, id_ in vars(value).items()}


def _options(rows: Iterable[BusinessCalendar | SlaPolicy | EscalationPath]) -> Sequence[tuple[str, str]]:
    return [(str(row.id), row.name) for row in rows]
