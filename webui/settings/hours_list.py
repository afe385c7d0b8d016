"""The calendars of the desk: which there are, when they are open, who keeps them; making one, and taking one away."""

from functools import partial

from nicegui import ui
from nicegui.element import Element

from models import BusinessCalendar
from services.clock import now
from services.env import env
from services.hours import calendars
from services.hours.calendars import UsualHours
from services.hours.opening_hours import calendar_from, opening
from services.language import Words
from webui.actions import action
from webui.elements import button, icon_button, link, tag
from webui.form.forms import Form, Values
from webui.form.setting_fields import built
from webui.form.sheet import confirm, opened, sheet_foot
from webui.i18n import _
from webui.live import LiveList, live
from webui.opening import days_words, opening_words
from webui.settings.hours_card import hours_fields
from webui.viewer import viewer

USUAL = '8:00–18:00'


class HoursList:
    """Draws the card."""

    def __init__(self, chosen: int) -> None:
        self._chosen = chosen

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Calendars')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    tag('h2', _('Calendars'), 'card-title')
                    tag('p', _('Each department keeps one; a company may have its own by contract.'))
                button(_('New calendar'), self._new, icon_name='plus')
            with tag('div', '', 'card-body'):
                rows = tag('div', '', 'probe-rows')
        self._dialogs = tag('div')
        self._rows = LiveList[BusinessCalendar](
            rows,
            key=lambda row: row.id,
            stamp=_stamp,
            make=lambda _row: tag('div', '', 'probe-row'),
            update=self._update,
        )
        await live(['catalog', 'companies'], self._show, every=60)

    async def _show(self) -> None:
        self._rows.show(await calendars.all_of(await viewer()))

    def _update(self, place: Element, row: BusinessCalendar) -> None:
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                with tag('p', '', 'hours-name'):
                    here = link(row.name, f'/settings/hours?calendar={row.id}', 'hours-link')
                    if row.id == self._chosen:
                        here.props['aria-current'] = 'true'
                    words, tone = opening_words(opening(calendar_from(row), now()))
                    if words:
                        tag('span', words, 'chip', data_tone=tone)
                for line in _lines(row):
                    tag('p', line, 'muted small')
            if not _keepers(row):
                with tag('div', '', 'texts-actions'):
                    icon_button(_('Delete “%(title)s”', title=row.name), 'trash-2', partial(self._delete, row))

    @action
    async def _new(self) -> None:
        week = dict.fromkeys(('monday', 'tuesday', 'wednesday', 'thursday', 'friday'), USUAL)
        started = UsualHours(time_zone=env().time_zone, **week)

        async def save(values: Values) -> None:
            row = await calendars.save(await viewer(), built(started, form, values))
            ui.navigate.to(f'/settings/hours?calendar={row.id}')

        with opened(self._dialogs, _('New calendar')):
            form = Form(save)
            hours_fields(form, started)
            with form.element:
                sheet_foot(_('Save'))
            form.fields['name'].control.props['autofocus'] = True

    @action
    async def _delete(self, row: BusinessCalendar) -> None:
        async def delete() -> None:
            await calendars.delete(await viewer(), row.id)

        question = _('Delete “%(title)s”?', title=row.name)
        confirm(self._dialogs, question, _('Nobody keeps these hours.'), _('Delete'), delete)


def _keepers(row: BusinessCalendar) -> str:
    return ', '.join([*(_(Words.of(one, 'name')) for one in row.departments), *(one.name for one in row.organizations)])


def _lines(row: BusinessCalendar) -> list[str]:
    """When it is open, in which zone, and for whom."""
    week = '; '.join(days_words(days) for days in opening(calendar_from(row), now()).days)
    keepers = _keepers(row)
    kept = _('Kept by: %(names)s', names=keepers) if keepers else _('Nobody keeps it yet')
    return [f'{week} · {row.time_zone}', kept]


def _stamp(row: BusinessCalendar) -> tuple[object, ...]:
    return row.name, row.time_zone, *_lines(row), opening_words(opening(calendar_from(row), now()))
