"""The holidays of a country beside those of a calendar: what differs, to be adopted or passed over with one click."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from nicegui.element import Element

from models import BusinessCalendar
from services.clock import now
from services.hours import calendars, public_holidays
from services.hours.public_holidays import Difference, Kind
from services.language import N_, Text
from webui.actions import action
from webui.elements import button, heading, tag
from webui.form.forms import Form, Values
from webui.form.sheet import opened, sheet_foot
from webui.formats import calendar_day
from webui.i18n import _, country_name, ngettext
from webui.live import LiveList, live
from webui.viewer import viewer

WORDS: Mapping[Kind, tuple[str, Text]] = {
    Kind.NEW: ('info', N_('New holiday')),
    Kind.GONE: ('warn', N_('No holiday any more')),
    Kind.MOVED: ('warn', N_('Moved holiday')),
}


class HolidayCard:
    """Draws the card of a calendar."""

    def __init__(self, row: BusinessCalendar) -> None:
        self._id = row.id
        self._found: list[Difference] = []

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Public holidays')):
            with tag('div', '', 'card-head'):
                heading(_('Public holidays'), 2, 'card-title')
                button(_('Choose a country'), self._choose, icon_name='globe')
            with tag('div', '', 'card-body stack-tight'):
                self._about = tag('p', '', 'muted')
                self._all = button('', self._adopt_all, kind='primary')
                self._rows = LiveList[Difference](
                    tag('div', '', 'probe-rows'),
                    key=lambda one: (one.kind, one.day),
                    stamp=lambda one: one,
                    make=lambda _one: tag('div', '', 'probe-row'),
                    update=self._update,
                )
        self._dialogs = tag('div')
        await live(['catalog'], self._show)

    async def _show(self) -> None:
        row = await calendars.one(await viewer(), self._id)
        self._found = await public_holidays.differences(row, _today(row))
        self._about.text = _about(row, self._found)
        self._rows.show(self._found)
        self._all.set_visibility(bool(self._found))
        self._all.text = ngettext('Adopt it', 'Adopt all %(n)d', len(self._found))

    def _update(self, place: Element, one: Difference) -> None:
        tone, word = WORDS[one.kind]
        place.clear()
        with place:
            with tag('div', '', 'special-day'):
                tag('span', _(word), 'chip', data_tone=tone)
                tag('span', difference_words(one), dir='auto')
            with tag('div', '', 'texts-actions'):
                label = _('Adopt “%(title)s”', title=difference_words(one))
                button(_('Adopt'), partial(self._adopt, [one]), aria_label=label)
                label = _('Pass over “%(title)s”', title=difference_words(one))
                button(_('Pass over'), partial(self._pass_over, one), kind='quiet', aria_label=label)

    @action
    async def _adopt(self, found: Sequence[Difference]) -> None:
        await calendars.adopt(await viewer(), self._id, found)

    @action
    async def _adopt_all(self) -> None:
        await calendars.adopt(await viewer(), self._id, self._found)

    @action
    async def _pass_over(self, one: Difference) -> None:
        await calendars.pass_over(await viewer(), self._id, [one])

    @action
    async def _choose(self) -> None:
        row, known = await calendars.one(await viewer(), self._id), await public_holidays.subdivisions()

        async def save(values: Values) -> None:
            country, subdivision = values.get('country', ''), values.get('subdivision', '')
            await calendars.follow(await viewer(), self._id, country, subdivision, known)
            dialog.run_method('close')

        with opened(self._dialogs, _('Public holidays')) as dialog:
            form = Form(save)
            countries = sorted(((code, country_name(code)) for code in known), key=lambda one: one[1])
            chosen = form.select('country', _('Country'), [('', _('No country')), *countries], value=row.country)
            chosen.control.props['autofocus'] = True
            part = form.select(
                'subdivision', _('Part of the country'), _parts(known, row.country), value=row.subdivision
            )
            chosen.control.on('change', lambda event: _offer(part.control, _parts(known, event.args)), js_handler=VALUE)
            with form.element:
                sheet_foot(_('Save'))


VALUE = '(event) => emit(event.target.value)'


def difference_words(one: Difference) -> str:
    """ "13 jul 2026, Día de la Virgen", with where it was before."""
    if one.was:
        return _(
            '%(name)s: %(day)s, before %(was)s', name=one.name, day=calendar_day(one.day), was=calendar_day(one.was)
        )
    return f'{calendar_day(one.day)}, {one.name}'


def _parts(known: Mapping[str, Sequence[tuple[str, str]]], country: object) -> list[tuple[str, str]]:
    return [('', _('The whole country')), *known.get(str(country), ())]


def _offer(control: Element, options: Sequence[tuple[str, str]]) -> None:
    control.clear()
    with control:
        for option, word in options:
            tag('option', word, value=option)


def _about(row: BusinessCalendar, found: Sequence[Difference]) -> str:
    """Which country it follows, and how many holidays are not decided."""
    if not row.country:
        return _('Choose a country, and its holidays are compared with yours every night.')
    place = country_name(row.country) + (f' · {row.subdivision}' if row.subdivision else '')
    if not found:
        return _('%(place)s: as you have it', place=place)
    words = ngettext(
        '%(n)d difference until the end of next year', '%(n)d differences until the end of next year', len(found)
    )
    return f'{place}: {words}'


def _today(row: BusinessCalendar) -> date:
    return now().astimezone(ZoneInfo(row.time_zone)).date()
