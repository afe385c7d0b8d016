"""The words of a text as the search knows them: the same for both databases, accents, case and Spanish plurals ignored.

A word is lower-case ASCII letters and digits; letters of other scripts stand in it as their code points.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from models.db.folding import fold

LONGEST = 40  # characters of a word; what comes behind them is not looked at
MOST = 8  # words of a question
ASKED = 1_000  # characters of a question that are looked at
FEWEST = 2  # letters
SMALL = frozenset(  # Spanish, English, Portuguese
    'a al con de del e el en es la las lo los me no o para por que se su un una y '
    'an and at does for from in is it my not of on or the to with '
    'ao as com da das do dos em esta meu minha na nao nas nos os ou um uma'.split()
)
_WORD = re.compile(r'[^\W_]+')


def words(text: str) -> list[str]:
    """The words of a text in their order."""
    return [_plain(word[:LONGEST]) for word in _WORD.findall(fold(text))]


def stem(word: str) -> str:
    """What a Spanish word and its plural have in common: `conexion` of `conexiones`, `luc` of `luz` and `luces`."""
    if word.endswith('z'):
        word = word[:-1] + 'c'
    while True:
        ending = next((end for end in ('es', 's', 'e') if word.endswith(end) and len(word) - len(end) > 2), '')
        if not ending:
            return word
        word = word.removesuffix(ending)


def indexed(texts: Iterable[str]) -> set[str]:
    """What to store of texts: their words as written, for who is still typing, and without their plurals."""
    found = {word for text in texts for word in words(text)}
    return found | {stem(word) for word in found}


@dataclass(frozen=True)
class Question:
    """What somebody looks for: all of these words, the last of which he may be typing still."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> 'Question':
        """Read it. Of fewer than two letters it asks for nothing."""
        asked = [word for word in words(text[:ASKED]) if len(word) >= FEWEST]
        telling = [word for word in asked if word not in SMALL] or asked
        return cls(tuple(dict.fromkeys(telling[:MOST])))

    def hits(self, text: str) -> bool:
        """Whether it asks for one of the words of `text`."""
        return any(self._asks(word) for word in words(text))

    def _asks(self, word: str) -> bool:
        return stem(word) in self._stems or word.startswith(self.words[-1:] or ('\0',))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self.words)


def _plain(word: str) -> str:
    return word if word.isascii() else ''.join(c if c.isascii() else f'z{ord(c):x}z' for c in word)
