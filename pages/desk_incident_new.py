"""`/desk/incidents/new`: tell of an incident, or of a maintenance that is planned (`?kind=maintenance`)."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from nicegui import ui

from models import Incident
from models.component import ComponentStatus
from models.incident import IncidentKind, Phase
from services import audiences
from services.clock import now
from services.incidents import incidents, maintenance
from services.incidents.incident_forms import PHASES, NewIncident
from services.incidents.maintenance_plan import REMINDERS, Plan
from webui.board.incident_fields import (
    chosen_places,
    components,
    impact_fields,
    impacts_of,
    phase_field,
    places_field,
    promise_field,
    promise_of,
    text_fields,
    texts_of,
)
from webui.board.incident_templates import template_field
from webui.board.maintenance_fields import recurrence_field, recurrence_of, reminder_field
from webui.elements import heading, icon, link, tag
from webui.form.audience_field import audience_field
from webui.form.forms import Form, Values, send_button
from webui.form.instants import instant_field, instant_of
from webui.i18n import _
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.viewer import viewer


@shell.page('/desk/incidents/new', Access.STAFF)
async def new_incident() -> None:
    query = parse_qs(urlsplit(ui.context.client.sub_pages_router.current_path).query)
    is_planned = query.get('kind') == [IncidentKind.MAINTENANCE]
    name = _('Plan maintenance') if is_planned else _('Report an incident')
    title(name)
    with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow stack'):
        with tag('div', '', 'page-head'):
            with link('', '/desk/incidents', 'button icon-button', aria_label=_('Back to the incidents')):
                icon('arrow-left')
            heading(name)
        with tag('section', '', 'card'), tag('div', '', 'card-body'):
            await (_plan_form() if is_planned else _incident_form())


async def _incident_form() -> None:
    async def send(values: Values) -> None:
        _open(await incidents.open_incident(await viewer(), _incident_of(values)))

    actor = await viewer()
    form = Form(send)
    await template_field(form, actor, IncidentKind.INCIDENT)
    text_fields(form, title='', body='')
    form.fields['title'].control.props['autofocus'] = True
    impact_fields(form, await components(actor))
    phases = [phase for phase in PHASES[IncidentKind.INCIDENT] if phase != Phase.RESOLVED]
    phase_field(form, phases)
    promise_field(form)
    instant_field(form, 'starts_at', _('Since when'), hint=_('Empty: since now.'))
    await audience_field(form)
    _send(form, _('Publish'))


def _incident_of(values: Values) -> NewIncident:
    return NewIncident(
        title=values.get('title', ''),
        body=values.get('body', ''),
        phase=values.get('phase', ''),
        impacts=[one for one in impacts_of(values) if one.status != ComponentStatus.OPERATIONAL],
        reach=values.get('reach', ''),
        audience=audiences.ticked(values),
        starts_at=instant_of(values, 'starts_at'),
        next_update_at=promise_of(values),
        translations=texts_of(values),
    )


async def _plan_form() -> None:
    async def send(values: Values) -> None:
        _open(await maintenance.schedule(await viewer(), _plan_of(values)))

    actor = await viewer()
    form = Form(send)
    await template_field(form, actor, IncidentKind.MAINTENANCE)
    text_fields(form, title='', body='')
    form.fields['title'].control.props['autofocus'] = True
    places_field(form, await components(actor))
    start = (now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    instant_field(form, 'starts_at', _('From'), start)
    instant_field(form, 'ends_at', _('Until'), start + timedelta(hours=2))
    recurrence_field(form)
    reminder_field(form)
    await audience_field(form)
    _send(form, _('Publish'))


def _plan_of(values: Values) -> Plan:
    starts_at, ends_at = instant_of(values, 'starts_at'), instant_of(values, 'ends_at')
    remind = [minutes for minutes in REMINDERS if f'remind.{minutes}' in values]
    return Plan(
        title=values.get('title', ''),
        body=values.get('body', ''),
        places=chosen_places(values),
        starts_at=starts_at or now(),
        ends_at=ends_at or now(),
        reach=values.get('reach', ''),
        audience=audiences.ticked(values),
        recurrence=recurrence_of(values),
        remind=remind,
        translations=texts_of(values),
    )


def _send(form: Form, word: str) -> None:
    with form.element, tag('div', '', 'form-foot'):
        send_button(word, 'megaphone')
        link(_('Cancel'), '/desk/incidents', 'button button-secondary')


def _open(incident: Incident) -> None:
    ui.navigate.to(f'/desk/incidents/{incident.id}')
