"""What a row of assets says in other languages than its own: under `en`, `pt` and so on, texts or one text."""

from collections.abc import Mapping
from typing import Any

from services.env import env
from services.language import LANGUAGES

WRITTEN_IN = 'es'
Translations = dict[str, dict[str, Any]]


def translations(row: dict[str, Any], field: str = 'name') -> Translations:
    """`{language: {field: text}}`, taken out of the row; `field` is what a text stands for that has no field."""
    said = {language: row.pop(language) for language in LANGUAGES if language in row}
    return {language: texts if isinstance(texts, dict) else {field: texts} for language, texts in said.items()}


def own(row: Mapping[str, Any], field: str = 'name') -> dict[str, Any]:
    """A row, written in Spanish, with its texts in the desk's language, and the others in `translations`."""
    columns = dict(row)
    said = translations(columns, field)
    if here := said.pop(env().language, None):
        said[WRITTEN_IN] = {name: columns[name] for name in here}
        columns |= here
    return columns | {'translations': said}


def together(*parts: Translations) -> Translations:
    """What several rows say of the same thing."""
    return {language: {k: v for part in parts for k, v in part.get(language, {}).items()} for language in LANGUAGES}


def as_filled_in(said: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """As the forms of the desk call them: `{"title_en": text}`."""
    return {f'{name}_{language}': text for language, texts in said.items() for name, text in texts.items()}
