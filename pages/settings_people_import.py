"""`/settings/people/import`: people from a file: first what would happen, line by line, then exactly that."""

import asyncio
from uuid import uuid4

from models import Attachment
from services.language import N_
from services.people import people_import
from services.people.people_import import Kind, Plan
from services.people.people_table import MOST_BYTES, MOST_LINES
from services.refusals import Invalid, Refused
from services.tickets import attachments
from webui.actions import action
from webui.elements import button, heading, link, tag
from webui.form.file_drop import document_field
from webui.form.forms import Form, Values, send_button
from webui.i18n import _, ngettext
from webui.people.import_plan import PlanView
from webui.people.people_filter import PATH
from webui.routing import Access
from webui.shell.settings_frame import shell
from webui.shell.title import title
from webui.viewer import viewer


@shell.page('/settings/people/import', Access.ADMIN)
async def settings_people_import() -> None:
    title(f'{_("Import people")} · {_("Settings")}')
    with tag('div', '', 'stack'):
        with tag('div', '', 'settings-head'):
            link(_('All people'), PATH, 'button button-quiet', 'arrow-left')
            heading(_('Import people'))
            tag(
                'p', _('From a spreadsheet, saved as CSV. First you see what would happen; nothing is written.'), 'lead'
            )
        ImportPage().draw()


class ImportPage:
    """The file, what it would do, and the button that does it."""

    def __init__(self) -> None:
        self._key = str(uuid4())
        self._file: Attachment | None = None
        self._plan: Plan | None = None

    def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('File')):
            form = Form(self._look, classes='settings-form people-filter')
            hint = _(
                'Columns: mail, name, and if you like surname, telephone, company and language; at most %(lines)s'
                ' people and %(size)d MB.',
                lines=f'{MOST_LINES:,}'.replace(',', '\u202f'),
                size=MOST_BYTES // 1_000_000,
            )
            document_field(form, 'file', _('File'), hint, self._key, (), '')
            with form.element, tag('div', '', 'form-foot'):
                send_button(_('See what would happen'), 'eye')
        with tag('section', '', 'card', aria_label=_('What would happen')) as self._card:
            with tag('div', '', 'card-head'):
                self._heading = tag('h2', _('What would happen'), 'card-title')
            with tag('div', '', 'card-body stack-tight'):
                self._view = PlanView()
                self._run = button('', self._import, kind='primary')
        self._card.set_visibility(False)

    async def _look(self, _values: Values) -> None:
        actor = await viewer()
        files = await attachments.unsent(actor, self._key)
        if not files:
            raise Invalid({'file': N_('Choose the file')})
        self._file = files[-1]
        self._plan = await people_import.plan(actor, await _bytes(self._file))
        self._heading.text = _('What would happen')
        self._view.show(self._plan)
        count = self._plan.counts[Kind.NEW] + self._plan.counts[Kind.CHANGED]
        self._run.text = ngettext('Import %(n)d person', 'Import %(n)d people', count)
        self._run.set_visibility(bool(count))
        self._card.set_visibility(True)
        self._card.run_method('scrollIntoView')

    @action
    async def _import(self) -> None:
        plan, file = self._plan, self._file
        if plan is None or file is None:
            return
        self._plan = None  # clicked twice, it is done once
        actor = await viewer()
        try:
            done = await people_import.run(actor, await _bytes(file), plan, file.name)
        except Refused:
            self._plan = plan
            raise
        self._view.show(done)
        self._heading.text = _('What has happened')
        self._run.set_visibility(False)
        await attachments.discard(actor, file.id)


async def _bytes(file: Attachment) -> bytes:
    if file.size > MOST_BYTES:
        raise Invalid({'file': N_('At most %(size)d MB fit.', size=MOST_BYTES // 1_000_000)})
    return await asyncio.to_thread(attachments.file_of(file).read_bytes)
