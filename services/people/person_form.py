"""What an admin says of a person: name, role, company, departments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from models import Department, Organization, User
from models.db.transaction import transaction
from models.user import STAFF, UserRole
from services import audit
from services.accounts import admission, sessions, unproven
from services.accounts.own_account import NAME, PHONE
from services.desk import handing_back
from services.language import N_, Text
from services.people import person_topics
from services.phone_number import phone_problem
from services.plain_text import is_id, text_problem
from services.refusals import Invalid, NotAllowed, NotFound, Overtaken
from services.search import search_index
from services.settings import Stored, check, check_admin

SAVED = 'person_saved'
CHOOSE = N_('Choose one of the options')


@dataclass(frozen=True)
class PersonForm:
    """`organization` is an id, '' for none, and for customers alone, as is a group mailbox; `departments` are ids."""

    full_name: str
    phone: str = ''
    role: str = UserRole.CUSTOMER
    organization: str = ''
    is_group: bool = False
    departments: tuple[int, ...] = ()

    def problems(self) -> dict[str, Text]:
        """What cannot be saved, by field."""
        is_staff = self.role in STAFF
        found = {
            'full_name': text_problem(self.full_name, longest=NAME, one_line=True, required=N_('Write the name.')),
            'phone': text_problem(self.phone, longest=PHONE, one_line=True) or phone_problem(self.phone),
            'role': None if self.role in list(UserRole) else CHOOSE,
            'organization': N_('Only a customer belongs to a company.')
            if self.organization and is_staff
            else (CHOOSE if self.organization and not is_id(self.organization) else None),
            'is_group': N_('A group mailbox is a customer.') if self.is_group and is_staff else None,
            'departments': N_('Only the people of the desk work in departments.')
            if self.departments and not is_staff
            else None,
        }
        return {name: problem for name, problem in found.items() if problem}


async def stored(actor: User, person_id: int) -> Stored[PersonForm]:
    """Somebody as he is now, for the form that changes him. `NotFound`, `NotAllowed`."""
    await check_admin(actor)
    person = await User.get_or_none(id=person_id)
    if person is None:
        raise NotFound
    return await _stored(person)


async def save(actor: User, value: PersonForm, started: PersonForm, person_id: int) -> None:
    """Store it. With another role somebody signs in again; who leaves the desk gives his open tickets back.

    Who comes to the desk and has not confirmed the address yet chooses the password anew, by a mailed link.
    In another company he reads what that one shares, and no longer what the old one does; his own tickets stay his, and
    stay tickets of the company in which he opened them (S3-23). `Invalid`, also for the last admin and for one's own
    role; `Overtaken`, `NotAllowed`, `NotFound`.
    """
    await check_admin(actor)
    value = replace(value, full_name=value.full_name.strip(), phone=value.phone.strip())
    check(value)
    async with transaction():
        person = await locked(person_id)
        kept = await _stored(person)
        if kept.value != started:
            raise Overtaken(kept.name, kept.at)
        await _check_role(actor, person, value)
        before, old_company, old_role = await told(kept.value), person.organization_id, person.role
        person.full_name, person.phone, person.role = value.full_name, value.phone, UserRole(value.role)
        person.organization_id = await _company(value, old_company)
        person.is_group = value.is_group
        await person.save(update_fields=['full_name', 'phone', 'role', 'organization_id', 'is_group'])
        await _works_in(person, value.departments)
        if person.role != old_role:
            await sessions.end_all(person)
            if not person.is_staff:
                await handing_back.hand_back(actor, person)
            elif admission.has_registered(person):
                await unproven.forget(person)
        await search_index.write_person(person)
        await audit.record(SAVED, actor=actor, subject=person.email, before=before, after=await told(value))
        await person_topics.tell(person, old_company)


async def told(value: PersonForm) -> dict[str, Any]:
    """The form as the audit log keeps it: names instead of ids."""
    company = await Organization.get_or_none(id=int(value.organization)) if value.organization else None
    departments = await Department.filter(id__in=list(value.departments)).order_by('id').values_list('name', flat=True)
    return vars(value) | {'organization': company.name if company else '', 'departments': list(departments)}


async def locked(person_id: int) -> User:
    """For a change of who can do what: it waits for others of the kind. `NotFound`, also for who was merged."""
    await User.filter(role=UserRole.ADMIN).order_by('id').select_for_update()
    person = await User.filter(id=person_id, merged_into_id=None).select_for_update().get_or_none()
    if person is None:
        raise NotFound
    return person


async def check_not_last(person: User) -> None:
    """`NotAllowed` where the desk would have no admin left."""
    others = User.filter(role=UserRole.ADMIN, is_active=True, verified_at__isnull=False).exclude(id=person.id)
    if person.role == UserRole.ADMIN and person.is_active and not await others.exists():
        raise NotAllowed(N_('The desk needs at least one administrator.'))


async def _check_role(actor: User, person: User, value: PersonForm) -> None:
    if value.role == person.role:
        return
    if person.id == actor.id:
        raise Invalid({'role': N_('You cannot change your own role: another administrator can.')})
    try:
        await check_not_last(person)
    except NotAllowed as refused:
        raise Invalid({'role': refused.text}) from None


async def _company(value: PersonForm, now_in: int | None) -> int | None:
    """An active one, or that in which somebody is already."""
    if not value.organization:
        return None
    chosen = int(value.organization)
    if chosen != now_in and not await Organization.exists(id=chosen, is_active=True):
        raise Invalid({'organization': CHOOSE})
    return chosen


async def _works_in(person: User, departments: Sequence[int]) -> None:
    await person.departments.clear()
    await person.departments.add(*await Department.filter(id__in=list(departments)))


async def _stored(person: User) -> Stored[PersonForm]:
    departments = await Department.filter(members=person.id).order_by('id').values_list('id', flat=True)
    value = PersonForm(
        person.full_name,
        person.phone,
        person.role,
        str(person.organization_id or ''),
        person.is_group,
        tuple(int(str(one)) for one in departments),
    )
    return Stored(value, *await audit.last(SAVED, person.email))
