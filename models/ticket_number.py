"""Ticket numbers that people read aloud: `MV-`, the counter, and a check digit (S4-7).

The check digit is Damm's (2004): it catches every single wrong digit and every swap of two neighbours.
"""

import re

PREFIX = 'MV'

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_LONGEST = 60  # characters; no number that is typed or pasted comes near
_DASH = r'\-\u2010-\u2015\u2212'  # mail programs and word processors turn a hyphen into these
_NUMBER = re.compile(rf'[\s#]*(?:{PREFIX})?[\s#{_DASH}]*([1-9][0-9\s{_DASH}]*)', re.IGNORECASE)


def format_number(n: int) -> str:
    """`MV-10008` for counter 1000. `ValueError` below 1."""
    if n < 1:
        raise ValueError('counters start at 1')
    return f'{PREFIX}-{n}{_check(str(n))}'


def parse_number(text: str) -> str | None:
    """The number as stored, from what somebody typed: any case, prefix or none, spaces, dashes, `#`. Else None."""
    match = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    digits = re.sub(r'[^0-9]', '', match[1])
    return f'{PREFIX}-{digits}' if len(digits) > 1 and _check(digits) == 0 else None


def _check(digits: str) -> int:
    """Damm's digit; 0 over digits that end with their own."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
