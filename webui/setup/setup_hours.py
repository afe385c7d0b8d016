"""The third step: when the desk is open, in which zone, and which holidays it keeps."""

from dataclasses import fields

from services.hours import public_holidays
from services.hours.calendars import UsualHours
from services.setup import setup_hours
from services.setup.preset_file import find
from services.setup.setup import Setup
from webui.elements import empty_state, link
from webui.form.forms import Form, Values
from webui.form.setting_fields import tick
from webui.i18n import _, country_name
from webui.settings.hours_card import hours_fields
from webui.shell.setup_frame import address, step_foot, step_form, step_page
from webui.viewer import viewer

STEP = 'hours'


async def draw(known: Setup) -> None:
    row = await setup_hours.main_calendar(await viewer())
    with step_page(STEP, known, _('All promised times run within these hours, and stand still outside of them.')):
        if row is None:
            with empty_state('calendar-clock', _('There are no hours yet'), _('They come with the kind of desk.')):
                link(_('Choose the kind of desk'), address('preset'), 'button button-primary')
            return

        async def save(values: Values) -> None:
            week = UsualHours(**{one.name: values.get(one.name, '').strip() for one in fields(UsualHours)})
            country, adopt = values.get('country', ''), 'adopt' in values
            await setup_hours.save(await viewer(), row.id, week, country, adopt=adopt)

        assumed = bool(known.preset) and find(known.preset).hours_are_assumed
        form = step_form(
            STEP, known, save, _('Opening hours'), _('A proposal of ours: put in yours.') if assumed else ''
        )
        hours_fields(form, UsualHours.of(row))
        await _holidays(form, row.country)
        step_foot(form, STEP, known)


async def _holidays(form: Form, country: str) -> None:
    countries = sorted(
        ((code, country_name(code)) for code in await public_holidays.subdivisions()), key=lambda one: one[1]
    )
    hint = _('Its public holidays are compared with yours from now on.')
    form.select('country', _('Country'), [('', _('No country')), *countries], hint=hint, value=country)
    hint = _('The desk is closed on those days. You can look at each in the settings.')
    tick(form, 'adopt', _('Adopt its public holidays until the end of next year'), is_on=bool(country), hint=hint)
