"""The questions of a type of ticket as fields of a form (services/questions.py).

The browser shows and hides them, and what is said to an answer, while somebody fills the form: assets/js/questions.js.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models import Attachment
from services import questions
from services.clock import now
from services.questions import GENERIC_MAILBOX, Question
from webui.elements import icon, tag
from webui.file_drop import document_field
from webui.formats import local
from webui.forms import Field, Form, Values
from webui.i18n import _, locale
from webui.static_files import asset

MINUTE = '%Y-%m-%dT%H:%M'  # as a native field of date and time has it
TYPES = {'datetime': 'datetime-local', 'phone': 'tel'}
COMPLETES = {'company': 'organization', 'full_name': 'name', 'phone': 'tel', 'email': 'email'}


def field_name(question: Question) -> str:
    return f'answer.{question["key"]}'


def draw_questions(
    form: Form,
    asked: Iterable[Question],
    given: Mapping[str, str],
    documents: Mapping[str, tuple[str, Sequence[Attachment]]],
) -> None:
    """Draw the fields with what was `given`, by question; `documents` has key and waiting files of each document."""
    asked = list(asked)
    is_open = {one['key'] for one in questions.asked(asked, given)}
    for question in asked:
        field = _field(form, question, given.get(question['key'], ''), documents)
        if conditions := question.get('show_if'):
            _only_if(field.box, {f'answer.{key}': wanted for key, wanted in conditions.items()})
            field.box.props['hidden'] = question['key'] not in is_open
        _warnings(field, question, given.get(question['key'], ''))


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
            given[question['key']] = local(datetime.fromisoformat(given[question['key']])).strftime(MINUTE)
    return given


def only_if_matches(element: Any, field: str, pattern: str, *, is_shown: bool) -> None:
    """Show `element` as long as the plain, casefolded text of `field` matches `pattern`."""
    _only_if(element, {field: pattern})
    element.props['hidden'] = not is_shown


def _field(
    form: Form, question: Question, value: str, documents: Mapping[str, tuple[str, Sequence[Attachment]]]
) -> Field:
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
            _only_if(warning, {name: [answer]})
            warning.props['hidden'] = given != answer
        if question['type'] == 'email':
            words = _('Better your own address than one that several people read: we could not tell who writes.')
            is_generic = questions.is_generic_mailbox(given)
            only_if_matches(_warning(words), name, GENERIC_MAILBOX, is_shown=is_generic)


def _warning(words: str) -> Any:
    with tag('p', '', 'field-warning') as warning:
        icon('info')
        tag('span', words)
    return warning


def _only_if(element: Any, conditions: Mapping[str, Any]) -> None:
    element.props['data-show-if'] = json.dumps(conditions)


def _instant(text: str) -> str:
    """An instant with its offset; what is none stays, and is refused."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(locale().zone)).astimezone(UTC).isoformat()
    except (ValueError, TypeError, OverflowError):
        return text
