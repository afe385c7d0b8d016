"""The questions of a type: added, taken out, put in order, and seen beside as the real form shows them (S0-29)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from services.catalog.catalog_questions import Asked
from services.catalog.question_form import MOST, read
from webui.actions import action
from webui.elements import button, heading, icon_button, tag
from webui.form.forms import KEEP, Form, Values, texts
from webui.form.settings_card import edited
from webui.i18n import _
from webui.settings.question_block import QuestionBlock
from webui.tickets.question_fields import QuestionFields

SHOWN_EVERY = 0.4  # seconds while somebody types


class QuestionEditor:
    """Draws the blocks of a form; `preview` shows what is typed."""

    def __init__(self, form: Form, value: Asked, preview: 'Preview') -> None:
        self._form, self._preview, self._count = form, preview, 0
        self._known = [(one['key'], one['label']) for one in value.questions]
        with form.element:
            self._blocks = tag('div', '', 'question-blocks')
            with tag('p', '', 'form-foot'):
                button(_('Add a question'), self._add, icon_name='plus')
        for question in value.questions:
            self._draw(question)
        form.element.on('input', self._typed, js_handler=KEEP, throttle=SHOWN_EVERY, leading_events=False)
        preview.show(value.questions)

    def _draw(self, question: Mapping[str, Any]) -> QuestionBlock:
        name, self._count = f'q{self._count}', self._count + 1
        label = question.get('label', '') or _('New question')
        with self._blocks, tag('fieldset', '', 'question-block') as place:
            tag('legend', label)
            with tag('div', '', 'question-moves'):
                icon_button(_('Move “%(title)s” up', title=label), 'arrow-up', lambda: self._move(place, -1))
                icon_button(_('Move “%(title)s” down', title=label), 'arrow-down', lambda: self._move(place, 1))
                icon_button(_('Take “%(title)s” out', title=label), 'trash-2', lambda: self._drop(place, block))
        earlier = [(key, said) for key, said in self._known if key != question.get('key')]
        block = QuestionBlock(self._form, place, name, question, earlier)
        return block

    def _add(self) -> None:
        if len(self._blocks.default_slot.children) < MOST:
            block = self._draw({})
            self._form.fields[f'{block.name}.label'].control.run_method('focus')
            self._changed()

    def _move(self, place: Element, places: int) -> None:
        children = self._blocks.default_slot.children
        to = children.index(place) + places
        if 0 <= to < len(children):
            place.move(self._blocks, target_index=to)
            self._changed()

    def _drop(self, place: Element, block: QuestionBlock) -> None:
        for name in block.names():
            self._form.fields.pop(name)
        place.delete()
        self._changed()

    def _changed(self) -> None:
        edited(self._form)
        self._form.element.run_method('mesaLook')

    @action
    async def _typed(self, event: GenericEventArguments) -> None:
        self._preview.show(read(texts(event.args), is_strict=False))


class Preview:
    """The questions as their form shows them; nothing is sent from here."""

    def __init__(self) -> None:
        with tag('section', '', 'card question-preview', aria_label=_('Preview')):
            with tag('div', '', 'card-head'):
                heading(_('Preview'), 2, 'card-title')
            with tag('div', '', 'card-body'):
                self._form = Form()
                with self._form.element:
                    self._fields = QuestionFields(self._form, tag('div', '', 'questions'))
                    self._nothing = tag('p', _('No questions of its own yet.'), 'muted')

    def show(self, questions: list[dict[str, Any]]) -> None:
        documents = {one['key']: (str(uuid4()), ()) for one in questions if one['type'] == 'document'}
        self._fields.show(questions, {}, documents)
        self._nothing.set_visibility(not questions)


def build(value: Asked, _form: Form, values: Values) -> Asked:
    """What the filled form asks. `Invalid` by its fields."""
    return replace(value, questions=read(values))


def drawn_with(preview: Preview) -> Callable[[Form, Asked], None]:
    """What draws the blocks into the form of a card."""

    def draw(form: Form, value: Asked) -> None:
        QuestionEditor(form, value, preview)

    return draw
