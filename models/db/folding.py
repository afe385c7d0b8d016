"""Text without case and accents, in Python and in both databases."""

import unicodedata

from models.db.connect import dialect


def fold(text: str) -> str:
    """Without case and accents."""
    return ''.join(c for c in unicodedata.normalize('NFKD', text.casefold()) if unicodedata.category(c) != 'Mn')


# PostgreSQL has no such function without an extension: the letters of the languages of Europe
_ACCENTED = {letter: fold(letter) for letter in map(chr, range(0xC0, 0x180)) if len(fold(letter)) == 1}

_TRANSLATED = {ord(letter): plain for letter, plain in _ACCENTED.items()}


def fold_as(text: str) -> str:
    """A text folded as `folded` folds a column of this database."""
    if dialect() == 'sqlite':
        return fold(text)
    return unicodedata.normalize('NFC', text).lower().translate(_TRANSLATED)


def folded(column: str) -> str:
    """The SQL of a column's text without case and accents."""
    if dialect() == 'sqlite':
        return f'fold({column})'  # models/db/sqlite_connection.py
    return f"translate(lower({column}), '{''.join(_ACCENTED)}', '{''.join(_ACCENTED.values())}')"
