"""Phone numbers as people write them: landlines with country and area, such as +57 (6) 3134484 (S4-18)."""

import re

from services.language import N_, Text

LONGEST = 40
_NUMBER = re.compile(r'\+?[0-9 ()./-]*(?:(?:ext|x|#)\.? ?[0-9]{1,6})?', re.IGNORECASE)
_DIGITS = 4, 22


def phone_problem(text: str) -> Text | None:
    """What is wrong with a phone number; none is right too."""
    text = text.strip()
    if not text:
        return None
    digits = sum(sign.isdigit() for sign in text)
    is_one = len(text) <= LONGEST and _NUMBER.fullmatch(text) and _DIGITS[0] <= digits <= _DIGITS[1]
    return None if is_one else N_('Write a phone number, such as +57 (6) 3134484')
