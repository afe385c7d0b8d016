"""The departments in their order: what each has to do, and the ways to move, close down or open one again."""

from functools import partial

from nicegui import ui
from nicegui.element import Element

from models import BusinessCalendar
from services.clock import now
from services.departments import department_closing, department_desk
from services.departments.department_desk import DepartmentForm, Kept
from services.env import env
from services.hours import calendars
from services.hours.opening_hours import calendar_from, opening
from services.language import Words
from services.plain_text import is_id
from webui.actions import action
from webui.elements import button, icon_button, link, tag
from webui.form.forms import Form, Values
from webui.form.sheet import confirm, opened, sheet_foot
from webui.formats import or_more
from webui.i18n import _, ngettext
from webui.live import LiveList, live
from webui.opening import days_words
from webui.settings.department_fields import calendar_options
from webui.viewer import viewer


class DepartmentList:
    """Draws the card; `chosen` is the id of the one that is shown below."""

    def __init__(self, chosen: int) -> None:
        self._chosen = chosen

    async def draw(self) -> None:
        with tag('section', '', 'card', aria_label=_('Departments')):
            with tag('div', '', 'card-head'):
                with tag('div'):
                    tag('h2', _('Departments'), 'card-title')
                    tag('p', _('Customers see the public ones in this order.'))
                button(_('New department'), self._new, icon_name='plus')
            with tag('div', '', 'card-body'):
                rows = tag('div', '', 'probe-rows')
        self._dialogs = tag('div')
        self._rows = LiveList[Kept](
            rows,
            key=lambda one: one.row.id,
            stamp=_stamp,
            make=lambda _one: tag('div', '', 'probe-row'),
            update=self._update,
        )
        await live(['catalog', 'queue'], self._show)

    async def _show(self) -> None:
        self._all = await department_desk.all_of(await viewer())
        self._rows.show(self._all)

    def _update(self, place: Element, one: Kept) -> None:
        row, name = one.row, _(Words.of(one.row, 'name'))
        place.clear()
        with place:
            with tag('div', '', 'texts-words'):
                with tag('p', '', 'hours-name'):
                    here = link(name, f'/settings/departments?department={row.id}', 'hours-link')
                    if row.id == self._chosen:
                        here.props['aria-current'] = 'true'
                    for words, tone in _marks(one):
                        tag('span', words, 'chip', data_tone=tone)
                tag('p', _about(one), 'muted small')
            with tag('div', '', 'texts-actions'):
                if not row.is_active:
                    button(
                        _('Open again'),
                        partial(self._reopen, row.id),
                        aria_label=_('Open “%(title)s” again', title=name),
                    )
                    return
                icon_button(_('Move “%(title)s” up', title=name), 'arrow-up', partial(self._move, row.id, -1))
                icon_button(_('Move “%(title)s” down', title=name), 'arrow-down', partial(self._move, row.id, 1))
                icon_button(_('Close “%(title)s” down', title=name), 'circle-pause', partial(self._close, one))

    @action
    async def _move(self, department_id: int, places: int) -> None:
        await department_desk.move(await viewer(), department_id, places)

    @action
    async def _reopen(self, department_id: int) -> None:
        await department_closing.reopen(await viewer(), department_id)

    @action
    async def _new(self) -> None:
        async def save(values: Values) -> None:
            form_ = DepartmentForm({env().language: values.get('name', '')}, values.get('calendar', ''))
            row = await department_desk.save(await viewer(), form_)
            ui.navigate.to(f'/settings/departments?department={row.id}')

        rows: list[BusinessCalendar] = await calendars.all_of(await viewer())
        with opened(self._dialogs, _('New department')):
            form = Form(save)
            name = form.line('name', _('Name'), maxlength=department_desk.LONGEST)
            form.add(f'name.{env().language}', name)
            name.control.props['autofocus'] = True
            form.select('calendar', _('Opening hours'), calendar_options(rows))
            with form.element:
                sheet_foot(_('Save'))

    @action
    async def _close(self, one: Kept) -> None:
        row, name = one.row, _(Words.of(one.row, 'name'))
        question = _('Close “%(title)s” down?', title=name)
        if not one.needs_heir:

            async def close() -> None:
                await department_closing.close_down(await viewer(), row.id)

            confirm(
                self._dialogs, question, _('It takes no more tickets. Its past ones stay.'), _('Close it down'), close
            )
            return

        async def hand_over(values: Values) -> None:
            heir = values.get('heir', '')
            await department_closing.close_down(await viewer(), row.id, int(heir) if is_id(heir) else None)
            dialog.run_method('close')

        others = [it.row for it in self._all if it.row.is_active and it.row.id != row.id]
        heirs = [(str(it.id), _(Words.of(it, 'name'))) for it in others]
        with opened(self._dialogs, question) as dialog:
            tag('p', f'{_open_tickets(one)}. {_("Somebody has to go on with its tickets and types of ticket.")}')
            form = Form(hand_over)
            form.select('heir', _('Where they go'), [('', _('Choose…')), *heirs])
            with form.element:
                sheet_foot(_('Close it down'))


def _marks(one: Kept) -> list[tuple[str, str]]:
    """What is special about it."""
    row = one.row
    marks = [
        (not row.is_active, _('Closed down'), 'quiet'),
        (row.is_urgent_only, _('Urgent only'), 'bad'),
        (not row.is_public, _('Not for customers'), 'quiet'),
    ]
    return [(words, tone) for is_so, words, tone in marks if is_so]


def _about(one: Kept) -> str:
    """Its hours and what it has to do."""
    days = opening(calendar_from(one.row.calendar), now()).days
    return ' · '.join(['; '.join(days_words(day) for day in days), _open_tickets(one)])


def _open_tickets(one: Kept) -> str:
    return or_more(ngettext('%(n)d open ticket', '%(n)d open tickets', one.open_tickets), one.open_tickets)


def _stamp(one: Kept) -> tuple[object, ...]:
    return _(Words.of(one.row, 'name')), tuple(_marks(one)), _about(one), one.needs_heir
