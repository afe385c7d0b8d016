"""The levels of an escalation table in the form that changes it: added, taken out and put in order."""

from collections.abc import Sequence

from nicegui.element import Element

from services.escalation.escalation_form import LONGEST, MOST_LEVELS, LevelForm
from services.language import N_, Text
from services.phone_number import LONGEST as LONGEST_PHONE
from services.refusals import Invalid
from services.setup.placeholders import is_placeholder
from webui.elements import Tag, button, icon, icon_button, tag
from webui.form.field import Field
from webui.form.forms import Form, Values
from webui.form.setting_fields import number
from webui.form.settings_card import edited
from webui.form.translated_field import translated, translated_field
from webui.i18n import _

ADDRESS = 254  # characters
PARTS = 'levels.'


class LevelBlocks:
    """Draws a block for each level; what is wrong with the second one is said at the fields `levels.1.…`."""

    def __init__(self, form: Form, levels: Sequence[LevelForm]) -> None:
        self._form, self._count = form, 0
        self._blocks: dict[Element, tuple[str, Tag, dict[str, Field]]] = {}
        with form.element:
            self._place = tag('div', '', 'question-blocks')
            with tag('p', '', 'form-foot'):
                self._add_button = button(_('Add a level'), self._add, icon_name='plus')
        for level in levels:
            self._draw(level)
        self._order()

    def read(self, values: Values) -> tuple[LevelForm, ...]:
        """What the filled form says of them, in their order. `Invalid` for a wait that is no number."""
        levels, problems = [], dict[str, Text]()
        for index, place in enumerate(self._place.default_slot.children):
            name, _legend, _fields = self._blocks[place]
            wait = values.get(f'{name}.wait_minutes', '').strip()
            if not (wait.isascii() and wait.isdigit()):
                problems[f'{PARTS}{index}.wait_minutes'] = N_('Write a whole number')
                continue
            texts = {part: values.get(f'{name}.{part}', '').strip() for part in ('name', 'phone', 'email')}
            levels.append(LevelForm(translated(values, f'{name}.role'), wait_minutes=int(wait), **texts))
        if problems:
            raise Invalid(problems)
        return tuple(levels)

    def _draw(self, level: LevelForm) -> Tag:
        name, self._count = f'level{self._count}', self._count + 1
        before = set(self._form.fields)
        with self._place, tag('fieldset', '', 'question-block') as place:
            legend = tag('legend')
            with tag('div', '', 'question-moves'):
                icon_button(_('Move up'), 'arrow-up', lambda: self._move(place, -1))
                icon_button(_('Move down'), 'arrow-down', lambda: self._move(place, 1))
                icon_button(_('Take this level out'), 'trash-2', lambda: self._drop(place))
        self._fields(place, name, level)
        fields = {
            key.removeprefix(f'{name}.'): self._form.fields.pop(key)
            for key in [*self._form.fields]
            if key not in before
        }
        self._blocks[place] = name, legend, fields
        return place

    def _fields(self, place: Tag, name: str, level: LevelForm) -> None:
        form = self._form
        role = translated_field(form, f'{name}.role', _('What it is called'), level.role, maxlength=LONGEST)
        role.box.move(place)
        with place:
            pair = tag('div', '', 'setting-pair')
        who = form.line(f'{name}.name', _('Who it is'), value=level.name, maxlength=LONGEST)
        wait = number(form, f'{name}.wait_minutes', _('Time to answer'), _('minutes'), level.wait_minutes)
        phone = form.line(f'{name}.phone', _('Telephone'), value=level.phone, type_='tel', maxlength=LONGEST_PHONE)
        mail = form.line(f'{name}.email', _('Mail'), value=level.email, type_='email', maxlength=ADDRESS)
        for field in (who, wait, phone, mail):
            field.box.move(pair)
        if is_placeholder(level.phone):
            with phone.box, tag('span', '', 'chip', data_tone='warn') as mark:
                icon('triangle-alert')
                tag('span', _('Placeholder'))
            phone.control.props['aria-describedby'] += f' {mark.html_id}'

    def _add(self) -> None:
        if len(self._blocks) < MOST_LEVELS:
            place = self._draw(LevelForm())
            fields = self._blocks[place][2]
            next(field for part, field in fields.items() if part.startswith('role.')).control.run_method('focus')
            self._changed()

    def _move(self, place: Element, places: int) -> None:
        to = self._place.default_slot.children.index(place) + places
        if 0 <= to < len(self._blocks):
            place.move(self._place, target_index=to)
            self._changed()

    def _drop(self, place: Element) -> None:
        del self._blocks[place]
        place.delete()
        self._changed()

    def _changed(self) -> None:
        self._order()
        edited(self._form)

    def _order(self) -> None:
        """Number them, and let the form know the fields by these numbers."""
        for key in [key for key in self._form.fields if key.startswith(PARTS)]:
            del self._form.fields[key]
        for index, place in enumerate(self._place.default_slot.children):
            _name, legend, fields = self._blocks[place]
            legend.text = _('Level %(number)d', number=index + 1)
            for part, field in fields.items():
                self._form.add(f'{PARTS}{index}.{part}', field)
        self._add_button.set_visibility(len(self._blocks) < MOST_LEVELS)
