"""Departments as an admin keeps them: who works there, in which hours, for whom (S3-14..S3-16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tortoise.queryset import QuerySet

from models import BusinessCalendar, CatalogItem, Department, SlaPolicy, Ticket, User
from models.db.transaction import transaction
from models.lifecycle import DONE_RANK
from models.user import STAFF
from services import audit
from services.announce import announce
from services.capped import capped_counts
from services.env import env
from services.hours import recalendar
from services.language import N_, Text
from services.mail.addresses import is_address
from services.plain_text import is_id, text_problem
from services.refusals import Invalid, NotFound, Overtaken
from services.settings import Stored, check, check_admin

LONGEST = 120
SAVED = 'department_saved'
TOPICS = ('catalog', 'settings', 'queue')
ALWAYS = 'always'
ALWAYS_OPEN = [[[0, 1440]]] * 7
_CHOOSE = N_('Choose one of the options')


@dataclass(frozen=True)
class DepartmentForm:
    """What an admin says of one: `name` by language, the desk's own among them; `calendar` and `sla_policy` are ids,
    `calendar` may be `ALWAYS` (24×7) and `sla_policy` '' (as for everybody); `members` are ids of the desk's people.
    """

    name: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ''
    is_public: bool = True
    is_urgent_only: bool = False
    inbound_address: str = ''
    sla_policy: str = ''
    members: tuple[int, ...] = ()

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        own = env().language
        found = {f'name.{code}': text_problem(text, longest=LONGEST, one_line=True) for code, text in self.name.items()}
        required = text_problem(self.name.get(own, ''), longest=LONGEST, one_line=True, required=N_('Write a name'))
        address = self.inbound_address.strip()
        found |= {
            f'name.{own}': required,
            'calendar': None if self.calendar == ALWAYS or is_id(self.calendar) else _CHOOSE,
            'sla_policy': None if self.sla_policy == '' or is_id(self.sla_policy) else _CHOOSE,
            'inbound_address': N_('“%(address)s” is not a mail address.', address=address[:80])
            if address and not is_address(address)
            else None,
        }
        return {name: problem for name, problem in found.items() if problem}


@dataclass(frozen=True)
class Kept:
    """A department in the list of all; its tickets are counted as `services.capped` does."""

    row: Department
    open_tickets: int
    needs_heir: bool


async def all_of(actor: User) -> list[Kept]:
    """All of them with their calendars, in their order; for an admin."""
    await check_admin(actor)
    rows = await Department.all().order_by('-is_active', 'position', 'id').select_related('calendar')
    tickets = await capped_counts({str(row.id): open_tickets(row.id) for row in rows}) if rows else {}
    return [Kept(row, tickets[str(row.id)], await needs_heir(row.id)) for row in rows]


async def staff(actor: User) -> list[User]:
    """Who can work in a department, by name; for an admin."""
    await check_admin(actor)
    return await User.filter(is_active=True, role__in=list(STAFF)).order_by('full_name')


async def stored(actor: User, department_id: int) -> Stored[DepartmentForm]:
    """A department as it is now, for the form that changes it. `NotFound`, `NotAllowed`."""
    await check_admin(actor)
    row = await Department.get_or_none(id=department_id)
    if row is None:
        raise NotFound
    return await _stored(row)


async def save(
    actor: User, value: DepartmentForm, started: DepartmentForm | None = None, department_id: int | None = None
) -> Department:
    """Make a department, or change one; `started` is what its form was filled with.

    `Invalid`, `Overtaken`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    check(value)
    own = env().language
    name = value.name[own].strip()
    async with transaction():
        row = await find(department_id) if department_id else Department(position=await last_position())
        if await Department.filter(name=name).exclude(id=department_id or 0).exists():
            raise Invalid({f'name.{own}': N_('There is a department of this name already')})
        kept = await _stored(row) if department_id else Stored(DepartmentForm())
        if started is not None and kept.value != started:
            raise Overtaken(kept.name, kept.at)
        row.name, row.is_public, row.is_urgent_only = name, value.is_public, value.is_urgent_only
        row.translations = {code: {'name': text.strip()} for code, text in value.name.items() if text and code != own}
        row.inbound_address = value.inbound_address.strip()
        row.calendar_id = await _calendar(value.calendar)
        row.sla_policy_id = await _policy(value.sla_policy)
        await row.save()
        people = await User.filter(id__in=list(value.members), role__in=list(STAFF))
        await row.members.clear()
        await row.members.add(*people)
        after = (await _stored(row)).value
        before = told(kept.value) if department_id else {}
        await audit.record(SAVED, actor=actor, subject=subject_of(row), before=before, after=told(after))
        await announce(TOPICS)
        if department_id and kept.value.calendar != after.calendar:
            await recalendar.begin(row.calendar_id)
    return row


