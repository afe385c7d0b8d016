"""A desk made from rows of assets: its hours, departments and types of tickets, for the demo desk and the presets."""

import tomllib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from models import BusinessCalendar, CostNotice, Department
from services.assets import ASSETS
from services.clock import now
from services.row_words import as_filled_in, own, translations

Row = dict[str, Any]


@cache
def read(name: str) -> Row:
    """A file of assets. Change nothing in it: it is read once."""
    return tomllib.loads((ASSETS / f'{name}.toml').read_text(encoding='utf-8'))


async def make_department(row: Row, position: int, calendars: Mapping[str, BusinessCalendar]) -> Department:
    """The department of a row, `calendar` being the name of its hours and `cost` what its tickets cost, by language."""
    columns = {name: value for name, value in own(row).items() if name not in ('cost', 'members')}
    department = await Department.create(**columns | {'calendar': calendars[row['calendar']]}, position=position)
    if cost := row.get('cost'):
        await CostNotice.create(department=department, version=1, texts=cost, created_at=now())
    return department


def types(rows: Iterable[Row]) -> list[Row]:
    """Types of tickets as columns of `CatalogItem`, but for `department`, a name.

    A row is a type of its own, or names one of assets/types.toml with `use`: what it says besides takes the place of
    what stands there, and `ask` changes single questions. The questions are its own or those of `like`, and those about
    the person where it does not say `contact = false`. They stay as they are written: answers are kept in those words.
    """
    ready = read('types')
    resolved = [_resolved(row) for row in deepcopy(list(rows))]
    forms = {row['slug']: row['form'] for row in (*ready['item'], *resolved) if 'form' in row}
    found = []
    for row in resolved:
        asked = forms.get(row.pop('like', row['slug']), []) + (ready['contact'] if row.pop('contact', True) else [])
        found.append(own(row) | {'form': [_question(one) for one in deepcopy(asked)]})
    return found


def articles(rows: Iterable[Row]) -> list[Row]:
    """Texts as forms of the desk have them, `title_en` and so on."""
    found = []
    for row in rows:
        text = own(article(row))
        found.append(text | as_filled_in(text.pop('translations')))
    return found


def article(row: Row) -> Row:
    """A text of its own, or with `use` one of assets/texts.toml, with what the row says besides."""
    ready: Row = next((one for one in read('texts')['article'] if one['name'] == row.get('use')), {})
    return _overlay(deepcopy(ready), row)


def _resolved(row: Row) -> Row:
    """A row with what stands in the type that it uses."""
    if 'use' not in row:
        return row
    slug, changes = row.pop('use'), row.pop('ask', {})
    known = deepcopy(next(one for one in read('types')['item'] if one['slug'] == slug))
    for question in known.get('form', ()):
        _overlay(question, changes.get(question['key'], {}))
    return _overlay(known, row)


def _overlay(under: Row, over: Row) -> Row:
    """`under` with what `over` says, also within the texts of a language."""
    for name, value in over.items():
        under[name] = under.get(name, {}) | value if isinstance(value, dict) else value
    return under


def _question(row: Row) -> Row:
    said = translations(row)
    return row | {'translations': said}
