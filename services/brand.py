"""The desk's own colour and mark (S0-9): what may be one, and how it reads on our paper."""

import re

from services.language import N_, Text

LARGEST_LOGO = 30_000  # characters: it goes out with every page
READABLE = 4.95  # against pure paper, so that it is 4.5 on our canvas and on its own soft tint
_COLOUR = re.compile(r'#[0-9a-fA-F]{6}')
_LOGO = re.compile(r'data:image/(?:png|webp|svg\+xml|jpeg);base64,[A-Za-z0-9+/]+={0,2}')


def colour_problem(colour: str) -> Text | None:
    """What is wrong with an accent, `#rrggbb`; empty is ours."""
    if not colour:
        return None
    if not _COLOUR.fullmatch(colour):
        return N_('Write the colour as # and six digits')
    if contrast_with_paper(colour) < READABLE:
        return N_('This colour is too light to be read. Choose a darker one.')
    return None


def logo_problem(logo: str) -> Text | None:
    """What is wrong with a mark, an image as a `data:` address; empty is ours."""
    if not logo:
        return None
    if len(logo) > LARGEST_LOGO:
        return N_('This image is too large. Choose one of at most 20 kB.')
    return None if _LOGO.fullmatch(logo) else N_('Choose a PNG, JPEG, WebP or SVG image')


def contrast_with_paper(colour: str) -> float:
    """The contrast of `#rrggbb` with pure paper, as WCAG counts it: 1 to 21."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)
