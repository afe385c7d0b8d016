"""What an admin fills in about a component, a group or a region. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from models.audience import Reach
from services.audiences import reach_problem
from services.knowledge.article_form import others
from services.language import N_, Text
from services.plain_text import is_id, text_problem
from services.refusals import Invalid

LONGEST_NAME = 80
LONGEST_DESCRIPTION = 200
LONGEST_SLUG = 50

Values = Mapping[str, str]


def read_component(values: Values) -> tuple[dict[str, Any], list[str]]:
    """The columns of a component, besides `group` and `regions` (ids) and `items` (slugs); and whom it is shown to.

    `Invalid` names what is wrong.
    """
    problems = _name_problems(values) | _problems(values, 'description', LONGEST_DESCRIPTION)
    group, reach = values.get('group', ''), values.get('reach', '')
    words = _ticked(values, 'audience')
    problems['group'] = None if group == '' or is_id(group) else N_('Choose one of the options')
    problems['reach'] = reach_problem(reach, words)
    _refuse(problems)
    row: dict[str, Any] = {
        'name': values['name'].strip(),
        'description': values.get('description', '').strip(),
        'translations': _translations(values, 'name', 'description'),
        'reach': Reach(reach),
        'is_active': 'shown.on' in values,
        'group': int(group) if group else None,
        'regions': [int(key) for key in _ticked(values, 'regions') if is_id(key)],
        'items': _ticked(values, 'items'),
    }
    return row, words


def read_named(values: Values) -> dict[str, Any]:
    """The name of a group or region. `Invalid` names what is wrong."""
    _refuse(_name_problems(values))
    return {'name': values['name'].strip(), 'translations': _translations(values, 'name')}


def slug_of(name: str, taken: Collection[str]) -> str:
    """What a component is called in addresses: letters and digits of its name, numbered where that is taken."""
    plain = unicodedata.normalize('NFKD', name).encode('ascii', 'ignore').decode().lower()
    slug = re.sub(r'[^a-z0-9]+', '-', plain).strip('-')[:LONGEST_SLUG] or 'x'
    number = next(n for n in range(1, len(taken) + 2) if (slug if n == 1 else f'{slug}-{n}') not in taken)
    return slug if number == 1 else f'{slug}-{number}'


def _name_problems(values: Values) -> dict[str, Text | None]:
    return _problems(values, 'name', LONGEST_NAME, required=N_('Write a name'))


def _problems(values: Values, name: str, longest: int, required: Text | None = None) -> dict[str, Text | None]:
    problems = {name: text_problem(values.get(name, ''), longest=longest, required=required, one_line=True)}
    for language in others():
        key = f'{name}_{language}'
        problems[key] = text_problem(values.get(key, ''), longest=longest, one_line=True)
    return problems


def _refuse(problems: Mapping[str, Text | None]) -> None:
    if wrong := {name: problem for name, problem in problems.items() if problem}:
        raise Invalid(wrong)


def _ticked(values: Values, group: str) -> list[str]:
    return [name.removeprefix(f'{group}.') for name in values if name.startswith(f'{group}.')]


def _translations(values: Values, *names: str) -> dict[str, dict[str, str]]:
    found = {
        language: {name: text for name in names if (text := values.get(f'{name}_{language}', '').strip())}
        for language in others()
    }
    return {language: texts for language, texts in found.items() if texts}
