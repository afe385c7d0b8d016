"""`/settings/hours`: calendars, their usual hours and special days, and the holidays of a country (S0-11, S4-13)."""

from services.hours import calendars
from services.hours.closed_day_calls import ClosedDayCalls
from webui.elements import empty_state
from webui.form.forms import Form
from webui.form.setting_fields import tick
from webui.form.settings_card import group_card
from webui.i18n import _
from webui.routing import Access
from webui.settings.holiday_card import HolidayCard
from webui.settings.hours_card import hours_card
from webui.settings.hours_list import HoursList
from webui.settings.year_card import YearCard
from webui.shell.holiday_banner import holiday_banner
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer


@shell.page('/settings/hours', Access.ADMIN)
async def settings_hours(calendar: str = '') -> None:
    """With `calendar`, an id, that one; else the one that most departments keep."""
    rows = await calendars.all_of(await viewer())
    usual = max(rows, key=lambda row: len(row.departments), default=None)
    chosen = next((row for row in rows if str(row.id) == calendar), usual)
    with section('hours', _('Every open page and every promise follows at once; what has ended stays as it was.')):
        await holiday_banner()
        await HoursList(chosen.id if chosen else 0).draw()
        if chosen is None:
            empty_state('calendar-clock', _('No calendar yet'), _('Make one, and give it to your departments.'))
            return
        await hours_card(chosen)
        await HolidayCard(chosen).draw()
        await YearCard(chosen).draw()
        about = _('On weekends and holidays of the department that takes the call.')
        await group_card(ClosedDayCalls, _('Calls on closed days'), _closed_days, about=about)


def _closed_days(form: Form, value: ClosedDayCalls) -> None:
    hint = _('A total failure, or nobody can invoice while a guest or client waits: such a ticket is critical.')
    label = _('By phone, only what cannot wait')
    tick(form, 'needs_reason', label, is_on=value.needs_reason, hint=hint)
