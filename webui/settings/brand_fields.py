"""The desk's colour and mark, with how they look before they are saved (assets/js/brand.js)."""

import re
from functools import cache

from services.assets import ASSETS
from services.brand import LARGEST_LOGO, READABLE
from webui.elements import button, icon, tag
from webui.form.field import Field
from webui.form.forms import Form
from webui.i18n import _

SIDE = 128  # pixels, at twice the density of where it is seen
_ACCENT = re.compile(r'--accent: (#[0-9a-f]{6})')


def colour_field(form: Form, name: str, colour: str) -> Field:
    """`#rrggbb` as text or from a picker, and at once how well it can be read."""
    hint = _('As # and six digits; empty for ours. Buttons and links bear it.')
    field = form.line(name, _('Colour'), hint=hint, value=colour, maxlength=7, autocomplete='off', spellcheck='false')
    with field.box, tag('div', '', 'brand-colour', data_readable=READABLE) as row:
        field.control.move(row)
        picker = tag('input', '', 'brand-picker', type='color', aria_label=_('Pick the colour'))
        picker.props['defaultValue'] = colour or _ours()
    with field.box:
        words = {'data_good': _('Contrast {}: good to read'), 'data_bad': _('Contrast {}: too light to be read')}
        tag('p', '', 'brand-contrast', role='status', **words)
    return field


@cache
def _ours() -> str:
    """Our own accent, on paper."""
    found = _ACCENT.search((ASSETS / 'css/tokens.css').read_text(encoding='utf-8'))
    assert found, 'the tokens name an accent'
    return found[1]


def logo_field(form: Form, name: str, logo: str) -> Field:
    """An image, which the browser makes small; the form sends it as a `data:` address."""
    with form.element:
        place = tag('div', '', 'brand-logo', role='group', data_side=SIDE, data_largest=LARGEST_LOGO)
        with place:
            kept = tag('input', '', '', type='hidden', name=name, data_default=logo)
            kept.props['defaultValue'] = logo
            tag('img', '', 'brand-sight', alt='', src=logo or 'data:,', hidden=not logo)
            with tag('label', '', 'button button-secondary'):
                icon('image')
                tag('span', _('Choose an image'))
                tag('input', '', 'sr-only', type='file', accept='image/png,image/jpeg,image/webp,image/svg+xml')
            button(_('Use ours'), kind='quiet', data_without='', hidden=not logo)
        hint = _('PNG, JPEG, WebP or SVG; best a square one.')
        return form.add(name, Field(_('Logo'), hint, place, group=True))
