"""The questions of a type as an admin types them: one block of fields for each, in the order of the page. Pure.

The fields of a block are called `q3.label` and so on; `q3.key` is empty for a new question, which gets its key from its
label.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.assets import ASSETS
from services.catalog.questions import CHOICES, PREFILLS, TYPES, form_problem
from services.knowledge.article_form import others
from services.language import N_, Text
from services.plain_text import text_problem
from services.refusals import Invalid

Question = dict[str, Any]
FORMS = ASSETS / 'forms'
LONGEST = 200
LONGEST_LINES = 4000
MOST = 60  # questions of a type


def blocks(values: Iterable[str]) -> list[str]:
    """The blocks of a form, in its order: `q3`, `q1`."""
    found = (match[1] for name in values if (match := re.match(r'(q\d{1,6})\.', name)))
    return list(dict.fromkeys(found))


def read(values: Mapping[str, str], *, is_strict: bool = True) -> list[Question]:
    """The questions of a filled form. `Invalid` by the names of its fields; without `is_strict` what cannot be asked is
    left out, as in a preview.
    """
    names = blocks(values)[:MOST]
    keys = _keys(values, names)
    problems: dict[str, Text] = {}
    questions: list[Question] = []
    earlier: dict[str, Question] = {}
    for name in names:
        question = _question(values, name, keys[name])
        found = _problems(values, name, question, earlier)
        problems |= found
        if not found:
            questions.append(question)
            earlier[question['key']] = question
    if is_strict and problems:
        raise Invalid(problems)
    if is_strict and (problem := form_problem(questions)):
        raise Invalid({'form': problem})
    return questions


def key_of(label: str, taken: Iterable[str]) -> str:
    """What a new question is called in the answers: letters of its label, numbered where that is taken."""
    plain = unicodedata.normalize('NFKD', label).encode('ascii', 'ignore').decode().lower()
    key = re.sub(r'[^a-z0-9]+', '_', plain).strip('_')[:24]
    key = key if re.match('[a-z]', key) else f'q_{key}'.rstrip('_')
    used = set(taken)
    return next(one for n in range(1, len(used) + 2) if (one := key if n == 1 else f'{key}_{n}') not in used)


def templates() -> list[str]:
    """The forms of documents that can be offered (S0-30)."""
    return sorted(path.name for path in FORMS.iterdir())


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def pairs(text: str) -> dict[str, str]:
    """Lines such as `No = Check the cable first` by what stands before the sign."""
    split = (line.partition('=') for line in lines(text))
    return {answer.strip(): words.strip() for answer, sign, words in split if sign and answer.strip() and words.strip()}


def _keys(values: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    keys = {name: values.get(f'{name}.key', '') for name in names}
    for name in names:
        if not keys[name]:
            keys[name] = key_of(values.get(f'{name}.label', ''), keys.values())
    return keys


def _question(values: Mapping[str, str], name: str, key: str) -> Question:
    def said(field: str) -> str:
        return values.get(f'{name}.{field}', '').strip()

    kind = said('type')
    question: Question = {'key': key, 'label': said('label'), 'type': kind}
    more: dict[str, Any] = {
        'required': f'{name}.required.required' in values,
        'hint': said('hint'),
        'options': lines(said('options')) if kind in CHOICES or kind == 'text' else [],
        'warnings': pairs(said('warnings')) if kind in CHOICES else {},
        'template': said('template') if kind == 'document' else '',
        'prefill': said('prefill') if kind in ('text', 'phone', 'email') else '',
        'past': f'{name}.past.past' in values and kind in ('date', 'datetime'),
        'show_if': {said('after'): lines(said('answers'))} if said('after') else {},
    }
    more['translations'] = _translations(values, name, question | more)
    return question | {field: value for field, value in more.items() if value}


def _translations(values: Mapping[str, str], name: str, question: Question) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for language in others():
        named = {field: f'{name}.{field}_{language}' for field in ('label', 'hint')}
        own: dict[str, Any] = {field: values.get(where, '').strip() for field, where in named.items()}
        own |= {'options': lines(values.get(f'{name}.options_{language}', '')) if question['options'] else []}
        words = pairs(values.get(f'{name}.warnings_{language}', '')) if question['warnings'] else {}
        if texts := {field: text for field, text in (own | {'warnings': words}).items() if text}:
            found[language] = texts
    return found


def _problems(
    values: Mapping[str, str], name: str, question: Question, earlier: Mapping[str, Question]
) -> dict[str, Text]:
    label = text_problem(question['label'], longest=LONGEST, one_line=True, required=N_('Write the question'))
    found: dict[str, Text | None] = {
        'label': label,
        'type': None if question['type'] in TYPES else N_('Choose one of the options'),
        'hint': text_problem(question.get('hint', ''), longest=LONGEST, one_line=True),
        'template': None if question.get('template', '') in ('', *templates()) else N_('Choose one of the options'),
        'prefill': None if question.get('prefill', 'phone') in PREFILLS else N_('Choose one of the options'),
    }
    for field in ('options', 'warnings', 'answers'):
        found[field] = text_problem(values.get(f'{name}.{field}', ''), longest=LONGEST_LINES)
    options = question.get('options', [])
    if question['type'] in CHOICES and len(options) < 2:
        found['options'] = N_('Write at least two options, one per line')
    elif len(set(options)) < len(options):
        found['options'] = N_('Each option once')
    if unknown := next((answer for answer in question.get('warnings', {}) if answer not in options), None):
        found['warnings'] = N_('“%(answer)s” is none of the options', answer=unknown)
    found |= _condition(question, earlier)
    for language, texts in question.get('translations', {}).items():
        if 'options' in texts and len(texts['options']) != len(options):
            found[f'options_{language}'] = N_('Write as many options as in the first language')
    return {f'{name}.{field}': problem for field, problem in found.items() if problem}


def _condition(question: Question, earlier: Mapping[str, Question]) -> dict[str, Text | None]:
    for key, answers in question.get('show_if', {}).items():
        if key not in earlier:
            return {'after': N_('Choose a question that stands before this one')}
        options = earlier[key].get('options', [])
        wrong = next((answer for answer in answers if options and answer not in options), None)
        if wrong is not None:
            return {'answers': N_('“%(answer)s” is none of the options', answer=wrong)}
        if not answers:
            return {'answers': N_('Write the answers after which it is asked')}
    return {}
