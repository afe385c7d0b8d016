"""Telephone numbers that people type: with country and city, such as +57 (6) 3134484 (S4-18)."""

import re

from services.language import N_, Text

FEWEST_DIGITS = 6
_NUMBER = re.compile(r'\+?[0-9 ().\-/]{6,40}')


def phone_problem(text: str) -> Text | None:
    """What is wrong with a number; an empty one is none."""
    number = text.strip()
    if not number or (_NUMBER.fullmatch(number) and sum(map(str.isdigit, number)) >= FEWEST_DIGITS):
        return None
    return N_('Write a telephone number, such as %(example)s', example='+57 (6) 3134484')
