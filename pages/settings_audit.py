"""`/settings/audit`: who did what, when and from where, what was before and what after; live."""

from datetime import date

from nicegui import ui

from services import audit_trail
from services.audit_trail import Line, Wanted
from webui.elements import empty_state, link, tag
from webui.form.forms import Form, Values, send_button
from webui.i18n import _
from webui.live import LiveView, live
from webui.live_rows import LiveRows
from webui.routing import Access, follow_path
from webui.settings.audit_filter import FILE, address, place, wanted_by
from webui.settings.audit_row import audit_row
from webui.settings.audit_words import ACTIONS, action_word
from webui.shell.settings_frame import section, shell
from webui.viewer import viewer

_FIRST: int | None = None  # the first page begins before no line


@shell.page('/settings/audit', Access.ADMIN)
async def settings_audit() -> None:
    with section('audit', _('Who did what, when and from where. Nobody can change it.')):
        await AuditPage().draw()


class AuditPage:
    """The filters, the lines, and the ways to older ones and to the file."""

    async def draw(self) -> None:
        self._wanted, self._before, self._anew = Wanted(), _FIRST, True
        self._view: LiveView | None = None
        self._filters = tag('section', '', 'card', aria_label=_('Filter'))
        with tag('div', '', 'list-foot'):
            self._newest = link(_('Newest'), address(Wanted()), 'button button-quiet', 'arrow-up')
            self._file = tag('a', _('Export as CSV'), 'button button-secondary', href=FILE, download='')
        self._rows = LiveRows[Line](
            tag('div', '', 'rows'), key=lambda line: line.id, stamp=lambda line: line.id, draw=audit_row
        )
        self._nothing = empty_state('history', _('Nothing found'), _('Choose other filters.'))
        self._older = link(_('Older'), address(Wanted()), 'button button-secondary', 'arrow-down')
        follow_path(self._follow)
        self._view = await live([audit_trail.TOPIC], self._show)

    def _follow(self, path: str) -> None:
        self._wanted, self._before = place(path)
        self._filters.clear()
        with self._filters:
            _filter_form(self._wanted)
        self._file.props['href'] = address(self._wanted, path=FILE)
        self._newest.props['href'] = address(self._wanted)
        self._newest.set_visibility(self._before is not None)
        self._anew = True
        if self._view:
            self._view.refresh()

    async def _show(self) -> None:
        page = await audit_trail.page(await viewer(), self._wanted, self._before)
        self._rows.show(page.lines, anew=self._anew)
        self._anew = False
        self._rows.parent.set_visibility(bool(page.lines))
        self._nothing.set_visibility(not page.lines)
        self._older.set_visibility(page.older is not None)
        self._older.props['href'] = address(self._wanted, page.older)


def _filter_form(wanted: Wanted) -> None:
    async def go(values: Values) -> None:
        ui.navigate.to(address(wanted_by(values)))

    form = Form(go, classes='settings-form audit-filter')
    with form.element:
        fields = tag('div', '', 'setting-pair')
    words = sorted((action_word(action), action) for action in ACTIONS)
    options = [('', _('All actions')), *((action, word) for word, action in words)]
    for field in (
        form.line('person', _('Person'), value=wanted.person, maxlength=120),
        form.select('action', _('Action'), options, value=wanted.action),
        form.line('first', _('From day'), value=_iso(wanted.first), type_='date'),
        form.line('last', _('To day'), value=_iso(wanted.last), type_='date'),
    ):
        field.box.move(fields)
    with form.element, tag('div', '', 'form-foot'):
        send_button(_('Filter'), 'filter')
        if wanted_by({}) != Wanted(wanted.person, wanted.action, wanted.first, wanted.last):
            link(_('Clear'), address(Wanted()), 'button button-quiet')


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ''
