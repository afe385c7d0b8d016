"""Who reads what is published: the field that chooses it."""

import json
from collections.abc import Collection, Mapping

from models.audience import Reach
from services import audiences
from services.audiences import Choices
from services.language import N_, Text
from webui.form.forms import Form
from webui.i18n import _, country_name

REACH: Mapping[Reach, Text] = {
    Reach.EVERYBODY: N_('Everybody, also without an account'),
    Reach.SIGNED_IN: N_('Everybody who signs in'),
    Reach.CHOSEN: N_('Only who is chosen below'),
    Reach.STAFF: N_('Only the desk'),
}
READERS = {**REACH, Reach.CHOSEN: N_('Only chosen companies, countries or sectors')}  # as facts of what is published


async def audience_field(form: Form, reach: str = Reach.EVERYBODY, words: Collection[str] = ()) -> None:
    """`reach`, and a box to tick for each company, country and sector: the values `audience.company-3` and so on."""
    audience_of(form, await audiences.choices(), reach, words)


def audience_of(form: Form, offered: Choices, reach: str, words: Collection[str]) -> None:
    """The same, where what can be chosen is known."""
    form.select('reach', _('Who reads it'), [(key.value, _(word)) for key, word in REACH.items()], value=reach)
    options = [
        *((f'company-{number}', name) for number, name in offered.companies),
        *((f'country-{code}', country_name(code)) for code in offered.countries),
        *((f'sector-{sector}', _('Sector %(name)s', name=sector)) for sector in offered.sectors),
    ]
    if options:
        field = form.checks('audience', _('Companies, countries and sectors'), options, ticked=words)
        field.control.classes('audience')
        field.box.props['data-show-if'] = json.dumps({'reach': [Reach.CHOSEN.value]})  # assets/js/questions.js
        field.box.props['hidden'] = reach != Reach.CHOSEN
