"""The people of the desk, and how its first admin gets in."""

from datetime import timedelta
from email.utils import parseaddr

from models import User
from models.db.transaction import transaction
from models.user import STAFF, UserRole
from services import audit
from services.accounts import admission, recovery, sessions, unproven
from services.accounts.sign_in import login_of
from services.clock import now
from services.env import env
from services.language import N_
from services.mail.addresses import is_address
from services.people import person_topics
from services.refusals import Invalid
from services.search import search_index

LINK_LIFETIME = timedelta(hours=24)


async def agents_of(department_id: int) -> list[User]:
    """Who can be given the tickets of a department, by name."""
    return await User.filter(departments=department_id, is_active=True, role__in=list(STAFF)).order_by('full_name')


async def staff() -> list[User]:
    """Everybody of the desk, by name."""
    return await User.filter(is_active=True, role__in=list(STAFF)).order_by('full_name')


async def create_admin(email: str, name: str) -> str:
    """Make `email` an admin, and give a link by which that person chooses a password, once, within 24 hours.

    Somebody who has an account keeps it, but signs in again; what was registered with the address and never confirmed
    gives way. `Invalid` for what is not a mail address, and for an account that was merged into another.
    """
    login = login_of(email)
    if not is_address(login):
        raise Invalid({'email': N_('“%(address)s” is not a mail address.', address=email[:80])})
    return await _admin_link(login, name)


async def first_admin_link() -> tuple[str, str] | None:
    """Login and link of an admin, as long as the desk has none who ever chose a password."""
    if await User.filter(role=UserRole.ADMIN, is_active=True, password_hash__isnull=False).exists():
        return None
    login = 'admin@' + parseaddr(env().mail_from)[1].rpartition('@')[2]
    return login, await _admin_link(login, 'Admin')


async def _admin_link(login: str, name: str) -> str:
    async with transaction():
        newcomer = User(email=login, full_name=name, role=UserRole.ADMIN, created_at=now())
        await User.bulk_create([newcomer], ignore_conflicts=True)
        person = await User.filter(email=login).select_for_update().get()
        if person.merged_into_id:
            raise Invalid({'email': N_('That account was merged into another one. Name the other one.')})
        if admission.has_registered(person):  # whoever it was chose the name too
            await unproven.forget(person)
            person.full_name = name
        old_role, old_company = person.role, person.organization_id
        person.role, person.is_active, person.is_group = UserRole.ADMIN, True, False
        person.organization_id, person.wanted_company = None, ''
        await person.save()
        await sessions.end_all(person)
        await search_index.write_person(person)
        await audit.record('admin_link_made', subject=login, before={'role': old_role})
        await person_topics.tell(person, old_company)
        return await recovery.new_link(person, LINK_LIFETIME)
