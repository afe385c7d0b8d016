"""The usual hours of one calendar: a card, with what they would mean told while they are typed."""

from babel.dates import get_day_names
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models import BusinessCalendar, User
from services.hours import calendars, hours_preview
from services.hours.calendar_form import DAYS, LONGEST_NAME
from services.hours.calendars import UsualHours
from services.hours.hours_preview import Preview
from services.refusals import Invalid
from services.settings import Stored
from webui.actions import action
from webui.elements import icon, tag
from webui.form.forms import KEEP, Form, texts
from webui.form.latest import latest
from webui.form.setting_fields import built
from webui.form.settings_card import settings_card
from webui.form.zone_field import offer_zones
from webui.formats import moment
from webui.i18n import _, locale, ngettext
from webui.viewer import viewer

PREVIEW_EVERY = 0.6  # seconds
LONGEST_HOURS = 200


async def hours_card(row: BusinessCalendar) -> None:
    """Draw it."""

    async def read() -> Stored[UsualHours]:
        return await calendars.stored(await viewer(), row.id)

    async def save(actor: User, value: UsualHours, started: UsualHours) -> None:
        await calendars.save(actor, value, started, row.id)

    def draw(form: Form, value: UsualHours) -> None:
        hours_fields(form, value)
        _Preview(form, value, row.id)

    await settings_card(_('Usual hours'), draw, read=read, save=save, topics=['catalog', 'settings'])


def hours_fields(form: Form, value: UsualHours) -> None:
    """Name, zone, and a line for each day."""
    with form.element:
        pair = tag('div', '', 'setting-pair')
    name = form.line('name', _('Name'), value=value.name, maxlength=LONGEST_NAME)
    zone = form.line('time_zone', _('Time zone'), value=value.time_zone, autocomplete='off', maxlength=64)
    for field in (name, zone):
        field.box.move(pair)
    offer_zones(zone)
    with form.element, tag('fieldset', '', 'hours-days'):
        tag('legend', _('Hours of each day'), 'label')
        hint = _(
            'Several stretches with commas: 8:00–12:30, 14:00–18:00. Empty: closed. 22:00–6:00 goes on into the night.'
        )
        tag('p', hint, 'hint')
        days = tag('div', '', 'hours-rows')
    names = get_day_names('wide', locale=locale().language)
    for number, day in enumerate(DAYS):
        field = form.line(
            day,
            names[number].capitalize(),
            value=getattr(value, day),
            maxlength=LONGEST_HOURS,
            placeholder=_('Closed all day'),
            autocomplete='off',
        )
        field.box.move(days)


class _Preview:
    """What a ticket opened now would be promised, and what becomes of the open ones."""

    def __init__(self, form: Form, value: UsualHours, calendar_id: int) -> None:
        self._form, self._value, self._calendar_id = form, value, calendar_id
        with form.element, tag('div', '', 'hours-preview', role='status') as self._place:
            icon('timer')
            self._words = tag('div')
        self._place.set_visibility(False)
        form.element.on('input', latest(self._typed), js_handler=KEEP, throttle=PREVIEW_EVERY, leading_events=False)

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        try:
            value = built(self._value, self._form, texts(event.args))
            found = await hours_preview.preview(await viewer(), value, self._calendar_id)
        except Invalid:  # it is being typed still
            self._place.set_visibility(False)
            return
        self._place.set_visibility(True)
        self._words.clear()
        with self._words:
            preview_lines(found)


def preview_lines(found: Preview) -> Element:
    """ "Un ticket creado ahora: primera respuesta hoy, 17:40." and what becomes of those that are open."""
    answer, solution = (moment(at) if at else '' for at in (found.answer, found.solution))
    tag(
        'p', _('A ticket opened now: first answer %(answer)s, solution %(solution)s.', answer=answer, solution=solution)
    )
    touched, late = found.effect.touched, found.effect.late
    if not touched:
        return tag('p', _('No open ticket changes.'))
    words = ngettext('%(n)d open ticket changes', '%(n)d open tickets change', touched)
    more = ngettext('%(n)d would be late', '%(n)d would be late', late) if late else _('none would be late')
    return tag('p', f'{words}; {more}.')
