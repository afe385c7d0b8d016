"""The icons that can be chosen: the symbols of assets/icons.svg."""

import re
from functools import cache

from services.assets import ASSETS

SPRITE = ASSETS / 'icons.svg'


@cache
def icons() -> tuple[str, ...]:
    """Their names, in the order of the sprite."""
    return tuple(re.findall(r'<symbol[^>]*\bid="([a-z0-9-]+)"', SPRITE.read_text(encoding='utf-8')))
