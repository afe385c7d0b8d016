"""Texts for people: English msgids in the code, GNU gettext catalogues for every other language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

DOMAIN = 'mesa'
LOCALES = Path(__file__).parent.parent / 'assets' / 'locale'
LANGUAGES: Mapping[str, str] = {'es': 'Español', 'en': 'English'}


@dataclass(frozen=True)
class Text:
    """A text that is translated where it is shown: a msgid and its values."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def into(self, language: str) -> str:
        """The text in `language`."""
        return translator(language).gettext(self.msgid) % dict(self.params)


def N_(msgid: str, **params: object) -> Text:
    """Mark a msgid for translation and keep it with its values."""
    return Text(msgid, params)


@cache
def translator(language: str) -> NullTranslations:
    """The catalogue of `language`; msgids themselves where there is none (English)."""
    return translation(DOMAIN, LOCALES, [language], fallback=True)


def known(language: str | None) -> str | None:
    """The language that `language` (`es-EC`, `en`) asks for, if the desk speaks it."""
    short = (language or '').strip().lower().split('-')[0]
    return short if short in LANGUAGES else None
