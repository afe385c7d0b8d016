"""The choice of a template, whose words go into the form with their blanks filled."""

from collections.abc import Callable, Collection
from datetime import datetime

from nicegui.events import GenericEventArguments

from models import User
from models.incident import IncidentKind
from services.board.status import Place
from services.incidents import incident_templates
from services.incidents.incident_templates import Facts, fill
from services.language import Words
from webui.actions import action
from webui.board.board_look import PHASE
from webui.board.incident_fields import chosen_places, components, impacts_of, promise_of, spared_of
from webui.form.forms import Form, Values, texts
from webui.form.instants import instant_of
from webui.i18n import _
from webui.viewer import viewer

VALUES = '(event) => emit(mesa.values(event.currentTarget.form))'


async def template_field(
    form: Form,
    actor: User,
    kind: IncidentKind,
    *,
    about: Callable[[], Collection[Place]] = tuple,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Nothing is drawn while there are no templates.

    `since` and `until` are known already, or are in the form, to whose places those of `about()` come.
    """
    rows = await incident_templates.templates(actor, kind)
    if not rows:
        return
    options = [('', _('None')), *((str(row.id), f'{_(PHASE[row.phase].word)}: {row.name}') for row in rows)]

    asked = 0

    @action
    async def use(event: GenericEventArguments) -> None:
        nonlocal asked
        asked += 1
        turn, values = asked, texts(event.args)
        found = await incident_templates.templates(await viewer(), kind)
        row = next((row for row in found if str(row.id) == values.get('template', '')), None)
        if row is None:
            return
        facts = await _facts(await viewer(), values, about(), since, until)
        if turn != asked:
            return  # another was chosen: older words never replace newer ones
        _put(form, 'title', fill(Words.of(row, 'title'), facts), values)
        _put(form, 'body', fill(Words.of(row, 'body'), facts), values)

    field = form.select('template', _('Words that are ready'), options)
    field.control.on('change', use, js_handler=VALUES)


def _put(form: Form, name: str, filled: dict[str, str], instead: Values) -> None:
    """Into the fields, in place of what was there when they were asked for; Ctrl+Z brings it back."""
    for language, text in filled.items():
        control = f'{name}_{language}' if language else name
        field = form.fields.get(control)
        if field and text:
            field.control.run_method('mesaPut', text, instead.get(control, ''))


async def _facts(
    actor: User, values: Values, about: Collection[Place], since: datetime | None, until: datetime | None
) -> Facts:
    places = {*about, *chosen_places(values), *(one.place for one in impacts_of(values))} - {*spared_of(values)}
    lines = await components(actor)
    regions = {region.id: region.name for line in lines for region in line.regions}
    return Facts(
        components=tuple(line.name for line in lines if any(line.id == component for component, _region in places)),
        regions=tuple(regions[region] for _component, region in places if region in regions),
        since=instant_of(values, 'starts_at') or since,
        until=instant_of(values, 'ends_at') or until,
        next=promise_of(values),
    )
