"""The fields in which somebody chooses what of the network he wants to be told."""

from models import Subscription, User
from models.audience import Reader
from models.component import ComponentStatus
from services.board.board import board
from services.language import N_
from services.plain_text import is_id
from services.subscriptions.subscription_choice import Choice
from webui.form.forms import Form, Values
from webui.i18n import _, locale

SEVERITY = {
    ComponentStatus.MAINTENANCE: N_('Everything: incidents and maintenance'),
    ComponentStatus.DEGRADED: N_('Incidents, however small'),
    ComponentStatus.PARTIAL: N_('Only if something does not work, in part or at all'),
    ComponentStatus.MAJOR: N_('Only if something does not work at all'),
}


async def choice_fields(form: Form, person: User | None, chosen: Subscription | None = None) -> None:
    """Severity, components and, where there are any, regions; as chosen before."""
    lines = (await board(Reader.of(person))).components
    regions = {region.id: region.name for line in lines for region in line.regions}
    severity = chosen.severity if chosen else ComponentStatus.MAINTENANCE
    form.select('severity', _('What about'), [(key, _(word)) for key, word in SEVERITY.items()], value=severity)
    places = {'components': {line.id: line.name for line in lines}, 'regions': regions}
    labels = {'components': _('Services (none: all of them)'), 'regions': _('Regions (none: all of them)')}
    ticked = {'components': chosen.components if chosen else [], 'regions': chosen.regions if chosen else []}
    for name, known in places.items():
        if known:
            options = [(str(id_), words.into(locale().language)) for id_, words in known.items()]
            form.checks(name, labels[name], options, ticked=[str(id_) for id_ in ticked[name]])


def choice_in(values: Values) -> Choice:
    """What the fields say."""
    return Choice(_picked(values, 'components'), _picked(values, 'regions'), values.get('severity', ''))


def _picked(values: Values, name: str) -> tuple[int, ...]:
    keys = (key.removeprefix(f'{name}.') for key in values if key.startswith(f'{name}.'))
    return tuple(int(key) for key in keys if is_id(key))
