"""The questions of a type of ticket as fields of a form (services/catalog/questions.py).

The browser shows and hides them, and what is said to an answer, while somebody fills the form: assets/js/questions.js.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from nicegui.element import Element

from models import Attachment
from services import settings
from services.catalog import questions
from services.catalog.questions import GENERIC_MAILBOX, Question
from services.clock import now
from services.people.group_mailboxes import GroupMailbox
from webui.edge.static_files import asset
from webui.elements import icon, tag
from webui.form.field import Field
from webui.form.file_drop import document_field
from webui.form.forms import Form, Values
from webui.form.instants import MINUTE, here
from webui.formats import local
from webui.i18n import _, locale

Documents = Mapping[str, tuple[str, Sequence[Attachment]]]  # by question: where its files wait, and which do

LINES = frozenset({'text', 'textarea', 'date', 'datetime', 'phone', 'email'})
TYPES = {'datetime': 'datetime-local', 'phone': 'tel'}
ADVICE = 'advice-on-mailboxes'
COMPLETES = {'company': 'organization', 'full_name': 'name', 'phone': 'tel', 'email': 'email'}


def field_name(question: Question) -> str:
    return f'answer.{question["key"]}'


class QuestionFields:
    """The fields of a form's questions in `place`, kept equal to them while somebody fills the form."""

    def __init__(self, form: Form, place: Element) -> None:
        self._form, self._place = form, place
        self._drawn: dict[str, tuple[Question, Field]] = {}

    def show(self, asked: Iterable[Question], given: Mapping[str, str], documents: Documents) -> bool:
        """Show them with what was `given`, by question; whether anything changed. What stays as it was is not touched,
        and of a line of text only what stands around it. `documents` has key and waiting files of each document.
        """
        asked = list(asked)
        is_open = {one['key'] for one in questions.asked(asked, given)}
        before = [question for question, _field in self._drawn.values()]
        for key in [key for key in self._drawn if key not in {one['key'] for one in asked}]:
            self._drop(key)
        for index, question in enumerate(asked):
            old = self._drawn.get(question['key'])
            value = given.get(question['key'], '')
            field = old[1] if old else None
            if old is None or (old[0] != question and not _renamed(old[1], old[0], question)):
                self._drop(question['key'])
                field = _field(self._form, question, value, documents)
            assert field is not None, 'drawn before or just now'
            if old is None or old[0] != question:
                _dress(field, question, value, is_open=question['key'] in is_open)
            self._drawn[question['key']] = question, field
            children = self._place.default_slot.children
            if index >= len(children) or children[index] is not field.box:
                field.box.move(self._place, target_index=index)
        return before != asked

    def advise(self) -> None:
        """Say of addresses such as info@ what the desk thinks of them now (S4-18; spec 1.6-b)."""
        for _question, field in self._drawn.values():
            for part in field.box.descendants():
                if ADVICE in part.classes:
                    part.set_visibility(_advises())

    def _drop(self, key: str) -> None:
        if found := self._drawn.pop(key, None):
            found[1].box.delete()
            self._form.fields.pop(f'answer.{key}', None)


def _renamed(field: Field, old: Question, new: Question) -> bool:
    """Put other words around a line of text that somebody may be typing in; False where it must be drawn anew."""
    if old['type'] != new['type'] or new['type'] not in LINES or old.get('options') != new.get('options'):
        return False
    if old.get('past') != new.get('past') or old.get('prefill') != new.get('prefill'):
        return False
    language = locale().language
    field.label.text = questions.words(new, 'label', language)
    field.tell(questions.words(new, 'hint', language) or '')
    return True


def _dress(field: Field, question: Question, value: str, *, is_open: bool) -> None:
    """When it is asked, and what is said to an answer."""
    if conditions := question.get('show_if'):
        only_if(field.box, {f'answer.{key}': wanted for key, wanted in conditions.items()})
        field.box.props['hidden'] = not is_open
    elif 'data-show-if' in field.box.props:
        del field.box.props['data-show-if']
        field.box.props['hidden'] = False
    for said in [one for one in field.box.default_slot.children if 'field-warnings' in one.classes]:
        said.delete()
    _warnings(field, question, value)