async def move(actor: User, department_id: int, places: int) -> None:
    """Move a department up (negative) or down so many places."""
    await check_admin(actor)
    async with transaction():
        rows = await Department.filter(is_active=True).order_by('position', 'id').select_for_update()
        here = next((n for n, row in enumerate(rows) if row.id == department_id), None)
        if here is None:
            raise NotFound
        rows.insert(max(0, here + places), rows.pop(here))
        for position, row in enumerate(rows):
            await Department.filter(id=row.id).update(position=position)
        await audit.record('department_moved', actor=actor, subject=f'department:{department_id}')
        await announce(TOPICS)


def told(value: DepartmentForm) -> dict[str, Any]:
    """The form as the audit log keeps it."""
    return vars(value) | {'name': dict(value.name), 'members': list(value.members)}


async def last_position() -> int:
    """Behind all others."""
    last = await Department.all().order_by('-position').first()
    return last.position + 1 if last else 0


def subject_of(row: Department) -> str:
    """What the audit log calls a department."""
    return f'department:{row.id}'


async def find(department_id: int) -> Department:
    """For a change: whoever changes it at the same moment waits. `NotFound`."""
    row = await Department.filter(id=department_id).select_for_update().get_or_none()
    if row is None:
        raise NotFound
    return row


async def _stored(row: Department) -> Stored[DepartmentForm]:
    members = await row.members.all().order_by('id').values_list('id', flat=True)
    names = {env().language: row.name} | {code: texts['name'] for code, texts in row.translations.items() if texts}
    value = DepartmentForm(
        names,
        str(row.calendar_id),
        row.is_public,
        row.is_urgent_only,
        row.inbound_address,
        str(row.sla_policy_id or ''),
        tuple(int(str(one)) for one in members),
    )
    return Stored(value, *await audit.last(SAVED, subject_of(row)))


async def _calendar(choice: str) -> int:
    """The id of a calendar; for `ALWAYS` one that is always open is made where there is none."""
    if choice != ALWAYS:
        if not await BusinessCalendar.exists(id=int(choice)):
            raise Invalid({'calendar': _CHOOSE})
        return int(choice)
    rows = await BusinessCalendar.all().order_by('id')
    known = next((row for row in rows if row.weekly == ALWAYS_OPEN and not row.exceptions), None)
    if known is None:
        taken = {row.name for row in rows}
        name = next(name for name in ('24×7', *(f'24×7 ({n})' for n in range(2, len(rows) + 3))) if name not in taken)
        known = await BusinessCalendar.create(name=name, time_zone=env().time_zone, weekly=ALWAYS_OPEN)
    return known.id


async def _policy(choice: str) -> int | None:
    if choice and not await SlaPolicy.exists(id=int(choice)):
        raise Invalid({'sla_policy': _CHOOSE})
    return int(choice) if choice else None


def open_tickets(department_id: int) -> QuerySet[Ticket]:
    """Those that it still has to solve, in the order of an index."""
    return Ticket.filter(department_id=department_id, queue_rank__lt=DONE_RANK).order_by(
        'queue_rank', 'waiting_since', 'id'
    )


async def needs_heir(department_id: int) -> bool:
    """Whether it leaves a type, shown or not, or a ticket, when it is closed down: what is done may come back."""
    has_items = await CatalogItem.exists(department_id=department_id)
    return has_items or await Ticket.exists(department_id=department_id)
