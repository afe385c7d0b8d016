"""Forms: native fields, each with label, hint and error in this order, and a summary of the problems on top.

The browser keeps what is typed; a form sends all of it at once when it is submitted, so that no keystroke is late.
Given values are default values: a redraw never overwrites what somebody is typing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from nicegui.events import GenericEventArguments

from services.language import Text
from services.refusals import Arrived, Invalid, Refused, SignedOut
from webui.actions import action, failed
from webui.elements import Tag, heading, icon, tag
from webui.form.field import Field
from webui.form.keeping import keeping
from webui.form.password_eye import password_eye
from webui.i18n import _, ngettext
from webui.shell.title import mark_title

Values = dict[str, Any]
SEND = '(event) => { event.preventDefault(); mesa.send(event.currentTarget, event.submitter, emit); }'
KEEP = '(event) => emit(mesa.values(event.currentTarget))'
DRAFT_EVERY = 1.5  # seconds
ANSWERS_WITHIN = 5.0  # seconds, a browser that is there


class Form:
    """A form bound to a handler that gets its values by name; what the handler refuses is shown at the fields.

    Other refusals, and failures, are messages of the page; in a dialog they are shown on top of the form.
    With `on_draft` it hands its values over from time to time while somebody types; `draft` is the key of what is kept.
    """

    def __init__(
        self,
        on_submit: Callable[[Values], Awaitable[None]] | None = None,
        *,
        on_draft: Callable[[Values], Awaitable[None]] | None = None,
        draft: str = '',
        classes: str = 'form',
        **attributes: Any,
    ) -> None:
        self.fields: dict[str, Field] = {}
        self.element = tag('form', '', classes, novalidate=True, **attributes)
        self._on_submit = on_submit
        self.on_arrived: Callable[[Arrived, Values], None] | None = None
        self._busy = False
        self._sending = ''  # what the browser calls it
        self._sent: Values = {}
        self._turn = asyncio.Lock()  # a draft that is kept while its form is sent would outlive it
        self._times_sent = 0
        if on_submit:
            self.element.props['data-turn'] = 0
            self.element.on('submit', self._submit, js_handler=SEND)
        if on_draft:
            self._on_draft = on_draft
            self.element.props['data-drafts'] = draft
            self.element.on('keep', self._draft, js_handler=KEEP)  # assets/js/writing.js, when it might go away
            self.element.on('input', self._draft, js_handler=KEEP, throttle=DRAFT_EVERY, leading_events=False)
        with self.element:
            self.summary = tag('div', '', 'summary', role='alert', tabindex='-1')
        self.summary.set_visibility(False)

    def line(
        self, name: str, label: str, *, hint: str = '', value: str = '', type_: str = 'text', **attributes: Any
    ) -> Field:
        """One line of text, a mail address, a password…"""
        with self.element:
            control = tag('input', '', 'input', name=name, type=type_, **attributes)
            control.props['defaultValue'] = value
            field = self.add(name, Field(label, hint, control))
        if type_ == 'password':
            password_eye(field.box, field.control)
        return field

    def prose(
        self, name: str, label: str, *, hint: str = '', value: str = '', rows: int = 5, **attributes: Any
    ) -> Field:
        """Several lines of text."""
        with self.element:
            control = tag('textarea', '', 'input', name=name, rows=rows, dir='auto', **attributes)
            control.props['defaultValue'] = value
            return self.add(name, Field(label, hint, control))

    def select(
        self, name: str, label: str, options: Sequence[tuple[str, str]], *, hint: str = '', value: str = ''
    ) -> Field:
        """One of a few (value, word)."""
        with self.element:
            control = tag('select', '', 'input', name=name)
            with control:
                for option, word in options:
                    choice = tag('option', word, value=option)
                    choice.props['defaultSelected'] = option == value
            return self.add(name, Field(label, hint, control))

    def cards(self, name: str, label: str, options: Sequence[tuple[str, str, str]], *, value: str = '') -> Field:
        """One of a few (value, title, explanation), as native radios drawn as cards."""
        with self.element:
            group = tag('div', '', 'choice-cards', role='radiogroup')
            with group:
                for option, title, explanation in options:
                    with tag('label', '', 'choice-card'):
                        radio = tag('input', '', 'laid-over', type='radio', name=name, value=option)
                        radio.props['defaultChecked'] = option == value
                        tag('span', title, 'choice-title')
                        if explanation:
                            tag('span', explanation, 'choice-text')
            return self.add(name, Field(label, '', group, group=True))

    def checks(
        self, name: str, label: str, options: Sequence[tuple[str, str]], *, ticked: Collection[str] = ()
    ) -> Field:
        """Any of a few (key, word), as native check boxes; those that are ticked are the values `name.key`."""
        with self.element:
            group = tag('div', '', 'checks', role='group')
            with group:
                for key, word in options:
                    with tag('label', '', 'check'):
                        box = tag('input', '', type='checkbox', name=f'{name}.{key}')
                        box.props['defaultChecked'] = key in ticked
                        tag('span', word)
            return self.add(name, Field(label, '', group, group=True))

    async def typed(self) -> Values:
        """What stands in it now, in the browser."""
        return texts(await self.element.run_method('mesaValues', timeout=ANSWERS_WITHIN))

    def show(self, problems: Mapping[str, Text]) -> None:
        """Put each problem at its field and all of them on top, and move the focus there; none clears them."""
        for name, field in self.fields.items():
            field.say(_(problems[name]) if name in problems else '')
        self.summary.clear()
        self.summary.set_visibility(bool(problems))
        with self.summary:
            if any(problems):  # what is wrong with no field is nothing to check
                heading(ngettext('Check one thing', 'Check %(n)d things', len(problems)), 2)
            for name, problem in problems.items():
                self._pointer(name, _(problem))
        mark_title(is_wrong=bool(problems))
        if problems:
            self.summary.run_method('focus')

    def _pointer(self, name: str, text: str) -> None:
        field = self.fields.get(name)
        if field is None:
            tag('p', text)
            return
        # which question, too: a form may have many that say the same of themselves
        words = f'{field.label.text} · {text}'
        tag('a', words, href='#' + field.control.html_id, data_focus=field.control.html_id)

    def clear(self) -> None:
        """It was sent: what was typed meanwhile stays."""
        self._next_turn()
        self.show({})
        self.element.run_method('mesaSent', self._sending)

    def add(self, name: str, field: Field) -> Field:
        """Let the form say at `field` what is wrong with `name`."""
        self.fields[name] = field
        return field

    @action
    async def _submit(self, event: GenericEventArguments) -> None:
        values = texts(event.args)
        turn, sending = values.pop('turn', ''), values.pop('sending', '')
        if self._busy or self._on_submit is None or self._is_resent(values, turn):
            return
        self._busy = True
        times_sent = self._times_sent
        try:
            self.show({})
            async with self._turn:
                self._sending = sending
                await self._on_submit(values)
                self._sent = values
            if self._times_sent == times_sent:
                self._next_turn()
        except Refused as refused:
            self._tell(refused, values)
        except Exception as problem:
            if not self._is_in_dialog():
                raise
            self.show({'': failed(problem)})
        finally:
            self._busy = False

    def _tell(self, refused: Refused, values: Values) -> None:
        if isinstance(refused, Invalid):
            self.show(refused.problems)
        elif isinstance(refused, Arrived) and self.on_arrived is not None:
            self.on_arrived(refused, values)
        elif self._is_in_dialog() and not isinstance(refused, SignedOut):
            self.show({'': refused.text})
        else:
            raise refused

    def _is_in_dialog(self) -> bool:
        """Where a message of the page would stand behind the dialog."""
        return any(around.tag == 'dialog' for around in self.element.ancestors())

    def _next_turn(self) -> None:
        """Let the browser know that it was sent, before it is free to send the same once more."""
        self._times_sent += 1
        if not self.element.is_deleted:  # as when its card goes away with the sending
            self.element.props['data-turn'] = self._times_sent

    def _is_resent(self, values: Values, turn: str) -> bool:
        """Whether it was on its way before the browser could know that the same had been sent."""
        return turn != str(self._times_sent) and values == self._sent

    @action
    async def _draft(self, event: GenericEventArguments) -> None:
        values = texts(event.args)
        with keeping(event.client):
            async with self._turn:
                if not values.items() <= self._sent.items():  # else it was on its way when the form was sent
                    await self._on_draft(values)


def texts(values: object) -> Values:
    """What a browser sent, if it is what a form sends."""
    return values if isinstance(values, dict) and all(isinstance(value, str) for value in values.values()) else {}


def send_button(label: str, icon_name: str = '') -> Tag:
    """The button that submits the form around it; Ctrl+Enter does too."""
    element = tag('button', '', 'button button-primary', type='submit', data_send='')
    with element:
        if icon_name:
            icon(icon_name)
        tag('span', label)
    return element
