"""Texts for people: English msgids in the code, GNU gettext catalogues for every other language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from services.assets import ASSETS
from services.env import env

LOCALES = ASSETS / 'locale'
LANGUAGES: Mapping[str, str] = {'es': 'Español', 'en': 'English', 'pt': 'Português'}


@dataclass(frozen=True)
class Text:
    """A text that is translated where it is shown: a msgid and its values."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def into(self, language: str) -> str:
        """The text in `language`, and with it its values that are texts themselves."""
        values = {
            name: one.into(language) if isinstance(one, Text | Words) else one for name, one in self.params.items()
        }
        return translator(language).gettext(self.msgid) % values


@dataclass(frozen=True)
class Words:
    """A text that people of the desk wrote, with what they wrote for other languages."""

    text: str
    translations: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, row: Any, field: str) -> 'Words':
        """The text `field` of a row whose `translations` are `{language: {field: text}}`."""
        others = {language: texts[field] for language, texts in row.translations.items() if texts.get(field)}
        return cls(getattr(row, field), others)

    def into(self, language: str) -> str:
        """The text in `language`, or as it was written first."""
        return self.translations.get(language) or self.text


def N_(msgid: str, **params: object) -> Text:
    """Mark a msgid for translation and keep it with its values."""
    return Text(msgid, params)


@cache
def translator(language: str) -> NullTranslations:
    """The catalogue of `language`; msgids themselves where there is none (English)."""
    catalogue = LOCALES / language / 'LC_MESSAGES' / 'mesa.po'
    if not catalogue.exists():
        return NullTranslations()
    # Compiled here, in a tenth of a second, there is no compiled file to fall behind its source.
    compiled = BytesIO()
    with catalogue.open('rb') as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def known(language: str | None) -> str | None:
    """The language that `language` (`es-EC`, `en`) asks for, if the desk offers it."""
    short = (language or '').strip().lower().split('-')[0]
    return short if short in _offer.languages else None


def spoken(language: str | None = None) -> str:
    """The language for somebody who asks for `language`: that, or the desk's own where it is not offered."""
    return known(language) or _offer.default or env().language


def offered() -> tuple[str, ...]:
    """The languages that people may choose in this desk."""
    return _offer.languages


def offer(languages: Iterable[str], default: str = '') -> None:
    """Offer these from now on in this process, in our order (services/languages.py)."""
    wanted = set(languages)
    _offer.languages, _offer.default = tuple(code for code in LANGUAGES if code in wanted), default


@dataclass
class _Offer:
    languages: tuple[str, ...]
    default: str = ''


_offer = _Offer(tuple(LANGUAGES))
