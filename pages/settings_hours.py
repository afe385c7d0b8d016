"""`/settings/hours`: calendars, their usual hours and special days, and the holidays of a country (S0-11, S4-13)."""

from services import calendars
from webui.elements import empty_state
from webui.holiday_banner import holiday_banner
from webui.holiday_card import HolidayCard
from webui.hours_card import hours_card
from webui.hours_list import HoursList
from webui.i18n import _
from webui.routing import Access
from webui.settings_frame import section, shell
from webui.viewer import viewer
from webui.year_card import YearCard


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
