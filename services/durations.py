"""Times as people type them: «30 min», «3 h», «1 h 30 min», «2 d». Pure."""

import re

_PARTS = re.compile(r'(\d+(?:[.,]\d+)?)\s*(d|h|m)[a-zñáí]*\.?', re.IGNORECASE)
_MINUTES = {'d': 1440, 'h': 60, 'm': 1}


def minutes_in(text: object) -> int | None:
    """Whole minutes of a text, None when it is none. A day is 24 hours."""
    typed = str(text).strip().replace('\u00a0', ' ')
    found = _PARTS.findall(typed)
    if not found or _PARTS.sub('', typed).strip(' y,'):
        return None
    total = sum(float(number.replace(',', '.')) * _MINUTES[unit.lower()] for number, unit in found)
    return int(total) if total == int(total) else None
