"""A status inside a row or a heading."""

from markupsafe import Markup

from webui.appearance import Look
from webui.i18n import _
from webui.markup import icon_markup

_CHIP = Markup('<span class="chip" data-tone="{}">{}<span>{}</span></span>')


def chip_markup(look: Look) -> Markup:
    """A word with its icon and tone, inside a row."""
    return _CHIP.format(look.tone, icon_markup(look.icon), _(look.word))
