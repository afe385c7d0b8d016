"""A small drawing of a state, to be shown on pages of others. Colours are those of assets/css/tokens.css. Pure."""

import re
from functools import cache

from markupsafe import Markup

from models.component import ComponentStatus
from services.assets import ASSETS

TOKENS = ASSETS / 'css/tokens.css'
TONE = {
    ComponentStatus.OPERATIONAL: '--ok-ink',
    ComponentStatus.DEGRADED: '--warn-ink',
    ComponentStatus.PARTIAL: '--bad-ink',
    ComponentStatus.MAJOR: '--bad-ink',
    ComponentStatus.MAINTENANCE: '--info-ink',
    ComponentStatus.UNKNOWN: '--ink-3',
}
PADDING, HEIGHT, PER_CHARACTER = 8, 20, 6.6
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" aria-label="{name}: {state}">'
    '<title>{name}: {state}</title><clipPath id="r"><rect width="{width}" height="{height}" rx="4"/></clipPath>'
    '<g clip-path="url(#r)"><rect width="{left}" height="{height}" fill="{dark}"/>'
    '<rect x="{left}" width="{right}" height="{height}" fill="{tone}"/></g>'
    '<g fill="{light}" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
    '<text x="{name_at}" y="14" textLength="{name_length}">{name}</text>'
    '<text x="{state_at}" y="14" textLength="{state_length}">{state}</text></g></svg>'
)


def badge(name: str, status: ComponentStatus, state: str) -> bytes:
    """The name on the left, the `state` in words on the right, on the colour of the status."""
    name_length, state_length = round(len(name) * PER_CHARACTER), round(len(state) * PER_CHARACTER)
    left, right = name_length + 2 * PADDING, state_length + 2 * PADDING
    return _SVG.format(
        name=name,
        state=state,
        width=left + right,
        height=HEIGHT,
        left=left,
        right=right,
        name_at=PADDING,
        state_at=left + PADDING,
        name_length=name_length,
        state_length=state_length,
        dark=_colour('--ink-2'),
        light=_colour('--surface'),
        tone=_colour(TONE[status]),
    ).encode()


@cache
def _colour(token: str) -> str:
    """The value of a colour in the light theme, which comes first."""
    found = re.search(rf'{token}: ([^;]+);', TOKENS.read_text(encoding='utf-8'))
    assert found
    return found[1]
