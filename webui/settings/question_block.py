"""One question of a type as an admin fills it in: a block of fields called `q3.label` and so on."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from nicegui.element import Element

from services.catalog.question_form import LONGEST, LONGEST_LINES, templates
from services.knowledge.article_form import others
from services.language import N_, Text
from webui.elements import tag
from webui.form.field import Field
from webui.form.forms import Form
from webui.i18n import _, language_name

TYPES: Mapping[str, Text] = {
    'text': N_('A line of text'),
    'textarea': N_('Several lines of text'),
    'select': N_('One of a list'),
    'radio': N_('One of a few, all in sight'),
    'date': N_('A date'),
    'datetime': N_('A date and a time'),
    'phone': N_('A telephone number'),
    'email': N_('A mail address'),
    'document': N_('A document'),
}
PREFILLS: Mapping[str, Text] = {
    '': N_('Nothing'),
    'company': N_('The company'),
    'full_name': N_('The full name'),
    'phone': N_('The telephone number'),
    'email': N_('The mail address'),
}
CHOICES, LISTS = ['select', 'radio'], ['select', 'radio', 'text']


class QuestionBlock:
    """Draws the fields of `question` into `place`; `earlier` are (key, label) of those that may stand before it."""

    def __init__(
        self, form: Form, place: Element, name: str, question: Mapping[str, Any], earlier: Sequence[tuple[str, str]]
    ) -> None:
        self._form, self._place, self.name = form, place, name
        self._kind = question.get('type', 'text')
        with place:
            tag('input', '', type='hidden', name=f'{name}.key', value=question.get('key', ''))
            pair = tag('div', '', 'setting-pair')
        self._line(pair, 'label', _('Question'), question.get('label', ''))
        types = [(key, _(word)) for key, word in TYPES.items()]
        self._into(pair, form.select(f'{name}.type', _('Kind of answer'), types, value=self._kind))
        self._options(question, '', _('Options, one per line'), place)
        self._details(question, earlier)

    def names(self) -> list[str]:
        """Of its fields, by which the form says what is wrong."""
        return [name for name in self._form.fields if name.startswith(f'{self.name}.')]

    def _details(self, question: Mapping[str, Any], earlier: Sequence[tuple[str, str]]) -> None:
        name, form = self.name, self._form
        for flag, label, word, kinds in (
            ('required', _('Answering'), _('It must be answered'), list(TYPES)),
            ('past', _('Times'), _('No time that is still to come'), ['date', 'datetime']),
        ):
            ticked = [flag] if question.get(flag) else []
            self._only(
                self._into(self._place, form.checks(f'{name}.{flag}', label, [(flag, word)], ticked=ticked)), kinds
            )
        with self._place, tag('details', '', 'blanks') as more:
            tag('summary', _('Hint, condition, warnings'))
        self._line(more, 'hint', _('Hint'), question.get('hint', ''))
        prefills = [(key, _(word)) for key, word in PREFILLS.items()]
        prefill = form.select(
            f'{name}.prefill', _('Filled in from the profile'), prefills, value=question.get('prefill', '')
        )
        self._only(self._into(more, prefill), ['text', 'phone', 'email'])
        offered = [('', _('No form')), *((one, one) for one in templates())]
        template = form.select(f'{name}.template', _('Form to fill in'), offered, value=question.get('template', ''))
        self._only(self._into(more, template), ['document'])
        self._condition(more, question, earlier)
        self._warnings(question, '', _('Warnings: answer = what is said to it'), more)
        for language in others():
            self._translation(question, language)

    def _condition(self, more: Element, question: Mapping[str, Any], earlier: Sequence[tuple[str, str]]) -> None:
        after, answers = next(iter(question.get('show_if', {}).items()), ('', []))
        known = [('', _('Always')), *earlier]
        self._into(more, self._form.select(f'{self.name}.after', _('Asked after'), known, value=after))
        field = self._prose(more, 'answers', _('Only after these answers, one per line'), '\n'.join(answers))
        field.box.props['data-show-if'] = json.dumps({f'{self.name}.after': [key for key, _label in earlier]})
        field.box.props['hidden'] = not after

    def _translation(self, question: Mapping[str, Any], language: str) -> None:
        texts = question.get('translations', {}).get(language, {})
        with self._place, tag('details', '', 'blanks') as part:
            tag('summary', _('In %(language)s', language=language_name(language)))
        self._line(
            part,
            f'label_{language}',
            _('Question in %(language)s', language=language_name(language)),
            texts.get('label', ''),
        )
        self._line(
            part, f'hint_{language}', _('Hint in %(language)s', language=language_name(language)), texts.get('hint', '')
        )
        self._options(texts, f'_{language}', _('Options in %(language)s', language=language_name(language)), part)
        self._warnings(texts, f'_{language}', _('Warnings in %(language)s', language=language_name(language)), part)

    def _options(self, texts: Mapping[str, Any], suffix: str, label: str, place: Element) -> None:
        self._only(self._prose(place, f'options{suffix}', label, '\n'.join(texts.get('options', []))), LISTS)

    def _warnings(self, texts: Mapping[str, Any], suffix: str, label: str, place: Element) -> None:
        said = '\n'.join(f'{answer} = {words}' for answer, words in texts.get('warnings', {}).items())
        self._only(self._prose(place, f'warnings{suffix}', label, said), CHOICES)

    def _line(self, place: Element, field: str, label: str, value: str) -> Field:
        return self._into(place, self._form.line(f'{self.name}.{field}', label, value=value, maxlength=LONGEST))

    def _prose(self, place: Element, field: str, label: str, value: str) -> Field:
        drawn = self._form.prose(f'{self.name}.{field}', label, value=value, rows=3, maxlength=LONGEST_LINES)
        return self._into(place, drawn)

    def _only(self, field: Field, kinds: list[str]) -> None:
        field.box.props['data-show-if'] = json.dumps({f'{self.name}.type': kinds})
        field.box.props['hidden'] = self._kind not in kinds

    @staticmethod
    def _into(place: Element, field: Field) -> Field:
        field.box.move(place)
        return field
