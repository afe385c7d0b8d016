"""`/desk/incidents/templates`: words that incidents often need, with blanks for what differs."""

from functools import partial

from nicegui.element import Element

from models import IncidentTemplate
from models.incident import IncidentKind, Phase
from services.incidents import incident_templates
from services.incidents.incident_forms import PHASES
from services.incidents.incident_templates import LONGEST_NAME, PLACEHOLDERS, TOPIC, TemplateForm
from services.language import N_
from services.refusals import Invalid
from webui.actions import action
from webui.board.board_look import PHASE
from webui.board.incident_fields import text_fields, texts_of
from webui.elements import button, empty_state, heading, icon, icon_button, link, tag
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.i18n import _
from webui.live import LiveList, live
from webui.routing import Access
from webui.shell.desk_frame import shell
from webui.shell.title import title
from webui.viewer import viewer

KIND = {IncidentKind.INCIDENT: N_('Network incident'), IncidentKind.MAINTENANCE: N_('Maintenance')}


@shell.page('/desk/incidents/templates', Access.STAFF)
async def desk_incident_templates() -> None:
    title(_('Incident templates'))
    await TemplatesPage().draw()


class TemplatesPage:
    """The list, live, and the dialog of one template."""

    async def draw(self) -> None:
        with tag('div', '', 'texts-page'), tag('div', '', 'page page-narrow'):
            self._dialogs = tag('div')
            with tag('div', '', 'page-head'):
                with link('', '/desk/incidents', 'button icon-button', aria_label=_('Back to the incidents')):
                    icon('arrow-left')
                heading(_('Incident templates'))
                button(_('New template'), partial(self._edit, None), icon_name='plus', kind='primary')
            self._rows = LiveList[IncidentTemplate](
                tag('div', '', 'rows'), key=lambda row: row.id, stamp=_stamp, make=_make, update=self._update
            )
            self._nothing = empty_state(
                'file-text', _('No templates yet'), _('In an incident every minute counts: have the words ready.')
            )
            await live([TOPIC], self._show)

    async def _show(self) -> None:
        actor = await viewer()
        rows = [row for kind in IncidentKind for row in await incident_templates.templates(actor, kind)]
        self._rows.show(rows)
        self._rows.parent.set_visibility(bool(rows))
        self._nothing.set_visibility(not rows)

    def _update(self, place: Element, row: IncidentTemplate) -> None:
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                tag('b', row.name, 'texts-title', dir='auto')
                tag('span', f'{_(KIND[row.kind])} · {_(PHASE[row.phase].word)}', 'muted small')
            with tag('div', '', 'texts-actions'):
                icon_button(_('Change “%(title)s”', title=row.name), 'pencil', partial(self._edit, row))
                icon_button(_('Delete “%(title)s”', title=row.name), 'trash-2', partial(self._delete, row))

    @action
    async def _edit(self, row: IncidentTemplate | None) -> None:
        async def save(values: Values) -> None:
            await incident_templates.save(await viewer(), _form_of(values), row.id if row else None)
            dialog.run_method('close')

        given = row or IncidentTemplate(kind=IncidentKind.INCIDENT, phase=Phase.INVESTIGATING, name='', body='')
        with opened(self._dialogs, _('Change template') if row else _('New template')) as dialog:
            form = Form(save)
            form.line('name', _('Name'), value=given.name, maxlength=LONGEST_NAME).control.props['autofocus'] = True
            options = [(f'{kind}-{phase}', _step(kind, phase)) for kind in IncidentKind for phase in PHASES[kind]]
            form.select('step', _('What for'), options, value=f'{given.kind}-{given.phase}')
            text_fields(form, title=given.title, body=given.body, texts=given.translations)
            with form.element:
                _blanks()
                sheet_foot(_('Save'))

    @action
    async def _delete(self, row: IncidentTemplate) -> None:
        async def delete() -> None:
            await incident_templates.delete(await viewer(), row.id)

        confirm(
            self._dialogs,
            _('Delete “%(title)s”?', title=row.name),
            _('Nobody will be offered it any more. What was told stays.'),
            _('Delete'),
            delete,
        )


def _form_of(values: Values) -> TemplateForm:
    kind, _dash, phase = values.get('step', '').partition('-')
    if kind not in list(IncidentKind):
        raise Invalid({'step': N_('Choose one of the options')})
    texts = values.get('name', ''), kind, phase, values.get('body', ''), values.get('title', '')
    return TemplateForm(*texts, translations=texts_of(values))


def _blanks() -> None:
    with tag('details', '', 'blanks'):
        tag('summary', _('Blanks that are filled in'))
        with tag('dl', '', 'facts'):
            for name, meaning in PLACEHOLDERS.items():
                tag('dt', '{' + name + '}')
                tag('dd', _(meaning))


def _step(kind: IncidentKind, phase: Phase) -> str:
    return f'{_(KIND[kind])}: {_(PHASE[phase].word).lower()}'


def _make(_row: IncidentTemplate) -> Element:
    return tag('div', '', 'texts-row')


def _stamp(row: IncidentTemplate) -> tuple[object, ...]:
    return row.name, row.kind, row.phase, row.title, row.body, str(row.translations)
