"""The time zones that a field offers while somebody types."""

from markupsafe import Markup

from webui.form.field import Field
from webui.i18n import available_zones
from webui.markup import fill, rich

_ZONE = Markup('<option value="{}">')


def offer_zones(field: Field) -> None:
    """All that there are; anything else can be typed, and is refused."""
    with field.box:
        known = rich('datalist')
    fill(known, Markup('').join(_ZONE.format(name) for name in sorted(available_zones())))
    field.control.props['list'] = known.html_id
