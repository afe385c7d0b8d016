"""Which department a new ticket goes to: the type says so, or leaves it open; one is for what is urgent only.

Urgent is what needs to be solved at once because the continuity of the customer's business depends on it (S3-26). Such
a department takes a ticket with that said, the reason, and its cost accepted (S3-16, S3-25).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from models import CatalogItem, CostNotice, Department
from services.departments import cost_notices
from services.language import N_, Text, Words
from services.plain_text import is_id, text_problem

YES, NO = 'yes', 'no'
REASON = 2000


class Said(Protocol):
    """What a form says of it: the id of a department, whether it is urgent and why, and the id of the notice that was
    accepted; each is '' where it was not asked.
    """

    @property
    def department(self) -> str: ...
    @property
    def is_urgent(self) -> str: ...
    @property
    def urgent_reason(self) -> str: ...
    @property
    def accepted_notice(self) -> str: ...


@dataclass(frozen=True)
class Choice:
    """Where a ticket goes, and what it costs there; or, in `problems`, why it goes nowhere yet."""

    department: Department
    notice: CostNotice | None = None
    problems: dict[str, Text] = field(default_factory=dict)


def is_open(item: CatalogItem, department: Department) -> bool:
    """Whether the department is asked: the type is for all that fits no other, or it is for what is urgent only."""
    return item.is_generic or department.is_urgent_only


async def offered(item: CatalogItem) -> Sequence[Department]:
    """Those that a ticket of this type can go to, in their order: its own, and others where it leaves it open."""
    own = await Department.get(id=item.department_id)
    if not is_open(item, own):
        return [own]
    public = await Department.filter(is_public=True, is_active=True).order_by('position', 'id')
    return [one for one in public if item.is_generic or one.id == own.id or not one.is_urgent_only] or [own]


async def choose(item: CatalogItem, said: Said) -> Choice:
    """Where the ticket of a filled form goes."""
    departments = await offered(item)
    own = next((one for one in departments if one.id == item.department_id), departments[0])
    wanted = own
    if said.department and is_open(item, own):
        named = [one for one in departments if is_id(said.department) and one.id == int(said.department)]
        if not named:
            return Choice(own, problems={'department': N_('Choose one of the options')})
        wanted = named[0]
    if not item.is_generic and own.is_urgent_only and said.is_urgent == YES:
        wanted = own  # the others were offered in case it is not urgent
    if not wanted.is_urgent_only:
        return Choice(wanted, await cost_notices.in_force(wanted.id), await _cost_problem(wanted, said))
    if said.is_urgent == NO:
        return Choice(wanted, problems={'department': _others(wanted, departments)})
    if said.is_urgent != YES:
        return Choice(wanted, problems={'is_urgent': N_('Tell us whether it is urgent')})
    reason = text_problem(said.urgent_reason, longest=REASON, required=N_('Write why it cannot wait'))
    problems = ({'urgent_reason': reason} if reason else {}) | await _cost_problem(wanted, said)
    return Choice(wanted, await cost_notices.in_force(wanted.id), problems)


async def _cost_problem(department: Department, said: Said) -> dict[str, Text]:
    notice = await cost_notices.in_force(department.id)
    if notice is None or said.accepted_notice == str(notice.id):
        return {}
    if said.accepted_notice:
        return {'accepted_notice': N_('The notice of cost has changed meanwhile. Read it again.')}
    return {'accepted_notice': N_('It goes there only if the cost is accepted')}


def _others(urgent: Department, departments: Sequence[Department]) -> Text:
    """Who takes what is not urgent."""
    right = next((one for one in departments if not one.is_urgent_only), None)
    name = Words.of(urgent, 'name')
    if right is None:
        return N_('%(urgent)s is for what is urgent only.', urgent=name)
    other = Words.of(right, 'name')
    return N_('%(urgent)s is for what is urgent only. Choose another: %(other)s, for one.', urgent=name, other=other)
