"""A year of a calendar: its months, its special days, and the dialog that makes, changes or takes away one."""

from functools import partial
from zoneinfo import ZoneInfo

from nicegui.element import Element

from models import BusinessCalendar
from services.clock import now
from services.hours import calendars
from services.hours.calendar_form import LONGEST_NAME, MOST_DAYS, read_days
from services.hours.special_days import SpecialDay, special_days
from webui.actions import action
from webui.elements import button, heading, icon, icon_button, tag
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet_foot
from webui.i18n import _, ngettext
from webui.live import LiveList, live
from webui.markup import fill, rich
from webui.settings.year_view import WORDS, told, year_markup
from webui.viewer import viewer

YEARS = 5  # before and after this one


class YearCard:
    """Draws the card of a calendar."""

    def __init__(self, row: BusinessCalendar) -> None:
        self._id = row.id
        self._this = self._year = now().astimezone(ZoneInfo(row.time_zone)).year

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Special days')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    heading(_('Special days'), 2, 'card-title')
                    self._count = tag('p')
                button(_('Add days'), partial(self._edit, None), icon_name='plus')
            with tag('div', '', 'card-body stack-tight'):
                with tag('div', '', 'year-head'):
                    self._before = icon_button(_('Previous year'), 'chevron-left', partial(self._turn, -1))
                    self._name = tag('h3', '', aria_live='polite')
                    self._after = icon_button(_('Next year'), 'chevron-right', partial(self._turn, 1))
                self._months = rich('div', 'year-box')
                self._rows = LiveList[SpecialDay](
                    tag('div', '', 'probe-rows'),
                    key=lambda one: one.day,
                    stamp=lambda one: one,
                    make=lambda _one: tag('div', '', 'probe-row'),
                    update=self._update,
                )
        self._dialogs = tag('div')
        await live(['catalog'], self._show)

    async def _show(self) -> None:
        row = await calendars.one(await viewer(), self._id)
        days = special_days(row, self._year)
        self._name.text = str(self._year)
        self._count.text = ngettext(
            '%(n)d day of %(year)d has hours of its own',
            '%(n)d days of %(year)d have hours of their own',
            len(days),
            year=self._year,
        )
        fill(self._months, year_markup(self._year, row.weekly, days))
        self._rows.show(days)
        for step, arrow in ((-YEARS, self._before), (YEARS, self._after)):
            arrow.props['disabled'] = self._year == self._this + step

    @action
    async def _turn(self, years: int) -> None:
        self._year += years
        await self._show()

    def _update(self, place: Element, one: SpecialDay) -> None:
        place.clear()
        with place:
            with tag('div', '', 'special-day'):
                with tag('span', '', 'year-mark', data_special=one.kind):
                    icon(WORDS[one.kind][0])
                tag('span', told(one), dir='auto')
            with tag('div', '', 'texts-actions'):
                icon_button(_('Change “%(title)s”', title=one.name), 'pencil', partial(self._edit, one))
                icon_button(_('Delete “%(title)s”', title=one.name), 'trash-2', partial(self._remove, one))

    @action
    async def _edit(self, one: SpecialDay | None) -> None:
        async def save(values: Values) -> None:
            days = read_days(values)
            await calendars.set_days(await viewer(), self._id, days, one.day.isoformat() if one else '')
            dialog.run_method('close')
            if days.first.year != self._year:
                self._year = days.first.year
                await self._show()

        with opened(self._dialogs, _('Change “%(title)s”', title=one.name) if one else _('Add days')) as dialog:
            form = Form(save)
            name = form.line('name', _('What day it is'), value=one.name if one else '', maxlength=LONGEST_NAME)
            name.control.props['autofocus'] = True
            form.line('date', _('Date'), value=one.day.isoformat() if one else '', type_='date')
            if one is None:
                hint = _('Empty: one day. At most %(days)d days.', days=MOST_DAYS)
                form.line('until', _('Until'), hint=hint, type_='date')
            hint = _('Such as 8:00–12:00 for half a day. Empty: closed all day.')
            form.line('hours', _('Hours'), hint=hint, value=one.hours if one else '', maxlength=200, autocomplete='off')
            with form.element:
                sheet_foot(_('Save'))

    @action
    async def _remove(self, one: SpecialDay) -> None:
        await calendars.remove_day(await viewer(), self._id, one.day)
