"""The fields of a policy: a row for each priority, and what they would mean for a ticket that is created now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from nicegui import background_tasks
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models.priority import Priority
from services.language import N_, Text
from services.refusals import Invalid
from services.sla import sla_open
from services.sla.promises import if_created_now
from services.sla.reckoning import Effect
from services.sla.sla import Targets, targets_in
from services.sla.sla_card import Promised
from services.sla.sla_form import LONGEST_NAME, read_name, read_targets, stored
from webui.actions import action
from webui.appearance import PRIORITY
from webui.elements import Tag, icon, tag
from webui.form.field import Field
from webui.form.forms import KEEP, Form, Values, texts
from webui.form.latest import latest
from webui.form.setting_fields import tick
from webui.formats import moment
from webui.i18n import _, ngettext
from webui.tickets.sla_words import TIMES, typed
from webui.viewer import viewer

CLOCK: Mapping[str, Text] = {'business': N_('Working hours'), 'wall': N_('Hours of the clock')}
SHOWN_EVERY = 0.4  # seconds while somebody types


def draw(form: Form, value: Promised) -> None:
    """The table, the choice for open tickets, and what follows from what is typed."""
    if value.name:
        form.line('name', _('Name'), value=value.name, maxlength=LONGEST_NAME)
    with form.element:
        table = tag('div', '', 'promise-table', role='group', aria_label=_('Promises per priority'))
        with table, tag('div', '', 'promise-row promise-head', aria_hidden='true'):
            for word in (N_('Priority'), *TIMES.values(), N_('Counted in')):
                tag('span', _(word))
    for level in Priority:
        _row(form, table, level, value.targets[level])
    if value.version is not None or not value.name:
        words = _('Let the open tickets of this policy be promised it too')
        tick(form, 'to_open', words, is_on=False, hint=_('Otherwise they keep what they were promised.'))
    outlook = Outlook(form, value)
    background_tasks.create(outlook.show(targets_in(value.targets)), name='outlook')  # the form is drawn in one go


def build(value: Promised, _form: Form, values: Values) -> Promised:
    """What the filled form means. `Invalid`."""
    name = read_name(values) if value.name else ''
    return replace(value, name=name, targets=stored(read_targets(values)), to_open='to_open' in values)


class Outlook:
    """By when a ticket of each priority would be solved, and how many open ones would be late (S1-9)."""

    def __init__(self, form: Form, value: Promised) -> None:
        self._policy = value.policy
        self.show = latest(self._show)
        with form.element, tag('div', '', 'promise-outlook', role='status'):
            icon('calendar-clock')
            with tag('div'):
                self._now: Tag = tag('p')
                self._open: Tag = tag('p', '', 'muted small')
        form.element.on('input', self._typed, js_handler=KEEP, throttle=SHOWN_EVERY, leading_events=False)

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        try:
            targets = read_targets(texts(event.args))
        except Invalid:
            targets = None
        await self.show(targets)

    async def _show(self, targets: Targets | None) -> None:
        with self._now:  # for the language of who reads it
            if targets is None:
                self._now.text, self._open.text = _('Some of these times cannot be read yet.'), ''
                return
            ends = {level: await if_created_now(targets[level]) for level in Priority}
            effect = await sla_open.effect(await viewer(), self._policy, targets)
            self._tell(ends, effect)

    def _tell(self, ends: Mapping[Priority, tuple[datetime, datetime] | None], effect: Effect) -> None:
        known = {f'S{level.rank}': moment(end[1]) for level, end in ends.items() if end}
        words = [_('%(severity)s: %(when)s', severity=name, when=when) for name, when in known.items()]
        self._now.text = _('Created now, they are due:') + ' ' + ' · '.join(words) if words else ''
        touched = ngettext('%(n)d open ticket would change', '%(n)d open tickets would change', effect.touched)
        late = ngettext('%(n)d would become late', '%(n)d would become late', effect.late)
        self._open.text = f'{touched}; {late}.' if effect.touched else _('No open ticket would change.')


def _row(form: Form, table: Element, level: Priority, row: Mapping[str, object]) -> None:
    with table, tag('div', '', 'promise-row') as place, tag('b', '', 'level', data_tone=PRIORITY[level].tone):
        tag('span', f'S{level.rank} {_(PRIORITY[level].word)}')
    for name, word in TIMES.items():
        label = _('%(priority)s: %(time)s', priority=_(PRIORITY[level].word), time=_(word).lower())
        value = typed(int(str(row[name])))
        field = form.line(f'{level}.{name}', label, value=value, maxlength=20, autocomplete='off')
        _into(place, field, _(word))
    label = _('%(priority)s: counted in', priority=_(PRIORITY[level].word))
    clocks = [(key, _(word)) for key, word in CLOCK.items()]
    _into(place, form.select(f'{level}.clock', label, clocks, value=str(row['clock'])), _('Counted in'))


def _into(place: Element, field: Field, short: str) -> None:
    """On a phone the short name stands above the field, where the head of the table does not."""
    field.label.classes('sr-only')
    with field.box:
        tag('span', short, 'promise-short', aria_hidden='true').move(field.box, 0)
    field.box.move(place)
