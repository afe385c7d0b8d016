"""What a view of the queue can be narrowed by, with the names that people know it by."""

from collections.abc import Mapping

from models import Department, Organization, User
from models.user import STAFF
from services.desk.queue import check_staff
from services.language import Words
from services.shared import shared

Choices = Mapping[str, Mapping[str, Words]]
MOST = 500
SHARED = 60.0  # seconds


async def choices(actor: User) -> Choices:
    """Names by id, of `department`, `assignee` and `company`; no more than `MOST` of each, in their order."""
    check_staff(actor)
    return await shared('queue choices', ['catalog', 'companies', 'people'], _choices, seconds=SHARED)


async def _choices() -> Choices:
    departments = Department.all().order_by('position', 'id').limit(MOST)
    agents = User.filter(is_active=True, role__in=list(STAFF)).order_by('full_name').limit(MOST)
    companies = Organization.all().order_by('name').limit(MOST).values_list('id', 'name')
    return {
        'department': {str(row.id): Words.of(row, 'name') for row in await departments},
        'assignee': {str(key): Words(name) for key, name in await agents.values_list('id', 'full_name')},
        'company': {str(key): Words(name) for key, name in await companies},
    }
