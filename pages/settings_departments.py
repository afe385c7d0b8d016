"""`/settings/departments`: who answers what, when, and at what cost (S3-14..S3-16, S3-25)."""

from services.departments import department_desk
from webui.i18n import _
from webui.routing import Access
from webui.settings.department_fields import cost_card, department_card
from webui.settings.department_list import DepartmentList
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer


@shell.page('/settings/departments', Access.ADMIN)
async def settings_departments(department: str = '') -> None:
    """With `department`, an id, that one; else the first."""
    rows = [one.row for one in await department_desk.all_of(await viewer())]
    chosen = next((row for row in rows if str(row.id) == department), rows[0] if rows else None)
    with section('departments', _('Teams that take tickets, each in its own hours.')):
        await DepartmentList(chosen.id if chosen else 0).draw()
        if chosen:
            await department_card(chosen.id)
            await cost_card(chosen.id)
