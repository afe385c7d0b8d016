"""The dialogs of an incident or a maintenance: other words, other details, other times, or none at all."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from models.incident import IncidentKind
from services import audiences
from services.board.board_lines import UpdateLine
from services.clock import now
from services.incidents import incident_desk, incidents, maintenance
from services.incidents.incidents import Details
from webui.board.incident_fields import text_fields, texts_of
from webui.form.audience_field import audience_field
from webui.form.forms import Form, Values
from webui.form.instants import instant_field, instant_of
from webui.form.sheet import sheet, sheet_foot
from webui.i18n import _
from webui.viewer import viewer


@asynccontextmanager
async def _dialog(name: str, send: str, verb: Callable[[Values], Awaitable[object]]) -> AsyncIterator[Form]:
    """A dialog with a form; the caller puts the fields into it."""

    async def submit(values: Values) -> None:
        await verb(values)
        dialog.run_method('close')

    with sheet(name) as dialog:
        form = Form(submit)
        yield form
        with form.element:
            sheet_foot(send)
    next(iter(form.fields.values())).control.props['autofocus'] = True
    dialog.run_method('showModal')


async def details_dialog(incident_id: int) -> None:
    row = await incident_desk.row(await viewer(), incident_id)
    started = await incidents.details_of(row)

    async def save(values: Values) -> None:
        details = Details(
            title=values.get('title', ''),
            reach=values.get('reach', ''),
            audience=audiences.ticked(values),
            starts_at=instant_of(values, 'starts_at'),
            translations=texts_of(values),
        )
        await incidents.edit(await viewer(), incident_id, details, started)

    async with _dialog(_('Details and audience'), _('Save'), save) as form:
        text_fields(form, title=row.title, texts=row.translations)
        if row.kind == IncidentKind.INCIDENT:
            hint = _('The bars of its services follow.')
            instant_field(form, 'starts_at', _('Since when'), row.starts_at, hint)
        await audience_field(form, row.reach, started.audience)


async def correct_dialog(update: UpdateLine) -> None:
    async def save(values: Values) -> None:
        await incidents.correct(await viewer(), update.id, values.get('body', ''), texts_of(values))

    async with _dialog(_('Say it in other words'), _('Save'), save) as form:
        texts = {language: {'body': text} for language, text in update.body.translations.items()}
        text_fields(form, body=update.body.text, texts=texts)
        form.fields['body'].control.props['rows'] = 6


async def reschedule_dialog(incident_id: int) -> None:
    row = await incident_desk.row(await viewer(), incident_id)

    async def save(values: Values) -> None:
        starts_at, ends_at = instant_of(values, 'starts_at'), instant_of(values, 'ends_at')
        times = starts_at or row.starts_at, ends_at or now()
        await maintenance.reschedule(await viewer(), incident_id, *times, values.get('body', ''), texts_of(values))

    async with _dialog(_('Reschedule'), _('Publish'), save) as form:
        instant_field(form, 'starts_at', _('From'), row.starts_at)
        instant_field(form, 'ends_at', _('Until'), row.ends_at)
        text_fields(form, body=_('The maintenance is at another time.'))


async def cancel_dialog(incident_id: int) -> None:
    row = await incident_desk.row(await viewer(), incident_id)

    async def save(values: Values) -> None:
        is_for_good = 'series.all' in values
        await maintenance.cancel(await viewer(), incident_id, values.get('body', ''), is_for_good=is_for_good)

    async with _dialog(_('Cancel the maintenance'), _('Publish'), save) as form:
        form.prose('body', _('What you tell'), value=_('The maintenance is cancelled.'), rows=4)
        if row.recurrence:
            form.checks('series', _('It comes again'), [('all', _('Not this one alone: it does not come again'))])
