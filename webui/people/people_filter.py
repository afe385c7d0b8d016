"""What narrows the list of people, as it stands in the address."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from nicegui import ui

from services.people.people_directory import LONGEST, NO_COMPANY, Wanted
from webui.elements import link, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.people.person_look import ROLES, STATES

PATH = '/settings/people'


def wanted_at(path: str) -> Wanted:
    """What the page at `path` shows."""
    return Wanted.of(dict(parse_qsl(urlsplit(path).query, max_num_fields=20)))


def address(wanted: Wanted) -> str:
    """Where those people are shown."""
    query = urlencode(wanted.chosen())
    return f'{PATH}?{query}' if query else PATH


def filter_form(wanted: Wanted, companies: Sequence[tuple[str, str]]) -> None:
    """The fields; sending leads to the address."""

    async def go(values: Values) -> None:
        ui.navigate.to(address(Wanted.of(values)))

    form = Form(go, classes='settings-form people-filter')
    with form.element:
        fields = tag('div', '', 'setting-pair')
    roles = [('', _('All roles')), *((role, _(word)) for role, word in ROLES.items())]
    states = [('', _('All states')), *((state, _(word)) for state, (word, _tone) in STATES.items())]
    known = [('', _('All companies')), (NO_COMPANY, _('Without a company')), *companies]
    for field in (
        form.line('text', _('Name, mail or phone'), value=wanted.text, maxlength=LONGEST, type_='search'),
        form.select('role', _('Role'), roles, value=wanted.role),
        form.select('state', _('State'), states, value=wanted.state),
        form.select('company', _('Company'), known, value=wanted.company),
    ):
        field.box.move(fields)
    with form.element, tag('div', '', 'form-foot'):
        send_button(_('Search'), 'search')
        if wanted.chosen():
            link(_('Clear'), PATH, 'button button-quiet')
