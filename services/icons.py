"""The icons that can be chosen: the symbols of assets/icons.svg."""

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parent.parent / 'assets' / 'icons.svg'


@cache
def icons() -> tuple[str, ...]:
    """Their names, in the order of the sprite."""
    return tuple(re.findall(r'<symbol[^>]*\bid="([a-z0-9-]+)"', SPRITE.read_text(encoding='utf-8')))