def answers_in(asked: Iterable[Question], values: Values) -> dict[str, Any]:
    """What was typed into the fields; times become instants, in the zone of the person."""
    answers = {question['key']: values.get(field_name(question), '') for question in asked}
    for question in asked:
        if question['type'] == 'datetime':
            answers[question['key']] = _instant(answers[question['key']])
    return answers


def given_in(asked: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, str]:
    """The other way round: stored answers as their fields show them."""
    given = {question['key']: str(answers.get(question['key'], '')) for question in asked}
    for question in asked:
        if question['type'] == 'datetime' and given[question['key']]:
            given[question['key']] = _minute(given[question['key']])
    return given


def only_if_matches(element: Any, field: str, pattern: str, *, is_shown: bool) -> None:
    """Show `element` as long as the plain, casefolded text of `field` matches `pattern`."""
    only_if(element, {field: pattern})
    element.props['hidden'] = not is_shown


def _field(form: Form, question: Question, value: str, documents: Documents) -> Field:
    language, kind, name = locale().language, question['type'], field_name(question)
    label, hint = questions.words(question, 'label', language), questions.words(question, 'hint', language) or ''
    shown = questions.words(question, 'options', language) or ()
    options = list(zip(question.get('options', ()), shown, strict=False))
    if kind == 'select':
        return form.select(name, label, [('', _('Choose…')), *options], hint=hint, value=value)
    if kind == 'radio':
        return form.cards(name, label, [(option, word, '') for option, word in options], value=value)
    if kind == 'textarea':
        return form.prose(name, label, hint=hint, value=value, rows=3, maxlength=questions.LONGEST)
    if kind == 'document':
        key, waiting = documents[question['key']]
        template = asset(f'forms/{question["template"]}') if 'template' in question else ''
        return document_field(form, name, label, hint, key, waiting, template)
    more = {'autocomplete': COMPLETES[question['prefill']]} if 'prefill' in question else {}
    if kind == 'datetime' and question.get('past'):
        more['max'] = local(now()).strftime(MINUTE)
    field = form.line(
        name, label, hint=hint, value=value, type_=TYPES.get(kind) or kind, maxlength=questions.LONGEST, **more
    )
    if options:
        _suggest(field, [word for _option, word in options])
    return field


def _suggest(field: Field, options: Iterable[str]) -> None:
    """Offer what is known; anything else can be typed (S1-4)."""
    with field.box, tag('datalist') as known:
        for option in options:
            tag('option', value=option)
    field.control.props['list'] = known.html_id


def _warnings(field: Field, question: Question, given: str) -> None:
    """What is said to an answer before it is sent, without blocking (S1-7, S1-8, S4-18)."""
    name = field_name(question)
    shown = questions.words(question, 'warnings', locale().language) or {}
    with field.box, tag('div', '', 'field-warnings', role='status'):
        for answer, words in shown.items():
            warning = _warning(words)
            only_if(warning, {name: [answer]})
            warning.props['hidden'] = given != answer
        if question['type'] == 'email':
            mailbox_advice(name, given)


def mailbox_advice(name: str, given: str) -> None:
    """What is said while the field `name` has an address of nobody in particular, where the desk advises against it."""
    words = _('Better your own address than one that several people read: we could not tell who writes.')
    with tag('div', '', ADVICE) as advice:
        only_if_matches(_warning(words), name, GENERIC_MAILBOX, is_shown=questions.is_generic_mailbox(given))
    advice.set_visibility(_advises())


def _advises() -> bool:
    return settings.last(GroupMailbox).policy == 'hint_against'


def _warning(words: str) -> Any:
    with tag('p', '', 'field-warning') as warning:
        icon('info')
        tag('span', words)
    return warning


def only_if(element: Any, conditions: Mapping[str, Any]) -> None:
    """Let the browser show `element` as long as each of these fields has one of its answers, or matches its pattern."""
    element.props['data-show-if'] = json.dumps(conditions)


def _minute(answer: str) -> str:
    """As its field has it; nothing for what was answered before the question was one of date and time."""
    try:
        return local(datetime.fromisoformat(answer)).strftime(MINUTE)
    except (ValueError, OverflowError):
        return ''


def _instant(text: str) -> str:
    """An instant with its offset; what is none stays, and is refused."""
    try:
        return here(text).isoformat()
    except (ValueError, TypeError, OverflowError):
        return text
